//! Behaviour cases: flat_map, and the advanced ones of streams of streams.

use futures::StreamExt;
use futures::stream::BoxStream;
use pipeline_core::prelude::*;

use crate::support::{self, Counter, boom, each_after, every, read_on, with_jumps, with_times};

fn copies(n: u32) -> Vec<(u32, u32)> {
    (0..n).map(|i| (n, i)).collect()
}

const COPIES: [(u32, u32); 6] = [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)];

#[tokio::test(start_paused = true)]
async fn flm_01_copies_in_order() {
    assert_eq!(Stream::from_iter([1, 2, 3]).flat_map(copies).collect::<Vec<_>>().await.unwrap(), COPIES);
}

#[tokio::test(start_paused = true)]
async fn flm_02_async_iterator() {
    let run = Stream::from_iter([1, 2, 3]).flat_map_stream(|n| futures::stream::iter(copies(n)));
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), COPIES);
}

#[tokio::test(start_paused = true)]
async fn flm_04_two_workers_sorted() {
    let run = Stream::from_iter([2, 3]).flat_map(copies).workers(2).collect::<Vec<_>>();
    let mut all = run.await.unwrap();
    all.sort_unstable();
    assert_eq!(all, COPIES[1..]);
}

fn three_of(name: char) -> BoxStream<'static, String> {
    each_after(1, 1, (0..3).map(move |i| format!("{name}{i}")))
}

const ALL: [&str; 9] = ["a0", "a1", "a2", "b0", "b1", "b2", "c0", "c1", "c2"];

#[tokio::test(start_paused = true)]
async fn flm_05_streams_strictly_one_after_another() {
    let (items, jumps) = with_jumps(Stream::from_iter(['a', 'b', 'c']).flat_map_stream(three_of)).await;
    assert_eq!(items, ALL);
    assert_eq!(jumps, [1; 9]);
}

#[tokio::test(start_paused = true)]
async fn flm_07_first_item_before_the_expansion_ends() {
    let times = with_times(Stream::from_iter(['a']).flat_map_stream(three_of)).await;
    assert_eq!(times[0], ("a0".to_owned(), 1));
}

#[tokio::test(start_paused = true)]
async fn flm_08_async_fn_of_a_list() {
    let run = Stream::from_iter([1, 2]).flat_map_async(|n| async move { [n, n] });
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [1, 1, 2, 2]);
}

fn two_far_apart(n: u32) -> BoxStream<'static, u32> {
    each_after(0, 5, [n, n + 1])
}

/// The same, and the wait for it is part of it.
fn two_far_apart_after(wait: u32, n: u32) -> BoxStream<'static, u32> {
    each_after(wait.into(), 5, [n, n + 1])
}

// A source asks one item ahead of the worker behind it, as all stages overlap (LIF-03, NEW-08): it waits for
// its next item while the worker reads the stream before, and no jump of 1 is left between the streams. The
// jumps of the case are those of a wait that begins when the stream before has ended, and that is one in the
// item's own stream.
#[tokio::test(start_paused = true)]
async fn adv_02_one_stream_at_a_time() {
    let ahead = every(1, [0, 2, 4]).flat_map_stream(two_far_apart);
    assert_eq!(with_jumps(ahead).await, (vec![0, 1, 2, 3, 4, 5], vec![5, 5, 5]));
    let in_turn = Stream::from_iter([(0, 0), (1, 2), (1, 4)]);
    let in_turn = in_turn.flat_map_stream(|(wait, n)| two_far_apart_after(wait, n));
    assert_eq!(with_jumps(in_turn).await, (vec![0, 1, 2, 3, 4, 5], vec![5, 1, 5, 1, 5]));
}

#[tokio::test(start_paused = true)]
async fn adv_04_emits_as_soon_as_possible() {
    let numbers = Stream::once(2).flat_map_stream(|n| each_after(0, 1, n..n + 4));
    let in_time = numbers.idle_timeout(support::TICK * 2).or_fail();
    assert_eq!(with_jumps(in_time).await, (vec![2, 3, 4, 5], vec![1, 1, 1]));
}

#[tokio::test(start_paused = true)]
async fn adv_06_all_streams_at_once() {
    let (items, jumps) = with_jumps(every(1, [0, 2, 4]).flat_map_stream(two_far_apart).workers(100)).await;
    assert_eq!(items, [0, 2, 4, 1, 3, 5]);
    assert_eq!(jumps, [1, 1, 3, 1, 1]);
}

// As ADV-02.
#[tokio::test(start_paused = true)]
async fn adv_07_limit_one() {
    let limited = every(1, [0, 2, 4]).flat_map_stream(two_far_apart).workers(1);
    assert_eq!(with_jumps(limited).await, (vec![0, 1, 2, 3, 4, 5], vec![5, 5, 5]));
}

/// A function that has to wait before it knows the stream.
fn stream_later(n: u32) -> impl futures::Stream<Item = u32> + Send {
    let find = async move {
        support::ticks(1).await;
        futures::stream::iter([n, n + 1])
    };
    futures::stream::once(find).flatten()
}

#[tokio::test(start_paused = true)]
async fn adv_12_async_fn_of_a_stream_one_at_a_time() {
    let run = Stream::from_iter([0, 2, 4]).flat_map_stream(stream_later).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn adv_13_async_fn_of_a_stream_all_at_once() {
    let at_once = Stream::from_iter([0, 2, 4]).flat_map_stream(stream_later).workers(100).ordered();
    assert_eq!(with_jumps(at_once).await, (vec![0, 1, 2, 3, 4, 5], vec![1]));
}

#[tokio::test(start_paused = true)]
async fn adv_14_concat_of_streams_twice() {
    let visits = Counter::default();
    let build = || {
        let counted = visits.clone();
        let parts = Stream::defer(move || {
            counted.add();
            [futures::stream::iter(0..2), futures::stream::iter(2..4)]
        });
        parts.flat_map_stream(|part| part).collect::<Vec<_>>()
    };
    for run in 1..3 {
        assert_eq!(build().await.unwrap(), [0, 1, 2, 3]);
        assert_eq!(visits.get(), run);
    }
}

#[tokio::test(start_paused = true)]
async fn adv_17_a_stream_fails() {
    let parts = |n: u32| each_after(1, 1, 0..2).map(move |i| if n == 1 { boom("in 1") } else { (n, i) });
    let (items, error) = read_on(Stream::from_iter(0..3).flat_map_stream(parts)).await;
    assert_eq!(items, [(0, 0), (0, 1)]);
    assert_eq!(error.unwrap().to_string(), "stage `flat_map_stream` panicked: boom in 1");
}

#[tokio::test(start_paused = true)]
async fn new_03_ordered_streams_read_ahead_by_the_window() {
    let read = Stream::from_iter(['a', 'b', 'c']).flat_map_stream(three_of).workers(3).ordered();
    let (items, jumps) = with_jumps(read).await;
    assert_eq!(items, ALL);
    // All three are read at the same time: the last item of `a` is the last to come.
    assert_eq!(jumps, [1, 1, 1]);

    // With room for no more than two results, `b` and `c` wait for their turn.
    let read = Stream::from_iter(['a', 'b', 'c']).flat_map_stream(three_of).workers(3).ordered().window(2);
    let (items, jumps) = with_jumps(read).await;
    assert_eq!(items, ALL);
    assert!(jumps.iter().sum::<u64>() > 3, "{jumps:?}");
}
