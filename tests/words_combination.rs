//! Streams combined, split over branches, and made of items: behaviour case by case, on tokio's paused clock where time counts.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::Track;
use pipeline_core::prelude::*;
use pipeline_core::{LengthsDiffer, pipeline};
use tokio::time::Instant;

const TICK: Duration = Duration::from_secs(1);

async fn ticks(n: u32) {
    if n > 0 {
        tokio::time::sleep(TICK * n).await;
    }
}

/// Gives the first item after `first` ticks and the next ones `gap` ticks apart.
fn each_after<I>(first: u32, gap: u32, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    let waits = std::iter::once(first).chain(std::iter::repeat(gap));
    let later = |(wait, item)| async move {
        ticks(wait).await;
        item
    };
    Stream::from_stream(futures::stream::iter(waits.zip(items)).then(later))
}

fn every<I>(gap: u32, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static> + Send + 'static,
{
    each_after(0, gap, items)
}

/// All items, each with the tick of its arrival, and the tick of the end.
async fn timed<T, K, S>(stream: Stream<T, K, S>) -> (Vec<(K::Item<T>, u32)>, u32)
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let start = Instant::now();
    let tick = move || ((start.elapsed().as_millis() + 500) / 1000) as u32;
    let arrive = move |mut all: Vec<_>, item| {
        all.push((item, tick()));
        all
    };
    (stream.fold(Vec::new(), arrive).await.unwrap(), tick())
}

async fn all<T: Send + 'static, S: Send + 'static>(stream: Stream<T, Plain, S>) -> Vec<T> {
    stream.collect::<Vec<_>>().await.unwrap()
}

/// The items that come before the end, and the error that was the end.
async fn read_on<T: Send + 'static, S: Send + 'static>(
    stream: Stream<T, Plain, S>,
) -> (Vec<T>, Option<String>) {
    let mut open = stream.open();
    let mut items = Vec::new();
    while let Some(item) = open.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) => return (items, Some(error.to_string())),
        }
    }
    (items, None)
}

#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Counter {
    fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// Counts when it is dropped.
    fn on_drop(&self) -> impl Send + Sync + 'static + use<> {
        struct OnDrop(Counter);
        impl Drop for OnDrop {
            fn drop(&mut self) {
                self.0.0.fetch_add(1, SeqCst);
            }
        }
        OnDrop(self.clone())
    }
}

/// Gives its items, then stays silent, and counts when it is closed.
fn then_silent<I>(closed: &Counter, items: I) -> Stream<I::Item>
where
    I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
{
    let guard = closed.on_drop();
    let items = futures::stream::iter(items).chain(futures::stream::pending());
    Stream::from_stream(items.inspect(move |_| _ = &guard))
}

/// Counts how often it is started.
fn started<const N: usize>(starts: &Counter, items: [i32; N]) -> Stream<i32> {
    let starts = starts.clone();
    Stream::defer(move || {
        starts.0.fetch_add(1, SeqCst);
        items
    })
}

async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

fn quiet() {
    std::panic::set_hook(Box::new(|_| {}));
}

fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let body = async { tokio::time::timeout(TICK * 60, body).await.expect("nothing moves any more") };
    builder.worker_threads(2).enable_all().build().unwrap().block_on(body)
}

/// Values, with an error for each number below zero.
fn checked<const N: usize>(numbers: [i32; N]) -> TryStream<i32, i32> {
    Stream::from_iter(numbers).try_map(|n| if n < 0 { Err(n) } else { Ok(n) }).into()
}

fn errors_as_numbers<S: Send + 'static>(stream: Stream<i32, Fallible<i32>, S>) -> Stream<i32> {
    stream.recover(StageError::into_error).into()
}

mod zips {
    use super::*;

    const TOO_LONG: &str = "stage `zip_strict` failed: one of the two streams has ended, and the other has more items; \
                            use `zip` to stop at the shorter";

    #[tokio::test(start_paused = true)]
    async fn cmb_08_zip_strict_fails_where_one_side_is_longer() {
        for pairs in [Stream::from_iter(0..2).zip_strict(0..1), Stream::from_iter(0..1).zip_strict(0..2)] {
            assert_eq!(read_on(pairs).await, (vec![(0, 0)], Some(TOO_LONG.to_owned())));
        }
        let error = Stream::from_iter(0..2).zip_strict([1]).count().await.unwrap_err();
        let PipelineError::Failed { source, .. } = error else { panic!("{error}") };
        assert!(source.is::<LengthsDiffer>());
        assert_eq!(tasks(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn zip_strict_of_one_length() {
        assert_eq!(all(Stream::from_iter(0..2).zip_strict(['a', 'b'])).await, [(0, 'a'), (1, 'b')]);
        assert!(all(Stream::<i32>::empty().zip_strict(Stream::<i32>::empty())).await.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn zip_strict_waits_until_both_have_answered() {
        // The other side ends at tick 3, with nothing more.
        let late_end = each_after(3, 0, [9, 9]).filter(|_| false);
        assert_eq!(timed(Stream::<i32>::empty().zip_strict(late_end)).await, (vec![], 3));
        let start = Instant::now();
        let late_item = Stream::<i32>::empty().zip_strict(each_after(3, 0, [9]));
        assert_eq!(late_item.count().await.unwrap_err().to_string(), TOO_LONG);
        assert_eq!(start.elapsed().as_secs(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn zip_strict_pairs_and_counts_values() {
        let pairs = checked([1, -1, 2]).zip_strict(checked([-2, 3, 4])).map(|(a, b)| a * 10 + b);
        assert_eq!(all(errors_as_numbers(pairs)).await, [-2, 13, -1, 24]);
    }

    fn evens_and_odds() -> (Stream<i32>, Stream<i32>) {
        (every(2, [0, 2, 4]), each_after(1, 2, [1, 3]))
    }

    #[tokio::test(start_paused = true)]
    async fn cmb_21_zip_latest_from_start_values() {
        let (even, odd) = evens_and_odds();
        let pairs = even.map(Some).zip_latest_from(odd.map(Some), (None, None));
        let some = |n, m, tick| ((Some(n), Some(m)), tick);
        let wanted = vec![((Some(0), None), 0), some(0, 1, 1), some(2, 1, 2), some(2, 3, 3), some(4, 3, 4)];
        assert_eq!(timed(pairs).await, (wanted, 4));
    }

    #[tokio::test(start_paused = true)]
    async fn cmb_22_zip_latest() {
        let (even, odd) = evens_and_odds();
        let wanted = vec![((0, 1), 1), ((2, 1), 2), ((2, 3), 3), ((4, 3), 4)];
        assert_eq!(timed(even.zip_latest(odd)).await, (wanted, 4));
    }

    #[tokio::test(start_paused = true)]
    async fn cmb_23_zip_latest_with_a_side_that_is_empty() {
        assert!(all(Stream::from_iter(0..2).zip_latest(Stream::<i32>::empty())).await.is_empty());
        // The other side is left at once, though it never ends.
        let closed = Counter::default();
        assert!(all(then_silent(&closed, [1]).zip_latest(Stream::<i32>::empty())).await.is_empty());
        assert!(all(Stream::<i32>::empty().zip_latest(then_silent(&closed, [1]))).await.is_empty());
        assert_eq!((closed.get(), tasks()), (2, 0));
    }

    // A pair has two sides, by type: of nothing means that both are empty.
    #[tokio::test(start_paused = true)]
    async fn cmb_24_zip_latest_of_nothing() {
        assert!(all(Stream::<i32>::empty().zip_latest(Stream::<i32>::empty())).await.is_empty());
        assert!(all(Stream::<i32>::empty().zip_latest_from(Stream::<i32>::empty(), (1, 2))).await.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn zip_latest_goes_on_with_the_side_that_is_left_and_takes_turns() {
        assert_eq!(all(Stream::from_iter([1]).zip_latest([5, 6, 7])).await, [(1, 5), (1, 6), (1, 7)]);
        let endless = Stream::repeat(0).zip_latest(['a', 'b', 'c']).take(9);
        assert_eq!(all(endless.filter(|(_, c)| *c == 'c')).await.len(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn zip_latest_lets_errors_pass() {
        let pairs = checked([1, -1, 2]).zip_latest(checked([5])).map(|(a, b)| a * 10 + b);
        assert_eq!(all(errors_as_numbers(pairs)).await, [15, -1, 25]);
    }
}

mod orders {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn interleave_takes_turns_and_then_the_rest() {
        assert_eq!(all(Stream::from_iter([1, 2, 3]).interleave([10])).await, [1, 10, 2, 3]);
        assert_eq!(all(Stream::from_iter([1]).interleave([10, 20, 30])).await, [1, 10, 20, 30]);
        let three = Stream::from_iter([1, 2])
            .interleave(vec![Stream::from_iter([10]), Stream::from_iter([100, 200])]);
        assert_eq!(all(three).await, [1, 10, 100, 2, 200]);
        assert_eq!(all(Stream::from_iter([1]).interleave(Vec::<Stream<i32>>::new())).await, [1]);
        assert_eq!(
            all(errors_as_numbers(checked([1, -2]).interleave(checked([-3, 4])))).await,
            [1, -3, -2, 4]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn interleave_waits_for_whose_turn_it_is() {
        let slow = each_after(2, 2, ['a', 'b']);
        let wanted = vec![('a', 2), ('x', 2), ('b', 4), ('y', 4), ('z', 4)];
        assert_eq!(timed(slow.interleave(['x', 'y', 'z'])).await, (wanted, 4));
    }

    #[tokio::test(start_paused = true)]
    async fn merge_sorted_keeps_what_is_sorted_sorted() {
        let parts: Vec<_> = (0..40).map(|n| Stream::from_iter((n..1_000).step_by(37))).collect();
        let merged = all(Stream::from_iter(0..9).merge_sorted_by(parts, |a, b| a.cmp(b))).await;
        let mut wanted: Vec<i32> = (0..40).flat_map(|n| (n..1_000).step_by(37)).chain(0..9).collect();
        wanted.sort_unstable();
        assert_eq!(merged, wanted);
    }

    #[tokio::test(start_paused = true)]
    async fn merge_sorted_gives_equals_in_the_order_of_the_sides() {
        let side = |name| Stream::from_iter([(1, name), (2, name)]);
        let merged = side('a').merge_sorted_by_key([side('b'), side('c')], |(n, _)| *n);
        assert_eq!(all(merged).await, [(1, 'a'), (1, 'b'), (1, 'c'), (2, 'a'), (2, 'b'), (2, 'c')]);
    }

    #[tokio::test(start_paused = true)]
    async fn merge_sorted_needs_a_head_of_every_side() {
        let merged = each_after(3, 1, [2, 9]).merge_sorted_by([1, 5], |a, b| a.cmp(b));
        assert_eq!(timed(merged).await, (vec![(1, 3), (2, 3), (5, 4), (9, 4)], 4));
    }

    #[tokio::test(start_paused = true)]
    async fn merge_sorted_lets_errors_pass_and_loses_nothing_that_is_not_sorted() {
        let merged = checked([1, -1, 4]).merge_sorted_by(checked([-2, 2]), |a, b| a.cmp(b));
        assert_eq!(all(errors_as_numbers(merged)).await, [-2, 1, -1, 2, 4]);
        let mut merged = all(Stream::from_iter([3, 1]).merge_sorted_by([2, 0], |a, b| a.cmp(b))).await;
        merged.sort_unstable();
        assert_eq!(merged, [0, 1, 2, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn or_else_is_for_streams_that_give_nothing() {
        let starts = Counter::default();
        assert_eq!(all(Stream::from_iter([1, 2]).or_else(started(&starts, [9]))).await, [1, 2]);
        assert_eq!(starts.get(), 0);
        assert_eq!(all(Stream::<i32>::empty().or_else(started(&starts, [9]))).await, [9]);
        assert_eq!(starts.get(), 1);
        assert!(all(Stream::<i32>::empty().or_else(Stream::empty())).await.is_empty());
        assert_eq!(all(errors_as_numbers(checked([-1]).or_else([9]))).await, [-1], "an error is something");
        let late = each_after(2, 0, [1]).filter(|n| *n > 1).or_else(each_after(3, 0, [7]));
        assert_eq!(timed(late).await, (vec![(7, 5)], 5));
    }

    #[tokio::test(start_paused = true)]
    async fn merge_first_prefers_the_other_and_waits_for_neither() {
        assert_eq!(all(Stream::from_iter([1, 2]).merge_first([10, 20])).await, [10, 20, 1, 2]);
        let merged = every(1, ['a', 'b', 'c']).merge_first(each_after(1, 1, ['X', 'Y', 'Z']));
        let wanted = vec![('a', 0), ('X', 1), ('b', 1), ('Y', 2), ('c', 2), ('Z', 3)];
        assert_eq!(timed(merged).await, (wanted, 3));
    }

    #[tokio::test(start_paused = true)]
    async fn merge_of_thousands_gives_all_and_is_fair() {
        let parts: Vec<_> = (0..5_000).map(|n| Stream::from_iter([n; 3])).collect();
        let mut merged = all(Stream::<i32>::empty().merge(parts)).await;
        assert_eq!(merged.len(), 15_000);
        let mut first = merged[..5_000].to_vec();
        first.sort_unstable();
        assert_eq!(first, (0..5_000).collect::<Vec<_>>(), "each has its turn before one has a second");
        merged.sort_unstable();
        assert_eq!(merged, (0..5_000).flat_map(|n| [n; 3]).collect::<Vec<_>>());
    }
}

mod splits {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn route_keeps_the_order_of_each_branch() {
        let [a, b, c] = Stream::from_iter(0..10).route(|n| n % 3);
        let all =
            Run::join((a.collect::<Vec<_>>(), b.collect::<Vec<_>>(), c.collect::<Vec<_>>())).await.unwrap();
        assert_eq!(all, (vec![0, 3, 6, 9], vec![1, 4, 7], vec![2, 5, 8]));
        let two = Stream::from_iter(0..4_usize).route::<2>(|n| n % 2);
        assert_eq!(two.len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn route_to_a_branch_that_is_not_there_fails_the_run() {
        quiet();
        let [a, b] = Stream::from_iter(0..9).route(|n| *n);
        let error = Run::join((a.count(), b.count())).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "stage `route` panicked: an item was sent to branch 2, and there are 2, counted from 0"
        );
        assert_eq!(tasks(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn route_sends_errors_to_the_first() {
        let [a, b] = checked([1, -1, 2]).route(|_| 1);
        let (a, b) = Run::join((a.collect_split(), b.collect_split())).await.unwrap();
        assert_eq!((a.0.len(), a.1.len(), b.0, b.1.len()), (0, 1, vec![1, 2], 0));
    }

    #[tokio::test(start_paused = true)]
    async fn balance_gives_each_item_to_who_is_free() {
        // One takes 10 ticks for an item, the other one: in the time of one slow item the other does all the rest.
        let [slow, fast] = Stream::from_iter(0..9).balance();
        let busy = |ticks_each| {
            move |n| async move {
                ticks(ticks_each).await;
                n
            }
        };
        let (slow, fast) = (slow.map_async(busy(10)), fast.map_async(busy(1)));
        let start = Instant::now();
        let (slow, fast) = Run::join((slow.collect::<Vec<_>>(), fast.collect::<Vec<_>>())).await.unwrap();
        assert_eq!((slow.len(), fast.len()), (1, 8));
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn balance_refuses_a_buffer_on_a_branch() {
        let [a, b] = Stream::from_iter(0..9).balance();
        let error = Run::join((a.buffer(1).count(), b.count())).await.unwrap_err();
        let wanted = "a branch of `balance` takes an item when it is free, and none before; set a buffer before `balance`";
        let PipelineError::InvalidOption { stage, option, reason } = error else { panic!("{error}") };
        assert_eq!(
            (stage.as_str().split('#').next(), option, reason.as_str()),
            (Some("balance"), "buffer", wanted)
        );
        let [a, b] = Stream::from_iter(0..9).buffer(3).balance();
        assert_eq!(Run::join((a.count(), b.count())).await.map(|(a, b)| a + b).unwrap(), 9);
    }

    #[tokio::test(start_paused = true)]
    async fn balance_without_a_branch_leaves_all_to_the_others() {
        let [a, b, c] = Stream::from_iter(0..9).balance();
        drop(b);
        let (a, c) = Run::join((a.take(1).count(), c.collect::<Vec<_>>())).await.unwrap();
        assert_eq!(a + c.len(), 9);
        // Nobody is waited for: the second is not even started before the first has ended.
        let [a, b] = Stream::from_iter(0..9).balance();
        assert_eq!(all(a.chain(b)).await, (0..9).collect::<Vec<_>>());
        let [a, b] = Stream::repeat(1).balance();
        assert_eq!(Run::join((a.take(5).count(), b.take(5).count())).await.unwrap(), (5, 5));
        assert_eq!(tasks(), 0);
    }

    #[test]
    fn balance_on_several_threads_loses_nothing() {
        multi_thread(async {
            let source = Stream::from_iter(0..20_000_u64).map_async(|n| async move { n }).workers(3);
            let [a, b, c] = source.balance();
            let sum = |sum, n| sum + n;
            let (b, c) = (b.map_async(|n| async move { n }).workers(4), c.map(|n| n));
            let (a, b, c) = Run::join((a.fold(0, sum), b.fold(0, sum), c.fold(0, sum))).await.unwrap();
            assert_eq!(a + b + c, (0..20_000).sum());
        });
    }
}

mod streams_of_streams {
    use super::*;

    fn two_far_apart(n: i32) -> Stream<i32> {
        every(5, [n, n + 1])
    }

    // The stages overlap: the source waits for its next item while the worker reads the stream before.
    #[tokio::test(start_paused = true)]
    async fn adv_02_and_07_one_stream_at_a_time() {
        let wanted = (vec![(0, 0), (1, 5), (2, 5), (3, 10), (4, 10), (5, 15)], 15);
        assert_eq!(timed(every(1, [0, 2, 4]).flat_map_stream(two_far_apart)).await, wanted);
        assert_eq!(timed(every(1, [0, 2, 4]).map(two_far_apart).flatten_stream()).await, wanted);
        assert_eq!(timed(every(1, [0, 2, 4]).flat_map_stream(two_far_apart).workers(1)).await, wanted);
    }

    #[tokio::test(start_paused = true)]
    async fn adv_04_emits_as_soon_as_possible() {
        let numbers = Stream::once(2).flat_map_stream(|n| every(1, n..n + 4));
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
    async fn flatten_stream_is_fair_among_those_that_are_read() {
        let parts = Stream::from_iter(0..3).map(Stream::repeat).flatten_stream().workers(3).take(300);
        let found = all(parts).await;
        for n in 0..3 {
            let share = found.iter().filter(|m| **m == n).count();
            assert!((99..=101).contains(&share), "{share} of 300 are of {n}");
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
        assert_eq!(all(lifted).await, [-2, 1]);
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
}

mod everywhere {
    use super::*;

    /// An item that is counted while it lives; its copies are not.
    struct Item(Option<Counter>, u32);

    impl Item {
        fn new(alive: &Counter, most: &Counter, n: u32) -> Self {
            most.0.fetch_max(alive.0.fetch_add(1, SeqCst) + 1, SeqCst);
            Self(Some(alive.clone()), n)
        }
    }

    impl Clone for Item {
        fn clone(&self) -> Self {
            Self(None, self.1)
        }
    }

    impl Drop for Item {
        fn drop(&mut self) {
            if let Some(alive) = &self.0 {
                alive.0.fetch_sub(1, SeqCst);
            }
        }
    }

    type Attach = fn(Stream<Item>, Stream<Item>) -> Stream<Item>;

    /// The words, between two sources and a stream of items.
    fn words() -> Vec<(&'static str, Attach)> {
        vec![
            ("zip_strict", |a, b| a.zip_strict(b).map(|(a, _)| a).into()),
            ("zip_latest", |a, b| a.zip_latest(b).map(|(a, _)| a).into()),
            ("zip_latest_from", |a, b| {
                a.zip_latest_from(b, (Item(None, 0), Item(None, 0))).map(|(a, _)| a).into()
            }),
            ("interleave", |a, b| a.interleave(b)),
            ("merge_sorted_by", |a, b| a.merge_sorted_by(b, |a, b| a.1.cmp(&b.1))),
            ("merge_sorted_by_key", |a, b| a.merge_sorted_by_key(b, |a| a.1)),
            ("or_else", |a, b| a.or_else(b)),
            ("merge_first", |a, b| a.merge_first(b)),
            ("route", |a, b| {
                let [c, d] = a.merge(b).route(|item| item.1 as usize % 2);
                c.merge(d)
            }),
            ("balance", |a, b| {
                let [c, d] = a.merge(b).balance();
                c.merge(d)
            }),
            ("flatten_stream", |a, b| a.map(Stream::once).flatten_stream().merge(b)),
            ("flat_map_stream", |a, b| a.flat_map_stream(Stream::once).workers(3).merge(b)),
            ("switch_map", |a, b| a.switch_map(Stream::once).merge(b)),
        ]
    }

    fn source(alive: &Counter, most: &Counter, items: u32) -> Stream<Item> {
        let (alive, most) = (alive.clone(), most.clone());
        Stream::from_iter((0..items).map(move |n| Item::new(&alive, &most, n)))
    }

    #[tokio::test]
    async fn a_reader_that_never_gets_on_holds_all_up_within_the_bound() {
        for (word, attach) in words() {
            for buffer in [None, Some(0), Some(2)] {
                let (alive, most) = <(Counter, Counter)>::default();
                let mut streams = [source(&alive, &most, 500), source(&alive, &most, 500)];
                if let Some(items) = buffer {
                    streams = streams.map(|stream| stream.buffer(items));
                }
                let [a, b] = streams;
                let run = attach(a, b).for_each_async(|item| async move {
                    std::future::pending::<()>().await;
                    drop(item);
                });
                let bound = run.max_in_flight();
                let run = tokio::spawn(run.into_future());
                settle().await;
                assert!(most.get() <= bound, "{word}, buffer {buffer:?}: {} > {bound}", most.get());
                run.abort();
                assert!(run.await.unwrap_err().is_cancelled());
                settle().await;
                assert_eq!((alive.get(), tasks()), (0, 0), "{word}");
            }
        }
    }

    #[tokio::test]
    async fn a_run_that_is_dropped_at_any_time_leaves_nothing() {
        for (word, attach) in words() {
            for turns in 0..40 {
                let (alive, most) = <(Counter, Counter)>::default();
                let stream = attach(source(&alive, &most, 50), source(&alive, &most, 50));
                let run = tokio::spawn(stream.drain().into_future());
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                run.abort();
                let _ = run.await;
                settle().await;
                assert_eq!((alive.get(), tasks()), (0, 0), "{word} after {turns} turns");
            }
        }
    }

    #[tokio::test]
    async fn a_panic_in_a_function_names_its_stage() {
        quiet();
        let numbers = || Stream::from_iter([1, 2]);
        #[derive(Debug)]
        struct Bad;
        impl Clone for Bad {
            fn clone(&self) -> Self {
                panic!("boom")
            }
        }
        let [a, b] = numbers().route(|_| panic!("boom"));
        let runs: Vec<(&str, Run<usize>)> = vec![
            ("merge_sorted_by", numbers().merge_sorted_by([3], |_, _| panic!("boom")).count()),
            (
                "merge_sorted_by_key",
                numbers().merge_sorted_by_key([3], |_| -> i32 { panic!("boom") }).count(),
            ),
            ("zip_latest", Stream::from_iter([Bad]).zip_latest([1]).count()),
            (
                "zip_latest_from",
                Stream::from_iter([1])
                    .zip_latest_from([1], (1, 2))
                    .map(|_| ())
                    .chain(Stream::from_iter([Bad]).zip_latest_from([1], (Bad, 2)).map(|_| ()))
                    .count(),
            ),
            ("switch_map", numbers().switch_map(|_| -> Vec<i32> { panic!("boom") }).count()),
            ("flat_map_stream", numbers().flat_map_stream(|_| -> Stream<i32> { panic!("boom") }).count()),
            ("route", a.merge(b).count()),
        ];
        for (word, run) in runs {
            assert_eq!(run.await.unwrap_err().to_string(), format!("stage `{word}` panicked: boom"));
        }
        assert_eq!(tasks(), 0);
    }

    #[tokio::test]
    async fn the_words_of_the_macro() -> Result<(), PipelineError> {
        let found: Vec<i32> = pipeline! {
            [1, 4] | merge_sorted_by([2, 3], |a: &i32, b: &i32| a.cmp(b)) | merge_sorted_by_key([0], |n: &i32| *n)
                | interleave([9]) | or_else([7]) | merge_first([8]) | collect()
        }
        .await?;
        assert_eq!(found, [8, 0, 9, 1, 2, 3, 4]);
        let pairs: Vec<((i32, i32), i32)> =
            pipeline! { [1] | zip_strict([2]) | zip_latest([3]) | collect() }.await?;
        assert_eq!(pairs, [((1, 2), 3)]);
        let latest: Vec<(i32, i32)> = pipeline! { [1] | zip_latest_from([3], (0, 0)) | collect() }.await?;
        assert_eq!(latest, [(1, 0), (1, 3)]);
        let streams: Vec<i32> = pipeline! {
            [1, 2] | map(|n| Stream::from_iter(0..n)) | flatten_stream().workers(2).ordered()
                | flat_map_stream(|n| vec![n; 2]) | collect()
        }
        .await?;
        assert_eq!(streams, [0, 0, 0, 0, 1, 1]);
        let latest: Vec<i32> =
            pipeline! { [5] | switch_map(|n| Stream::from_iter(0..n)) | collect() }.await?;
        assert_eq!(latest, [0, 1, 2, 3, 4]);
        Ok(())
    }

    #[tokio::test]
    async fn the_splits_of_the_macro() {
        let run = pipeline!({
            let [a, b] = 0..9 | route(|n| n % 2);
            let [c, d] = b | balance();
            (a | count(), c | count(), d | count())
        });
        let (even, here, there) = run.await.unwrap();
        assert_eq!((even, here + there), (5, 4));
    }
}
