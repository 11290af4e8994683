//! `flat_map_stream`, `flatten_stream` and `switch_map`.

use std::sync::{Arc, Mutex};

use futures::StreamExt;
use pipeline_core::prelude::*;

use crate::support::*;

fn two_far_apart(n: i32) -> Stream<i32> {
    every(5, [n, n + 1])
}

/// What comes of `0, 2, 4`, one tick apart: the source waits for its next item while the worker reads the stream before.
fn in_turn() -> (Vec<(i32, u32)>, u32) {
    (vec![(0, 0), (1, 5), (2, 5), (3, 10), (4, 10), (5, 15)], 15)
}

#[tokio::test(start_paused = true)]
async fn adv_02_one_stream_at_a_time() {
    assert_eq!(timed(every(1, [0, 2, 4]).flat_map_stream(two_far_apart)).await, in_turn());
    assert_eq!(timed(every(1, [0, 2, 4]).map(two_far_apart).flatten_stream()).await, in_turn());
}

#[tokio::test(start_paused = true)]
async fn adv_07_limit_one() {
    assert_eq!(timed(every(1, [0, 2, 4]).flat_map_stream(two_far_apart).workers(1)).await, in_turn());
    assert_eq!(timed(every(1, [0, 2, 4]).map(two_far_apart).flatten_stream().workers(1)).await, in_turn());
}

#[tokio::test(start_paused = true)]
async fn adv_04_emits_as_soon_as_possible() {
    let numbers = Stream::once(2).flat_map_stream(|n| every(1, n..n + 4)).idle_timeout(TICK * 2).or_fail();
    assert_eq!(timed(numbers).await, (vec![(2, 0), (3, 1), (4, 2), (5, 3)], 3));
}

#[tokio::test(start_paused = true)]
async fn adv_06_all_streams_at_once() {
    let wanted = (vec![(0, 0), (2, 1), (4, 2), (1, 5), (3, 6), (5, 7)], 7);
    assert_eq!(timed(every(1, [0, 2, 4]).flat_map_stream(two_far_apart).workers(100)).await, wanted);
    assert_eq!(timed(every(1, [0, 2, 4]).map(two_far_apart).flatten_stream().workers(100)).await, wanted);
}

#[tokio::test(start_paused = true)]
async fn flatten_stream_starts_another_as_soon_as_one_has_ended() {
    let part = |n: u32| each_after(n, 0, [n]);
    let parts = Stream::from_iter([3, 1, 1, 5]).map(part).flatten_stream().workers(2);
    assert_eq!(timed(parts).await, (vec![(1, 1), (1, 2), (3, 3), (5, 7)], 7));
}

#[tokio::test(start_paused = true)]
async fn flatten_stream_in_order_reads_ahead() {
    let part = |name: char| each_after(1, 1, (0..3).map(move |n| (name, n)));
    let parts = Stream::from_iter(['a', 'b']).map(part).flatten_stream().workers(2).ordered();
    let wanted =
        vec![(('a', 0), 1), (('a', 1), 2), (('a', 2), 3), (('b', 0), 3), (('b', 1), 3), (('b', 2), 3)];
    assert_eq!(timed(parts).await, (wanted, 3));
}

#[tokio::test(start_paused = true)]
async fn flatten_stream_starves_none_of_those_that_are_read() {
    let parts = Stream::from_iter(0..3).map(Stream::repeat).flatten_stream().workers(3).take(300);
    let found = all(parts).await;
    for n in 0..3 {
        let share = found.iter().filter(|m| **m == n).count();
        assert!(share >= 60, "{share} of 300 are of {n}");
    }
    assert_eq!(tasks(), 0);
}

fn stream_later(n: i32) -> Stream<i32> {
    Stream::once_async(async move {
        ticks(1).await;
        Stream::from_iter([n, n + 1])
    })
    .flatten_stream()
    .into()
}

#[tokio::test(start_paused = true)]
async fn adv_12_and_13_a_stream_that_is_known_later() {
    let one = Stream::from_iter([0, 2, 4]).flat_map_stream(stream_later);
    assert_eq!(all(one).await, [0, 1, 2, 3, 4, 5]);
    let many = Stream::from_iter([0, 2, 4]).flat_map_stream(stream_later).workers(100).ordered();
    let wanted = (0..6).map(|n| (n, 1)).collect::<Vec<_>>();
    assert_eq!(timed(many).await, (wanted, 1));
}

#[tokio::test(start_paused = true)]
async fn adv_14_concat_of_streams_twice() {
    let starts = Counter::default();
    for run in 1..3 {
        let parts = started(&starts, [0, 2]).map(|n| Stream::from_iter(n..n + 2));
        assert_eq!(all(parts.flatten_stream()).await, [0, 1, 2, 3]);
        assert_eq!(starts.get(), run);
    }
}

#[tokio::test(start_paused = true)]
async fn adv_17_a_stream_fails() {
    quiet();
    let part = |n: i32| {
        each_after(1, 1, 0..2).map(move |i| if n == 1 { panic!("in 1") } else { (n, i) }).name("part")
    };
    let run = || Stream::from_iter(0..3).flat_map_stream(part);
    let wanted = (vec![(0, 0), (0, 1)], Some("stage `part` panicked: in 1".to_owned()));
    assert_eq!(read_on(run()).await, wanted);
    assert_eq!(read_on(Stream::from_iter(0..3).map(part).flatten_stream()).await, wanted);
    let (items, error) = read_on(Stream::from_iter(0..3).switch_map(part)).await;
    assert_eq!((items, error), (vec![(2, 0), (2, 1)], None), "what was dropped does not fail");
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn adv_09_switch_map() {
    let streams = every(3, [0, 10, 20]).switch_map(|n| every(1, n..n + 5));
    let (items, end) = timed(streams).await;
    let (items, at): (Vec<_>, Vec<_>) = items.into_iter().unzip();
    assert_eq!(items, [0, 1, 2, 10, 11, 12, 20, 21, 22, 23, 24]);
    assert_eq!((at, end), ((0..11).collect(), 10));
}

#[tokio::test(start_paused = true)]
async fn adv_10_each_is_superseded() {
    let streams = every(1, 0..5).switch_map(|n| every(2, [n, n + 1])).take(3);
    assert_eq!(timed(streams).await, (vec![(0, 0), (1, 1), (2, 2)], 2));
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn switch_map_takes_all_kinds_of_streams() {
    let one = || Stream::once(3);
    assert_eq!(all(one().switch_map(|n| Stream::from_iter(0..n))).await, [0, 1, 2]);
    assert_eq!(all(one().switch_map(|n| vec![n; 2])).await, [3, 3]);
    assert_eq!(all(one().switch_map(|n| futures::stream::iter(0..n))).await, [0, 1, 2]);
    assert_eq!(all(one().flat_map_stream(|n| vec![n; 2])).await, [3, 3]);
    assert!(all(Stream::<i32>::empty().switch_map(|n| vec![n])).await.is_empty());
    let lifted = errors_as_numbers(checked([1, -2]).switch_map(|n| vec![n]));
    assert_eq!(all(lifted).await, [1, -2]);
    let checks = errors_as_numbers(checked([-2, 3]).flat_map_stream(|n| checked([n, -1])));
    assert_eq!(all(checks).await, [-2, 3, -1]);
}

#[tokio::test(start_paused = true)]
async fn switch_map_tears_down_what_it_drops_before_the_next_is_made() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let made = log.clone();
    let part = move |n: i32| {
        made.lock().unwrap().push(format!("made {n}"));
        struct Gone(Arc<Mutex<Vec<String>>>, i32);
        impl Drop for Gone {
            fn drop(&mut self) {
                self.0.lock().unwrap().push(format!("gone {}", self.1));
            }
        }
        let gone = Gone(made.clone(), n);
        Stream::from_stream(
            futures::stream::iter([n]).chain(futures::stream::pending()).inspect(move |_| _ = &gone),
        )
    };
    let mut open = every(1, 0..3).switch_map(part).open();
    for n in 0..3 {
        assert_eq!(open.next().await.unwrap().unwrap(), n);
    }
    open.close().await.unwrap();
    let wanted = ["made 0", "gone 0", "made 1", "gone 1", "made 2", "gone 2"];
    assert_eq!(*log.lock().unwrap(), wanted);
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn switch_map_takes_back_nothing_that_is_in_hand() {
    let slow = every(1, [0, 10, 20]).switch_map(|n| every(1, n..n + 3)).map_async(|n| async move {
        ticks(10).await;
        n
    });
    let found = all(slow).await;
    assert_eq!((found[0], *found.last().unwrap()), (0, 22), "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn bad_options_of_a_stream_that_is_made_late_fail_the_stage() {
    let run = Stream::once(1).flat_map_stream(|n| Stream::once(n).map(|n| n).workers(0)).count();
    let error = run.await.unwrap_err().to_string();
    assert!(error.starts_with("stage `flat_map_stream` failed: "), "{error}");
}

#[test]
fn streams_of_streams_on_several_threads_lose_nothing() {
    multi_thread(async {
        let part = |n: u64| Stream::from_iter(0..n).map_async(move |m| async move { n * m }).workers(2);
        let run = Stream::from_iter(0..200_u64).flat_map_stream(part).workers(8);
        let wanted: u64 = (0..200).map(|n| (0..n).map(|m| n * m).sum::<u64>()).sum();
        assert_eq!(run.fold(0, |sum, n| sum + n).await.unwrap(), wanted);
        let last = Stream::from_iter(0..200_u64).switch_map(part).last();
        assert_eq!(last.await.unwrap().unwrap() % 199, 0);
    });
}
