//! A sender that waits to be wanted.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use loom::thread;

use super::super::channel::channel;
use super::task::{receive_all, receive_to_end};
use crate::engine::models::{check, run};

/// Sends so many items, each when it is wanted, to a reader that takes `taken` of them, and then waits for
/// the end or leaves.
fn wanted(items: usize, taken: usize) {
    // Told to the checks, and not to loom.
    let in_hand = Arc::new(AtomicBool::new(false));
    let held = in_hand.clone();
    let (mut tx, mut rx) = channel(0);
    let sender = thread::spawn(move || {
        let (end, shared) = (tx.end(), tx.shared().clone());
        let sending = async move {
            for item in 0..items {
                if poll_fn(|cx| tx.poll_wanted(cx)).await.is_err() {
                    break;
                }
                assert!(!held.load(Relaxed), "the reader has an item in hand");
                let _ = tx.push(item);
            }
        };
        run(sending, || shared.notify_reader());
        drop(end);
    });
    for item in 0..taken {
        in_hand.store(false, Relaxed);
        receive_all(&mut rx, item..item + 1);
        in_hand.store(true, Relaxed);
    }
    if taken == items {
        in_hand.store(false, Relaxed);
        receive_to_end(&mut rx, 0..0);
    }
    drop(rx);
    sender.join().unwrap();
}

#[test]
fn all_are_wanted() {
    let shows = "a sender that waits to be wanted gives none to a reader that has one in hand; all arrive";
    check(2, shows, || wanted(2, 2));
}

#[test]
fn the_reader_leaves() {
    check(2, "a sender that waits to be wanted learns that its reader has left", || wanted(2, 1));
}

#[test]
fn the_reader_leaves_at_once() {
    check(2, "a sender that waits to be wanted learns that its reader left at once", || wanted(1, 0));
}
