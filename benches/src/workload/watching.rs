//! W12: what it costs an item and stage that its run is watched.

use std::hint::black_box;

use pipeline_core::prelude::*;

use super::three_stages;
use crate::bench::{Bound, Flavor, Job, Unit, Workload};

const BUFFER: usize = 1024;
/// The source and the terminal are stages, and counted, too.
const STAGES: u32 = 5;

pub(crate) fn rows() -> Vec<Workload> {
    let fused = Workload {
        id: "W12a".into(),
        title: "three sync `map`, fused, watched".into(),
        items: (10_000_000, 1_000_000),
        jobs: vec![Job::task("ours", |n| watched(fused(n))), Job::task("unwatched", |n| unwatched(fused(n)))],
        ..row(Flavor::Threads)
    };
    let buffered = |id: &str, place: &str, flavor| Workload {
        id: id.into(),
        title: format!("three `map_async`, buffer 1024, watched{place}"),
        items: (1_000_000, 50_000),
        jobs: vec![
            Job::task("ours", |n| watched(buffered(n))),
            Job::task("unwatched", |n| unwatched(buffered(n))),
        ],
        ..row(flavor)
    };
    vec![
        fused,
        buffered("W12b", "", Flavor::Threads),
        buffered("W12b one thread", ", current-thread runtime", Flavor::Single),
    ]
}

fn row(flavor: Flavor) -> Workload {
    Workload {
        id: String::new(),
        title: String::new(),
        unit: Unit::NsPerStage(STAGES),
        flavor,
        items: (0, 0),
        expected: |items| items,
        jobs: Vec::new(),
        targets: vec![Bound::Above("unwatched", 5.0)],
    }
}

async fn unwatched(run: Run<usize>) -> usize {
    run.await.unwrap_or(0)
}

async fn watched(run: Run<usize>) -> usize {
    let (run, watch) = run.watch();
    let items = run.await.unwrap_or(0);
    // Nothing is measured where nothing is counted.
    let counted = watch.snapshot().stages.last().is_some_and(|last| last.items_in == items as u64);
    if counted { items } else { 0 }
}

fn fused(n: usize) -> Run<usize> {
    let step = |n: usize| n + 1;
    Stream::from_iter(0..n).map(black_box).map(step).map(step).count()
}

fn buffered(n: usize) -> Run<usize> {
    let step = three_stages::step;
    let stream = Stream::from_iter(0..n).buffer(BUFFER).map_async(step).buffer(BUFFER);
    stream.map_async(step).buffer(BUFFER).map_async(step).buffer(BUFFER).count()
}
