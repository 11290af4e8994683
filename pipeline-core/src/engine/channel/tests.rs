//! kanal's sharp corners, and that an edge has none of them.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};

use super::branches::BranchSenders;
use super::mpmc;
use crate::plan::Capacity;

const ITEMS: usize = 20_000;

fn capacities() -> [Capacity; 4] {
    [Capacity::Items(0), Capacity::Items(1), Capacity::Items(100), Capacity::Unbounded]
}

/// Starts a task that sends `0..ITEMS` into a new edge, and gives the end as a stream.
fn counting(capacity: Capacity) -> impl futures::Stream<Item = usize> + Unpin + Send {
    let (tx, rx) = mpmc::channel(capacity);
    #[allow(clippy::disallowed_methods, reason = "a test has no run to spawn into")]
    tokio::spawn(async move {
        for n in 0..ITEMS {
            tx.send(n).await.unwrap();
        }
    });
    rx.into_stream()
}

/// A receive that is polled again with another waker races its sender; the stream shows kanal one waker for
/// life.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wakers_may_change_between_polls() {
    for capacity in capacities() {
        let mut items = counting(capacity);
        for n in 0..ITEMS {
            // Another set of futures for each item, and so another waker.
            let mut set = FuturesUnordered::new();
            set.push(async { items.next().await });
            assert_eq!(set.next().await.unwrap(), Some(n));
        }
        assert_eq!(items.next().await, None);
    }
}

/// A receive that is dropped while it waits takes an item with it; the stream keeps its receive.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_by_a_select() {
    for capacity in capacities() {
        let mut items = counting(capacity);
        let mut next = 0;
        while next < ITEMS {
            tokio::select! {
                item = items.next() => {
                    assert_eq!(item, Some(next));
                    next += 1;
                }
                () = tokio::task::yield_now() => {}
            }
        }
        assert_eq!(items.next().await, None);
    }
}

/// A stream that is polled without need neither drops an item twice nor skips one.
#[tokio::test]
async fn polls_without_need_do_no_harm() {
    let mut items = counting(Capacity::Items(1));
    let mut found = Vec::new();
    while found.len() < ITEMS {
        for _ in 0..3 {
            found.extend(items.next().now_or_never().flatten());
        }
        tokio::task::yield_now().await;
    }
    assert!(found.into_iter().eq(0..ITEMS));
}

/// Each item is dropped once, whether it was received, waits on the edge, or is in a sender's hand when all
/// is torn down.
#[tokio::test]
async fn items_are_dropped_once() {
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    for capacity in capacities() {
        let drops = Arc::new(AtomicUsize::new(0));
        let (tx, rx) = mpmc::channel(capacity);
        let mut sends: Vec<_> = (0..10).map(|_| Box::pin(tx.send(Counted(drops.clone())))).collect();
        for send in &mut sends {
            let _ = send.as_mut().now_or_never();
        }
        drop(rx.recv().await);
        assert_eq!(drops.load(SeqCst), 1);
        drop(sends);
        drop((tx, rx));
        assert_eq!(drops.load(SeqCst), 10);
    }
}

/// The end comes when the last sender has gone, after what it has sent.
#[tokio::test]
async fn an_edge_is_drained_before_it_ends() {
    let (tx, rx) = mpmc::channel(Capacity::Items(4));
    tx.send(1).await.unwrap();
    drop(tx);
    assert_eq!((rx.recv().await, rx.recv().await), (Some(1), None));
}

/// A branch that is not ready does not keep the others from theirs.
#[tokio::test]
async fn copies_are_sent_side_by_side() {
    let (slow, slow_end) = mpmc::channel(Capacity::Items(0));
    let (quick, quick_end) = mpmc::channel(Capacity::Items(1));
    let ends = BranchSenders::new(vec![Some((slow, None)), Some((quick, None)), None]);
    let mut sending = Box::pin(ends.broadcast(7));
    assert!(sending.as_mut().now_or_never().is_none());
    assert_eq!(quick_end.recv().await, Some(7));
    let (received, ()) = tokio::join!(slow_end.recv(), sending);
    assert_eq!(received, Some(7));
}

/// `take(1)` behind five workers started six calls: the worker that had handed over its item went on before
/// the reader had left.
#[tokio::test]
async fn the_sender_of_the_last_item_waits_until_its_reader_has_left() {
    for capacity in [Capacity::Items(0), Capacity::Items(1), Capacity::Unbounded] {
        let (tx, rx) = mpmc::channel(capacity);
        let mut items = rx.into_stream();
        items.next_may_be_last();
        assert_eq!(items.next().now_or_never(), None);
        let mut sending = Box::pin(tx.send(1));
        for _ in 0..3 {
            assert!(sending.as_mut().now_or_never().is_none());
            // A look in between is not the reader coming back.
            items.next_may_be_last();
        }
        assert_eq!(items.next().now_or_never(), Some(Some(1)));
        assert!(sending.as_mut().now_or_never().is_none());
        drop(items);
        assert!(matches!(sending.now_or_never(), Some(Err(_))));
    }
}

/// A sender whose item was taken before waits for no more than one look of the reader; one that comes back
/// lets all go on.
#[tokio::test]
async fn a_reader_that_comes_back_lets_senders_go_on() {
    for capacity in [Capacity::Items(0), Capacity::Items(2), Capacity::Unbounded] {
        let (tx, rx) = mpmc::channel(capacity);
        let mut items = rx.into_stream();
        let mut sends: Vec<_> = (0..3).map(|n| Box::pin(tx.send(n))).collect();
        let mut sent = [false; 3];
        for n in 0..3 {
            items.next_may_be_last();
            for (send, sent) in sends.iter_mut().zip(&mut sent) {
                *sent = *sent || send.as_mut().now_or_never().is_some();
            }
            assert_eq!(items.next().now_or_never(), Some(Some(n)));
        }
        items.next_may_be_last();
        assert_eq!(items.next().now_or_never(), None);
        for (send, sent) in sends.iter_mut().zip(&mut sent) {
            // The look that found nothing lets go of those who came before it; who comes later has the reader
            // look again.
            *sent = *sent || send.as_mut().now_or_never().is_some();
        }
        assert_eq!(items.next().now_or_never(), None);
        for (send, sent) in sends.iter_mut().zip(sent) {
            assert!(sent || send.as_mut().now_or_never().is_some());
        }
    }
}
