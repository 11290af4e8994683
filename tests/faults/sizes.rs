//! Items and pipelines that are very small, very large, and very many.
//!
//! Rows of ten thousand stages are in `tests/guarantees/faults/stages.rs`, items of some KiB in `sizes.rs` there.

use std::future::IntoFuture;

use futures::future::join_all;
use pipeline_core::Running;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{both_runtimes, refused, turn};

#[derive(Clone, Copy)]
#[repr(align(4096))]
struct Aligned(usize);

impl Aligned {
    /// The number, if it lies where its type says.
    fn number(&self) -> usize {
        assert!(std::ptr::from_ref(self).addr().is_multiple_of(4096));
        self.0
    }
}

both_runtimes! {
    async fn f75_items_of_no_size() {
        let run = Stream::from_iter(std::iter::repeat_n((), 1_000)).buffer(7).map_async(|()| async {}).workers(3).ordered();
        let run = run.map_blocking(|()| ()).unbounded().chunks(9).flatten();
        let [a, b] = run.tee();
        assert_eq!(Run::join((a.count(), b.collect::<Vec<()>>().map(|all| all.len()))).await.unwrap(), (1_000, 1_000));
        assert_eq!(Stream::repeat(()).take(77).count().await.unwrap(), 77);
    }

    async fn f76_items_of_a_mebibyte() {
        let large = |n: u8| [n; 1 << 20];
        let (stage, option) = refused(Stream::from_iter(0..3).map(large).name("widen").map_async(|n| async move { n }).count().await);
        assert_eq!((stage.as_str(), option), ("widen", "item type"));
        let boxed = Stream::from_iter(0..20).map(|n| vec![n; 1 << 20].into_boxed_slice()).buffer(2).map_async(|n| async { n }).workers(3).ordered();
        let sum = boxed.fold(0, |sum, block: Box<[u8]>| sum + usize::from(block[1 << 19]));
        assert_eq!(sum.await.unwrap(), (0..20).sum::<usize>());
    }

    async fn f77_items_that_are_aligned_to_a_page() {
        let source = || Stream::from_iter((0..50).map(Aligned));
        let wanted = (0..50).collect::<Vec<_>>();
        let ring = source().buffer(3).map_async(|n| async move { n.number(); n }).map(|n| n.number()).collect::<Vec<_>>();
        assert_eq!(ring.await.unwrap(), wanted);
        let many = source().map_async(|n| async move { turn().await; n }).workers(3).ordered().map_blocking(|n| n.number()).collect::<Vec<_>>();
        assert_eq!(many.await.unwrap(), wanted);
        let [a, b] = source().unbounded().tee();
        let both = a.zip(b).map(|(a, b)| a.number() + b.number()).fold(0, |sum, n| sum + n);
        assert_eq!(both.await.unwrap(), 2 * wanted.iter().sum::<usize>());
        assert_eq!(source().collect::<Vec<_>>().await.unwrap().iter().map(Aligned::number).sum::<usize>(), 1_225);
    }

    /// As many as there may be, and all of them at work at once.
    async fn f78_as_many_workers_as_there_may_be() {
        const MOST: usize = 65_536;
        let counts = Counts::new();
        let meeting = std::sync::Arc::new(tokio::sync::Barrier::new(MOST));
        let run = Stream::from_iter(counts.items(0..MOST)).map_async(move |n| {
            let meeting = meeting.clone();
            async move { meeting.wait().await; n }
        });
        assert_eq!(run.workers(MOST).count().await.unwrap(), MOST);
        counts.assert_clean();
        let few = Stream::from_iter(counts.items(0..3)).map_async(|n| async { n }).workers(MOST).ordered();
        assert_eq!(few.count().await.unwrap(), 3);
        let (stage, option) = refused(Stream::from_iter(0..3).map(|n| n).workers(MOST + 1).count().await);
        assert_eq!((stage.as_str(), option), ("map", "workers"));
        counts.assert_clean();
    }

    async fn f79_a_thousand_stages_in_a_row() {
        let counts = Counts::new();
        let stages: [fn(Stream<Counted<usize>>) -> Stream<Counted<usize>>; 4] = [
            |s| s.map(|n| n).into(),
            |s| s.map_async(|n| async { n }).into(),
            |s| s.map(|n| n).workers(2).ordered().into(),
            |s| s.map(|n| n).buffer(1).into(),
        ];
        for stage in stages {
            let row = (0..1_000).fold(Stream::from_iter(counts.items(0..3)), |stream, _| stage(stream));
            assert_eq!(row.count().await.unwrap(), 3);
            let row = (0..1_000).fold(Stream::from_iter(counts.items(0..)), |stream, _| stage(stream));
            assert_eq!(row.take(1).count().await.unwrap(), 1);
        }
        counts.assert_clean();
    }

    async fn f80_a_thousand_pipelines_at_once() {
        let counts = Counts::new();
        let run = |n: usize| {
            let calls = Stream::from_iter(counts.items(0..10)).buffer(1).map_async(|n| async { turn().await; n });
            let calls = calls.workers(2).ordered();
            if n.is_multiple_of(3) { calls.take(3).count() } else { calls.count() }
        };
        let ended = join_all((0..1_000).map(|n| run(n).into_future())).await;
        for (n, ended) in ended.into_iter().enumerate() {
            assert_eq!(ended.unwrap(), if n.is_multiple_of(3) { 3 } else { 10 });
        }
        counts.assert_clean();
        // All dropped in the middle of it.
        let half_way = (0..1_000).map(|n| run(n).spawn()).collect::<Vec<_>>();
        turn().await;
        let controls = half_way.iter().map(Running::control).collect::<Vec<_>>();
        drop(half_way);
        for control in controls {
            control.ended().await;
        }
        counts.assert_clean();
    }

    async fn f81_flat_map_that_gives_none_one_and_a_million() {
        const MILLION: usize = 1_000_000;
        let many = |n: usize| 0..[0, 1, MILLION][n];
        assert_eq!(Stream::from_iter([0, 1, 2, 0, 1]).flat_map(many).count().await.unwrap(), MILLION + 2);
        assert_eq!(Stream::from_iter([0, 1, 2, 0, 1]).flat_map(many).take(5).count().await.unwrap(), 5);
        assert_eq!(Stream::from_iter([1, 2, 3]).flat_map(|_| 0..0_usize).count().await.unwrap(), 0);
        // An edge takes longer than a call in the same task.
        let fewer = |n: usize| 0..[0, 1, MILLION / 20][n];
        let items = || Stream::from_iter([0, 1, 2, 0, 1]);
        assert_eq!(items().flat_map(fewer).workers(3).buffer(64).count().await.unwrap(), MILLION / 20 + 2);
        assert_eq!(items().flat_map_blocking(fewer).buffer(64).count().await.unwrap(), MILLION / 20 + 2);
        let calls = items().flat_map_async(move |n| async move { fewer(n) }).workers(2).ordered().buffer(64);
        assert_eq!(calls.count().await.unwrap(), MILLION / 20 + 2);
    }

    async fn f82_an_expansion_to_a_million_nodes() {
        const MILLION: usize = 1_000_000;
        // Each node but the leaves has ten.
        let children = |n: usize| (n * 10 + 1..=n * 10 + 10).filter(|child| *child < MILLION);
        assert_eq!(Stream::once(0).expand(move |n| (n, children(n))).count().await.unwrap(), MILLION);
        let flat = || Stream::once(0).expand(|n| (n, if n == 0 { 1..MILLION / 20 } else { 0..0 }));
        assert_eq!(flat().count().await.unwrap(), MILLION / 20);
        let ended = flat().frontier(1_000).name("grow").count().await;
        assert!(matches!(&ended, Err(PipelineError::Failed { stage, .. }) if stage == "grow"), "{ended:?}");
        let left = Stream::once(0).expand(move |n: usize| (n, [n + 1])).take(1_000);
        assert_eq!(left.count().await.unwrap(), 1_000);
    }
}
