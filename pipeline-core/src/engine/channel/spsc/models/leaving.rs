//! The reader leaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use loom::thread;

use super::super::channel::channel;
use super::task::receive;
use crate::engine::dropped::counting_dropped;
use crate::engine::models::{check, run};

/// The reader leaves after so many items; its sender goes on until it is told.
fn leaves_after(capacity: usize, taken: usize) {
    let shows = format!(
        "capacity {capacity}: a reader that leaves after {taken} ends its sender's wait, and each item is \
         dropped once and counted once; none is made for the room that it makes"
    );
    check(2, &shows, move || {
        let item = Arc::new(());
        let made = Arc::new(AtomicUsize::new(0));
        let (mut tx, mut rx) = channel(capacity);
        let (kept, counted) = (item.clone(), made.clone());
        // All threads of a model are one to the operating system, so one count is theirs, too.
        let ((), dropped) = counting_dropped(|| {
            let sender = thread::spawn(move || {
                let (end, shared) = (tx.end(), tx.shared().clone());
                let sending = async move {
                    loop {
                        counted.fetch_add(1, Relaxed);
                        if tx.send(kept.clone()).await.is_err() {
                            break;
                        }
                    }
                };
                run(sending, || shared.notify_reader());
                drop(end);
            });
            let shared = rx.shared().clone();
            let receiving = async move {
                for _ in 0..taken {
                    assert!(receive(&mut rx).await.is_some());
                }
            };
            run(receiving, || shared.notify_writer());
            sender.join().unwrap();
        });
        assert_eq!(Arc::strong_count(&item), 1);
        assert_eq!(made.load(Relaxed), taken + dropped);
        // A sender looked whether its reader had left before it looked for room: what the reader had dropped
        // meanwhile was room to it, and it made an item that nobody could take.
        assert!(dropped <= capacity + 1, "room that a reader makes by leaving is none");
    });
}

#[test]
fn at_once() {
    leaves_after(0, 0);
}

#[test]
fn at_once_capacity_1() {
    leaves_after(1, 0);
}

#[test]
fn after_one() {
    leaves_after(0, 1);
}

#[test]
fn after_one_capacity_1() {
    leaves_after(1, 1);
}
