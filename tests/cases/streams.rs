//! Behaviour cases: selection, several streams combined, and what is folded.

use futures::StreamExt;
use pipeline_core::prelude::*;

use crate::support::{
    Boom, Clock, Counter, boom, each_after, every, read_on, tasks, ticks, with_jumps, with_times,
};

/// A source that counts what is pulled of it.
fn counted<I>(pulled: &Counter, items: I) -> Stream<i32>
where
    I: IntoIterator<Item = i32, IntoIter: Send + 'static> + Send + 'static,
{
    let pulled = pulled.clone();
    Stream::from_iter(items.into_iter().inspect(move |_| pulled.add()))
}

/// A source that gives its items, then stays silent, and counts when it is closed.
fn then_silent<const N: usize>(closed: &Counter, items: [i32; N]) -> Stream<i32> {
    let guard = closed.on_drop();
    let items = futures::stream::iter(items).chain(futures::stream::pending());
    Stream::from_stream(items.inspect(move |_| _ = &guard))
}

#[tokio::test(start_paused = true)]
async fn sel_02_take_none_pulls_nothing() {
    let pulled = Counter::default();
    let run = counted(&pulled, 0..).take(0).collect::<Vec<_>>();
    assert!(run.await.unwrap().is_empty());
    assert_eq!(pulled.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn sel_06_skip() {
    assert_eq!(Stream::from_iter(0..10).skip(8).collect::<Vec<_>>().await.unwrap(), [8, 9]);
}

#[tokio::test(start_paused = true)]
async fn sel_07_skip_more_than_there_is() {
    assert!(Stream::from_iter(0..3).skip(99).collect::<Vec<_>>().await.unwrap().is_empty());
    assert_eq!(Stream::from_iter(0..3).skip(0).collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    // The number is an unsigned one: -1 cannot be written.
    let _: fn(Stream<i32>, usize) -> Stream<i32> = Stream::skip;
}

#[tokio::test(start_paused = true)]
async fn sel_10_keep_indices() {
    let wanted = |(place, item)| [4, 7, 8].contains(&place).then_some(item);
    let run = Stream::from_iter(0..10).enumerate().filter_map(wanted).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [4, 7, 8]);
}

#[tokio::test(start_paused = true)]
async fn sel_24_async_filter_is_sequential() {
    let clock = Clock::start();
    let marks = clock.clone();
    let third = Stream::from_iter(1..10).filter_async(move |n| {
        let (keep, marks) = (n % 3 == 0, marks.clone());
        async move {
            ticks(1).await;
            marks.mark();
            keep
        }
    });
    assert_eq!(third.collect::<Vec<_>>().await.unwrap(), [3, 6, 9]);
    assert_eq!(clock.jumps(), [1; 9]);
    assert_eq!(clock.tick(), 9);
}

#[tokio::test(start_paused = true)]
async fn sel_28_take_while_is_exclusive() {
    let pulled = Counter::default();
    let run = counted(&pulled, 1..10).take_while(|n| *n < 4).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [1, 2, 3]);
    assert_eq!(pulled.get(), 4, "4 is consumed and lost");
}

#[tokio::test(start_paused = true)]
async fn sel_29_skip_while_asks_until_the_first_false() {
    let calls = Counter::default();
    let asked = calls.clone();
    let run = Stream::from_iter(1..10).skip_while(move |n| {
        asked.add();
        *n < 7
    });
    assert_eq!(run.collect::<Vec<_>>().await.unwrap(), [7, 8, 9]);
    assert_eq!(calls.get(), 7);
}

#[tokio::test(start_paused = true)]
async fn sel_31_filter_predicate_fails_on_two() {
    let failing = || Stream::from_iter(0..4).filter(|n| if *n == 2 { boom("on 2") } else { true });
    let (items, error) = read_on(failing()).await;
    assert_eq!(items, [0, 1]);
    assert_eq!(error.unwrap().to_string(), "stage `filter` panicked: boom on 2");
    assert!(failing().collect::<Vec<_>>().await.is_err());

    let checked = Stream::from_iter(0..4).try_filter(|n| if *n == 2 { Err(Boom("on 2")) } else { Ok(true) });
    let (items, error) = read_on(checked.or_fail()).await;
    assert_eq!(items, [0, 1]);
    assert_eq!(error.unwrap().to_string(), "stage `try_filter` failed: on 2");
}

#[tokio::test(start_paused = true)]
async fn sel_32_take_while_pulls_one_too_many_and_no_more() {
    let pulled = Counter::default();
    let run = counted(&pulled, 0..100).take_while(|n| *n < 2).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 1]);
    assert_eq!(pulled.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn cmb_01_chain() {
    let run = Stream::from_iter(0..5).chain(Stream::from_iter(5..10)).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), (0..10).collect::<Vec<_>>());
}

// A chain has at least one stream, by type: one without any is a chain of streams that give nothing.
#[tokio::test(start_paused = true)]
async fn cmb_02_chain_of_nothing() {
    let run = Stream::<i32>::empty().chain(Stream::empty()).collect::<Vec<_>>();
    assert!(run.await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn cmb_03_second_of_a_chain_is_not_started() {
    let started = Counter::default();
    let starting = started.clone();
    let second = Stream::defer(move || {
        starting.add();
        [9]
    });
    let run = Stream::from_iter([1]).chain(second).take(1).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [1]);
    assert_eq!(started.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn cmb_06_zip_has_the_pace_of_the_slower() {
    let clock = Clock::start();
    let pairs = with_jumps(every(1, 0..5).zip(every(2, 10..15))).await;
    assert_eq!(pairs, ((0..5).zip(10..15).collect(), vec![2, 2, 2, 2]));
    assert_eq!(clock.tick(), 8);
}

#[tokio::test(start_paused = true)]
async fn cmb_07_zip_stops_at_the_shortest() {
    assert_eq!(Stream::from_iter(0..2).zip(0..1).collect::<Vec<_>>().await.unwrap(), [(0, 0)]);
    assert_eq!(Stream::from_iter(0..1).zip(0..2).collect::<Vec<_>>().await.unwrap(), [(0, 0)]);
}

#[tokio::test(start_paused = true)]
async fn cmb_11_failure_wins_over_the_end_of_the_other() {
    let fail = || Stream::<i32>::fail(Boom("thrown"));
    let empty = Stream::<i32>::empty;
    for pairs in [fail().zip(empty()), empty().zip(fail())] {
        let error = pairs.collect::<Vec<_>>().await.unwrap_err();
        assert_eq!(error.to_string(), "stage `fail` failed: thrown");
    }
}

#[tokio::test(start_paused = true)]
async fn cmb_13_zip_closes_the_side_that_waits() {
    let closed = Counter::default();
    let clock = Clock::start();
    let run = Stream::from_iter([0]).zip(then_silent(&closed, [1])).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [(0, 1)]);
    assert_eq!(closed.get(), 1);
    let run = then_silent(&closed, [0]).zip([1]).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [(0, 1)]);
    assert_eq!((closed.get(), tasks(), clock.tick()), (2, 0, 0));
}

fn even_and_odd() -> Stream<i32> {
    every(2, [0, 2, 4]).merge(Stream::from_stream(each_after(1, 2, [1, 3])))
}

#[tokio::test(start_paused = true)]
async fn cmb_14_merge_by_arrival() {
    assert_eq!(with_times(even_and_odd()).await, [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
    assert_eq!(with_jumps(even_and_odd()).await, (vec![0, 1, 2, 3, 4], vec![1, 1, 1, 1]));
}

#[tokio::test(start_paused = true)]
async fn cmb_15_take_of_a_merge_ends_with_its_last_item() {
    let clock = Clock::start();
    assert_eq!(with_jumps(even_and_odd().take(3)).await, (vec![0, 1, 2], vec![1, 1]));
    assert_eq!((clock.tick(), tasks()), (2, 0));
}

// As with a chain: the first stream is there by type.
#[tokio::test(start_paused = true)]
async fn cmb_17_merge_of_nothing() {
    let run = Stream::<i32>::empty().merge(Vec::<Stream<i32>>::new()).collect::<Vec<_>>();
    assert!(run.await.unwrap().is_empty());
    let run = Stream::from_iter([1]).merge(Vec::<Stream<i32>>::new()).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [1]);
}

#[tokio::test(start_paused = true)]
async fn cmb_19_one_source_of_a_merge_fails() {
    let closed = Counter::default();
    // It fails at tick 1, when the other has given all it has and is silent.
    let late = Stream::from_stream(each_after(1, 1, [9])).map(|_| boom("thrown"));
    let (items, error) = read_on(then_silent(&closed, [0, 1, 2]).merge(late)).await;
    assert_eq!(items, [0, 1, 2]);
    assert_eq!(error.unwrap().to_string(), "stage `map` panicked: boom thrown");
    assert_eq!((closed.get(), tasks()), (1, 0));
    // And at once.
    let run = then_silent(&closed, [0, 1, 2]).merge(Stream::fail(Boom("thrown"))).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap_err().to_string(), "stage `fail` failed: thrown");
    assert_eq!((closed.get(), tasks()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn cmb_20_merge_is_fair_to_a_source_beside_an_endless_one() {
    let few = || Stream::from_iter(['a', 'b', 'c']);
    for merged in [Stream::repeat('-').merge(few()), few().merge(Stream::repeat('-'))] {
        let mut found = merged.take(60).collect::<Vec<_>>().await.unwrap();
        assert_eq!(found.len(), 60);
        found.retain(|c| *c != '-');
        assert_eq!(found, ['a', 'b', 'c']);
    }
}

async fn bad3(n: i32) -> Result<i32, Boom> {
    if n == 3 { Err(Boom("bad3")) } else { Ok(n) }
}

fn add(sum: i32, n: i32) -> i32 {
    sum + n
}

#[tokio::test(start_paused = true)]
async fn ste_01_async_map_and_fold() {
    let run = Stream::from_iter([1, 2, 3]).map_async(|n| async move { n + 1 }).fold(0, add);
    assert_eq!(run.await.unwrap(), 9);
}

#[tokio::test(start_paused = true)]
async fn ste_05_buffer_between_map_and_fold() {
    assert_eq!(Stream::from_iter([1, 2, 3]).map(|n| n * 2).buffer(4).fold(0, add).await.unwrap(), 12);
}

#[tokio::test(start_paused = true)]
async fn ste_09_failing_async_map_fails_the_fold() {
    let error = Stream::from_iter([1, 2, 3, 4]).try_map_async(bad3).or_fail().fold(0, add).await.unwrap_err();
    assert_eq!(error.to_string(), "stage `bad3` failed: bad3");
}

#[tokio::test(start_paused = true)]
async fn ste_11_failing_map_fails_the_fold() {
    let error = Stream::from_iter([1, 2]).map(|n: i32| -> i32 { boom(n) }).fold(0, add).await.unwrap_err();
    assert_eq!(error.to_string(), "stage `map` panicked: boom 1");
}

#[tokio::test(start_paused = true)]
async fn ste_12_failing_predicate_fails_the_fold() {
    let error = Stream::from_iter([1, 2]).filter(|n| boom(n)).fold(0, add).await.unwrap_err();
    assert_eq!(error.to_string(), "stage `filter` panicked: boom 1");
}

#[tokio::test(start_paused = true)]
async fn ste_13_failing_source_fails_the_fold() {
    let source = Stream::from_iter([1, 2]).chain(Stream::fail(Boom("src")));
    assert_eq!(source.fold(0, add).await.unwrap_err().to_string(), "stage `fail` failed: src");
}

#[tokio::test(start_paused = true)]
async fn ste_17_merge_where_the_left_fails() {
    let left = Stream::from_iter([1, 3]).try_map_async(bad3).or_fail();
    assert_eq!(left.merge(0..5).fold(0, add).await.unwrap_err().to_string(), "stage `bad3` failed: bad3");
}
