//! Iterators that are wrong about their size.
//!
//! One whose `size_hint` said that nothing more came lost what came all the same: a stage that calls functions took the hint
//! for the end. Items must not depend on it, and where it panics that is a panic of the stage, if it is asked at all.

use crate::support::both_runtimes;
use pipeline_core::prelude::*;

/// Gives 3 items, and says that it has none.
#[derive(Clone, Default)]
struct Liar(u32);

impl Iterator for Liar {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0 += 1;
        (self.0 <= 3).then_some(self.0)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(0))
    }
}

/// Gives 3 items, and panics when it is asked how many.
#[derive(Clone, Default)]
struct Bomb(Liar);

impl Iterator for Bomb {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        panic!("boom: the size is asked for")
    }
}

const ALL: [u32; 6] = [1, 2, 3, 1, 2, 3];

fn two() -> Stream<u32> {
    Stream::from_iter(0..2)
}

async fn gives_all(stream: impl Into<Stream<u32>>) {
    let mut found = stream.into().collect::<Vec<_>>().await.unwrap();
    found.sort_by_key(|n| n % 3);
    assert_eq!(found, [3, 3, 1, 1, 2, 2]);
}

both_runtimes! {
    async fn a_source_that_says_it_is_empty_loses_nothing() {
        assert_eq!(Stream::from_iter(Liar::default()).collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
        assert_eq!(Stream::from_iter(Liar::default()).map_async(|n| async move { n }).count().await.unwrap(), 3);
        gives_all(Stream::from_iter(Liar::default()).chain(Liar::default())).await;
        gives_all(Stream::from_iter(Liar::default()).merge(Liar::default())).await;
        gives_all(Stream::from_stream(futures::stream::iter(Liar::default())).chain(Liar::default())).await;
    }

    async fn results_that_say_they_are_over_are_not_lost_in_fused_stages() {
        let fused = two().flat_map(|_| Liar::default());
        assert_eq!(fused.collect::<Vec<_>>().await.unwrap(), ALL);
        gives_all(two().flat_map(|_| Liar::default()).buffer(0)).await;
        gives_all(two().flat_map(|_| Liar::default()).buffer(1)).await;
        gives_all(two().map(|_| Liar::default()).flatten()).await;
        let tried = two().try_flat_map(|_| Ok::<_, String>(Liar::default())).ok_only();
        gives_all(tried).await;
        assert_eq!(two().flat_map(|_| Liar::default()).take(4).collect::<Vec<_>>().await.unwrap(), [1, 2, 3, 1]);
    }

    async fn results_that_say_they_are_over_are_not_lost_in_workers() {
        gives_all(two().flat_map(|_| Liar::default()).workers(2)).await;
        gives_all(two().flat_map_async(|_| async { Liar::default() })).await;
        gives_all(two().flat_map_async(|_| async { Liar::default() }).workers(2)).await;
        gives_all(two().flat_map_blocking(|_| Liar::default())).await;
        gives_all(two().flat_map_stream(|_| futures::stream::iter(Liar::default()))).await;
        let ordered = two().flat_map_async(|_| async { Liar::default() }).workers(2).ordered();
        assert_eq!(ordered.collect::<Vec<_>>().await.unwrap(), ALL);
        gives_all(two().try_flat_map(|_| Ok::<_, String>(Liar::default())).workers(2).ok_only()).await;
    }

    async fn items_that_come_back_are_not_lost_to_a_hint() {
        let more = |n: u32| if n == 0 { Liar::default() } else { Liar(3) };
        assert_eq!(Stream::once(0).expand(move |n| (n, more(n))).collect::<Vec<_>>().await.unwrap(), [0, 1, 2, 3]);
        let waited = Stream::once(0).expand_async(move |n| async move { (n, more(n)) });
        assert_eq!(waited.collect::<Vec<_>>().await.unwrap(), [0, 1, 2, 3]);
    }

    /// Nobody asks where the size does not matter, and where somebody asks it is known who.
    async fn a_panic_in_a_hint_is_that_of_its_stage() {
        crate::support::quiet();
        assert_eq!(Stream::from_iter(Bomb::default()).collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
        gives_all(two().flat_map(|_| Bomb::default())).await;
        gives_all(two().flat_map(|_| Bomb::default()).workers(2)).await;
        gives_all(two().flat_map_async(|_| async { Bomb::default() }).workers(2).ordered()).await;
        let gathered = two().map(|n| n).flat_map_blocking(|_| Bomb::default()).name("gather").map(|n| n).count();
        assert_eq!(gathered.await.unwrap_err().to_string(), "stage `gather` panicked: boom: the size is asked for");
        let expanded = Stream::once(0).expand(|n| (n, Bomb::default())).name("grow").count();
        assert_eq!(expanded.await.unwrap_err().to_string(), "stage `grow` panicked: boom: the size is asked for");
    }
}
