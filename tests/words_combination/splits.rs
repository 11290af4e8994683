//! `route` and `balance`.

use pipeline_core::prelude::*;
use tokio::time::Instant;

use crate::support::*;

#[tokio::test(start_paused = true)]
async fn route_keeps_the_order_of_each_branch() {
    let [a, b, c] = Stream::from_iter(0..10).route(|n| n % 3);
    let all = Run::join((a.collect::<Vec<_>>(), b.collect::<Vec<_>>(), c.collect::<Vec<_>>())).await.unwrap();
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
    // One takes 10 ticks for an item, the other one: in the time of one slow item the other does all the
    // rest.
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
    let wanted =
        "a branch of `balance` takes an item when it is free, and none before; set a buffer before `balance`";
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
        assert_eq!(a + b + c, (0..20_000).sum::<u64>());
    });
}
