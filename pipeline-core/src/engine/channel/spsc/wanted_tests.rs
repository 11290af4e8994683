//! A sender that waits to be wanted sends when the reader waits, and is told of it however the two take
//! turns.
#![allow(clippy::disallowed_methods, reason = "a test has no run to spawn into")]

use std::future::poll_fn;

use futures::FutureExt;
use futures::task::noop_waker;

use super::channel::channel;
use super::receiver::Receiver;
use super::sender::Sender;

const ITEMS: usize = 20_000;

async fn wanted<T>(tx: &mut Sender<T>) -> bool {
    poll_fn(|cx| tx.poll_wanted(cx)).await.is_ok()
}

/// As a task of a run would: told at the end of each poll.
async fn receive<T>(rx: &mut Receiver<T>) -> Option<T> {
    poll_fn(|cx| {
        let polled = rx.poll_next(cx);
        rx.shared().notify_writer();
        polled
    })
    .await
}

#[test]
fn it_is_wanted_while_the_reader_waits_and_at_no_other_time() {
    let (mut tx, mut rx) = channel(0);
    assert!(!tx.is_wanted());
    assert!(wanted(&mut tx).now_or_never().is_none());
    assert!(receive(&mut rx).now_or_never().is_none());
    assert_eq!(wanted(&mut tx).now_or_never(), Some(true));
    assert!(tx.push(1).is_continue());
    // It is on its way: the next is not wanted before the reader has come for it, and for more.
    assert!(wanted(&mut tx).now_or_never().is_none());
    assert_eq!(receive(&mut rx).now_or_never(), Some(Some(1)));
    assert!(wanted(&mut tx).now_or_never().is_none());
    assert!(receive(&mut rx).now_or_never().is_none());
    assert_eq!(wanted(&mut tx).now_or_never(), Some(true));
    drop(rx);
    assert_eq!(wanted(&mut tx).now_or_never(), Some(false));
}

/// A reader that may leave after its next item still gets it, and asks for another when it was not the last.
#[test]
fn the_last_item_is_wanted_as_any_other() {
    let (mut tx, mut rx) = channel(0);
    for n in 0..3 {
        rx.next_may_be_last();
        assert!(receive(&mut rx).now_or_never().is_none());
        assert_eq!(wanted(&mut tx).now_or_never(), Some(true));
        let _ = tx.push(n);
        assert!(wanted(&mut tx).now_or_never().is_none());
        assert_eq!(receive(&mut rx).now_or_never(), Some(Some(n)));
        assert!(wanted(&mut tx).now_or_never().is_none());
    }
}

/// A reader that is polled for another reason than an item wakes up, and goes to sleep again.
#[test]
fn a_reader_that_wakes_for_nothing_is_not_asked_twice() {
    let (mut tx, mut rx) = channel(0);
    let waker = noop_waker();
    let mut cx = std::task::Context::from_waker(&waker);
    rx.fall_asleep(&mut cx);
    assert!(tx.is_wanted());
    assert!(rx.take().is_none());
    assert!(!tx.is_wanted());
    assert!(tx.push(1).is_break());
    rx.fall_asleep(&mut cx);
    assert!(!tx.is_wanted(), "an item is in the ring");
    assert!(wanted(&mut tx).now_or_never().is_none());
    assert_eq!(rx.take(), Some(1));
    assert!(!tx.is_wanted());
}

/// A reader that sees an item while it falls asleep takes it: its mark was no offer for another.
#[test]
fn a_reader_that_takes_an_item_while_it_falls_asleep_does_not_want_the_next() {
    let (mut tx, mut rx) = channel(0);
    let waker = noop_waker();
    assert!(tx.push(1).is_break());
    rx.fall_asleep(&mut std::task::Context::from_waker(&waker));
    let mut taken = None;
    assert!(!tx.is_wanted_in_steps(|| taken = rx.take()), "the reader has an item in hand");
    assert_eq!(taken, Some(1));
}

async fn no_wake_up_is_lost() {
    let (mut tx, mut rx) = channel(0);
    let end = tx.end();
    let sending = tokio::spawn(async move {
        for n in 0..ITEMS {
            if !wanted(&mut tx).await {
                return;
            }
            let _ = tx.push(n);
            tx.shared().notify_reader();
            if n % 100 == 0 {
                tokio::task::yield_now().await;
            }
        }
        drop(end);
    });
    for n in 0..ITEMS {
        assert_eq!(receive(&mut rx).await, Some(n));
        if n % 77 == 0 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(receive(&mut rx).await, None);
    sending.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_wake_up_is_lost_on_threads() {
    tokio::spawn(no_wake_up_is_lost()).await.unwrap();
}

#[tokio::test]
async fn no_wake_up_is_lost_on_one_thread() {
    no_wake_up_is_lost().await;
}
