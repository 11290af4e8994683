//! Pipelines of ten thousand stages, as a loop builds them.
//!
//! A thousand stages ran and ten thousand overflowed the stack: recipes, descriptions and fused functions were nested in each
//! other, and starting, calling and dropping them took a stack as deep as the pipeline was long.

use crate::support::both_runtimes;
use pipeline_core::prelude::*;

const STAGES: u32 = 10_000;

/// `STAGES` stages behind a short source.
fn long(attach: impl Fn(u32, Stream<u32>) -> Stream<u32>) -> Stream<u32> {
    (0..STAGES).fold(Stream::from_iter(0..3_u32), |stream, n| attach(n, stream))
}

fn fused(_: u32, stream: Stream<u32>) -> Stream<u32> {
    stream.map(|x| x + 1).into()
}

fn buffered(_: u32, stream: Stream<u32>) -> Stream<u32> {
    stream.map(|x| x + 1).buffer(1).into()
}

fn awaited(_: u32, stream: Stream<u32>) -> Stream<u32> {
    stream.map_async(|x| async move { x + 1 }).into()
}

fn mixed(n: u32, stream: Stream<u32>) -> Stream<u32> {
    match n % 10 {
        0 => awaited(n, stream),
        1 => buffered(n, stream),
        2 => stream.map(|x| x + 1).workers(2).ordered().into(),
        3 => stream.map(|x| x + 1).workers(2).into(),
        4 => stream.scan(1, |one, x| Some(*one + x)),
        5 => stream.merge(None::<u32>).map(|x| x + 1).into(),
        6 => stream.flat_map(|x| [x + 1]).into(),
        7 => stream.via(|s: Stream<_>| s).chain(None::<u32>).map(|x| x + 1).into(),
        _ => fused(n, stream),
    }
}

async fn all_get_through(stream: Stream<u32>) {
    let mut found = stream.collect::<Vec<_>>().await.unwrap();
    found.sort_unstable();
    assert_eq!(found, [STAGES, STAGES + 1, STAGES + 2]);
}

both_runtimes! {
    async fn ten_thousand_fused_stages_run() {
        tokio::spawn(all_get_through(long(fused))).await.unwrap();
    }

    async fn ten_thousand_buffered_stages_run() {
        tokio::spawn(all_get_through(long(buffered))).await.unwrap();
    }

    async fn ten_thousand_awaited_stages_run() {
        tokio::spawn(all_get_through(long(awaited))).await.unwrap();
    }

    async fn ten_thousand_mixed_stages_run() {
        tokio::spawn(all_get_through(long(mixed))).await.unwrap();
    }

    async fn ten_thousand_stages_may_be_left_early() {
        assert_eq!(long(mixed).first().await.unwrap().map(|x| x >= STAGES), Some(true));
        assert_eq!(long(mixed).take(0).count().await.unwrap(), 0);
        let panicking = long(fused).map(|_| -> u32 { panic!("boom") });
        crate::support::quiet();
        assert_eq!(panicking.count().await.unwrap_err().stage(), Some("map#10001"));
    }

    /// What cannot be started without a deep stack is refused before anything runs.
    async fn streams_merged_into_each_other_are_refused_where_they_are_too_many() {
        let nested = |n: u32| (0..n).fold(Stream::from_iter([1_u32]), |stream, _| Stream::from_iter([1]).merge(stream));
        assert_eq!(nested(100).count().await.unwrap(), 101);
        let refused = nested(STAGES).count().await.unwrap_err();
        assert!(matches!(&refused, PipelineError::InvalidOption { stage, option: "input", .. } if stage.starts_with("merge")), "{refused}");
        assert!(refused.to_string().contains("merge the shorter stream into the longer"), "{refused}");
    }

    async fn splits_of_splits_are_refused_where_they_are_too_many() {
        let nested = |n: u32| (0..n).fold(Stream::from_iter([1_u32]), |stream, _| {
            let [stream] = stream.tee();
            stream
        });
        assert_eq!(nested(100).count().await.unwrap(), 1);
        let refused = nested(STAGES).count().await.unwrap_err();
        assert!(matches!(&refused, PipelineError::InvalidOption { stage, .. } if stage.starts_with("tee")), "{refused}");
    }
}

#[test]
fn ten_thousand_stages_run_without_tokio() {
    let found = long(mixed).count().run_local();
    assert_eq!(futures::executor::block_on(found).unwrap(), 3);
}

#[test]
fn ten_thousand_stages_may_be_built_and_dropped() {
    for attach in [fused, buffered, awaited, mixed] {
        drop(long(attach));
        drop(long(attach).count());
        drop(long(attach).count().run_local());
    }
    drop((0..STAGES).fold(Stream::from_iter([1_u32]), |stream, _| stream.via(|s: Stream<_>| s)));
    drop((0..STAGES).fold(Stream::from_iter([1_u32]), |stream, _| stream.zip([1]).map(|(x, _)| x).into()));
}

#[test]
fn ten_thousand_stages_are_described() {
    for attach in [fused, buffered, awaited, mixed] {
        let run = long(attach).count();
        assert!(run.max_in_flight() > 2);
        let graph = run.graph();
        assert!(graph.nodes().len() >= STAGES as usize + 2);
        assert!(graph.to_string().starts_with("from_iter") && graph.to_string().ends_with("count\n"));
        assert!(graph.to_mermaid().starts_with("flowchart") && graph.to_dot().starts_with("digraph"));
    }
}

/// Where the engine puts an edge into a long row of fused stages, the graph shows it.
#[test]
fn a_long_row_of_fused_stages_is_several_tasks() {
    let channels = |n: u32| {
        let row = (0..n).fold(Stream::from_iter(0..3_u32), |stream, _| stream.map(|x| x + 1).into());
        row.count().graph().edges().iter().filter(|edge| edge.channel).count()
    };
    assert_eq!(channels(200), 0);
    assert!((2..100).contains(&channels(1_000)), "{}", channels(1_000));
}
