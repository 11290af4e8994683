//! A ring keeps what an edge promises, however its two tasks take turns.
#![allow(clippy::disallowed_methods, reason = "a test has no run to spawn into")]

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll};

use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};

use super::channel::channel;
use super::receiver::Receiver;
use super::sender::Sender;

const CAPACITIES: [usize; 6] = [0, 1, 2, 3, 100, 1_000];

const ITEMS: usize = 50_000;

/// Sends `0..ITEMS`, as a task of a run would: told at the end of each poll.
fn send_all(mut tx: Sender<usize>, sent: Arc<AtomicUsize>) -> tokio::task::JoinHandle<()> {
    let end = tx.end();
    tokio::spawn(async move {
        let shared = tx.shared().clone();
        let mut sending = Box::pin(async move {
            for n in 0..ITEMS {
                sent.fetch_add(1, SeqCst);
                if tx.send(n).await.is_err() {
                    return;
                }
                if n % 128 == 0 {
                    tokio::task::yield_now().await;
                }
            }
        });
        poll_fn(|cx| {
            let polled = sending.as_mut().poll(cx);
            shared.notify_reader();
            polled
        })
        .await;
        drop(sending);
        drop(end);
    })
}

async fn receive(rx: &mut Receiver<usize>) -> Option<usize> {
    poll_fn(|cx| {
        let polled = rx.poll_next(cx);
        rx.shared().notify_writer();
        polled
    })
    .await
}

async fn every_item_arrives_in_order() {
    for capacity in CAPACITIES {
        let (tx, mut rx) = channel(capacity);
        let sent = Arc::new(AtomicUsize::new(0));
        let sending = send_all(tx, sent.clone());
        for n in 0..ITEMS {
            assert_eq!(receive(&mut rx).await, Some(n), "capacity {capacity}");
            // Those that wait, one in the sender's hand, and one that was handed over in place of the one
            // just taken.
            assert!(sent.load(SeqCst) <= n + 1 + capacity + 2, "capacity {capacity}");
        }
        assert_eq!(receive(&mut rx).await, None);
        assert_eq!(receive(&mut rx).await, None);
        sending.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_item_arrives_in_order_on_threads() {
    tokio::spawn(every_item_arrives_in_order()).await.unwrap();
}

#[tokio::test]
async fn every_item_arrives_in_order_on_one_thread() {
    every_item_arrives_in_order().await;
}

/// Each item is received by another future, with another waker; the one before was polled and dropped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receives_may_be_dropped_and_polled_from_anywhere() {
    for capacity in CAPACITIES {
        let (tx, mut rx) = channel(capacity);
        let sending = send_all(tx, Arc::default());
        let mut n = 0;
        while n < ITEMS {
            if let Some(item) = receive(&mut rx).now_or_never() {
                assert_eq!(item, Some(n));
                n += 1;
                continue;
            }
            let mut set = FuturesUnordered::new();
            set.push(receive(&mut rx));
            assert_eq!(set.next().await, Some(Some(n)));
            n += 1;
        }
        sending.await.unwrap();
    }
}

/// A sender runs ahead by as many items as may wait, and one it waits with; no more, and no fewer.
#[tokio::test]
async fn the_capacity_is_exact() {
    for capacity in CAPACITIES {
        let (tx, mut rx) = channel(capacity);
        let sent = Arc::new(AtomicUsize::new(0));
        let sending = send_all(tx, sent.clone());
        for taken in 0..5 {
            for _ in 0..2_000 {
                tokio::task::yield_now().await;
            }
            assert_eq!(sent.load(SeqCst), taken + capacity + 1);
            assert_eq!(receive(&mut rx).await, Some(taken));
        }
        drop(rx);
        sending.await.unwrap();
    }
}

/// With nobody asleep at the other end, a rendezvous ends when the item is taken; asleep, it is handed over.
#[tokio::test]
async fn a_rendezvous_hands_over() {
    let (mut tx, mut rx) = channel(0);
    assert!(tx.push(1).is_break());
    assert!(poll_fn(|cx| Poll::Ready(tx.poll_ready(cx).is_pending())).await);
    assert_eq!(receive(&mut rx).await, Some(1));
    assert!(tx.send(2).now_or_never().is_none());
    assert_eq!(receive(&mut rx).await, Some(2));
    assert_eq!(receive(&mut rx).now_or_never(), None);
    assert!(tx.push(3).is_continue());
    assert!(tx.push(4).is_break());
    assert_eq!((receive(&mut rx).await, receive(&mut rx).await), (Some(3), Some(4)));
}

/// What was sent before the end is received before it; what nobody receives any more is dropped, once.
#[tokio::test]
async fn ends() {
    let token = Arc::new(());
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let end = tx.end();
        for _ in 0..capacity {
            assert!(tx.push(token.clone()).is_continue());
        }
        assert!(tx.push(token.clone()).is_break());
        drop((tx, end));
        for _ in 0..=capacity {
            assert!(poll_fn(|cx| rx.poll_next(cx)).await.is_some());
        }
        assert!(poll_fn(|cx| rx.poll_next(cx)).await.is_none());

        let (mut tx, rx) = channel(capacity);
        drop(rx);
        while tx.push(token.clone()).is_continue() {}
        assert!(poll_fn(|cx| tx.poll_ready(cx)).await.is_err());
        drop(tx);
        assert_eq!(Arc::strong_count(&token), 1);
    }
}

/// Both ends are polled all the time, woken or not: no more items are settled than may wait and one that was
/// handed over.
#[test]
fn polls_that_nobody_woke_do_no_harm() {
    let idle = std::task::Waker::noop();
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let end = tx.end();
        let settled = Arc::new(AtomicUsize::new(0));
        let counted = settled.clone();
        let writer = std::thread::spawn(move || {
            let cx = &mut Context::from_waker(idle);
            for n in 0..10 * ITEMS {
                let mut waits = tx.push(n).is_break();
                while waits {
                    waits = tx.poll_ready(cx).is_pending();
                    std::hint::spin_loop();
                }
                counted.store(n + 1, SeqCst);
            }
            drop(end);
        });
        let cx = &mut Context::from_waker(idle);
        let mut taken = 0;
        loop {
            let ahead = settled.load(SeqCst).saturating_sub(taken);
            assert!(ahead <= capacity + 1, "{ahead} items are settled, capacity {capacity}");
            match rx.poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    assert_eq!(item, taken);
                    taken += 1;
                }
                Poll::Ready(None) => break,
                Poll::Pending => {}
            }
        }
        assert_eq!(taken, 10 * ITEMS);
        writer.join().unwrap();
    }
}
