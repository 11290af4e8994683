//! Items arrive, and so does the end.

use std::task::{Context, Waker};

use loom::thread;

use super::super::channel::channel;
use super::task::{receive_all, receive_to_end, send_all};
use crate::engine::models::{check, run};

/// One task sends so many items, and ends; another receives them.
fn in_order(capacity: usize, items: usize, preemptions: usize) {
    let shows =
        format!("capacity {capacity}: {items} items arrive in order, then the end; nobody sleeps for ever");
    check(preemptions, &shows, move || {
        let (tx, mut rx) = channel(capacity);
        let sender = thread::spawn(move || send_all(tx, 0..items, |_| ()));
        receive_to_end(&mut rx, 0..items);
        sender.join().unwrap();
    });
}

#[test]
fn capacity_0() {
    in_order(0, 2, 1);
}

#[test]
fn capacity_1() {
    in_order(1, 2, 1);
}

#[test]
fn capacity_2() {
    in_order(2, 3, 1);
}

/// With four, a reader looks at its writer every second item, and gives way once before it sleeps.
#[test]
fn capacity_4() {
    in_order(4, 3, 1);
}

#[test]
fn an_end_without_items() {
    check(3, "a reader that waits when its sender is dropped sees the end", || {
        let (tx, mut rx) = channel::<usize>(0);
        let sender = thread::spawn(move || send_all(tx, 0..0, |_| ()));
        receive_to_end(&mut rx, 0..0);
        sender.join().unwrap();
    });
}

#[test]
fn another_waker() {
    check(2, "a reader that was polled with another waker before is woken by the one it sleeps with", || {
        let (tx, mut rx) = channel(0);
        let sender = thread::spawn(move || send_all(tx, 0..1, |_| ()));
        let idle = &mut Context::from_waker(Waker::noop());
        let received = usize::from(rx.poll_next(idle).is_ready());
        receive_to_end(&mut rx, received..1);
        sender.join().unwrap();
    });
}

#[test]
fn an_item_that_nothing_follows() {
    check(
        2,
        "capacity 1: a reader that waits is woken for an item that nothing follows, not even an end",
        || {
            let (mut tx, mut rx) = channel(1);
            let (end, shared) = (tx.end(), tx.shared().clone());
            let reader = thread::spawn(move || receive_all(&mut rx, 0..1));
            assert!(run(tx.send(0), || shared.notify_reader()).is_ok());
            reader.join().unwrap();
            drop(end);
        },
    );
}

#[test]
fn an_end_that_comes_with_the_last_item() {
    check(
        2,
        "capacity 1: a reader that sees the end has seen the item before it, also if nobody told it of that",
        || {
            let (mut tx, mut rx) = channel(1);
            let sender = thread::spawn(move || {
                let end = tx.end();
                let _ = tx.push(0);
                drop((tx, end));
            });
            receive_to_end(&mut rx, 0..1);
            sender.join().unwrap();
        },
    );
}

#[test]
fn room_that_nothing_follows() {
    check(
        2,
        "capacity 0: a reader that takes an item lets its sender go on, also if it asks for none after it",
        || {
            let (mut tx, mut rx) = channel(0);
            let (end, shared) = (tx.end(), tx.shared().clone());
            let sender = thread::spawn(move || assert!(run(tx.send(0), || shared.notify_reader()).is_ok()));
            receive_all(&mut rx, 0..1);
            sender.join().unwrap();
            drop((rx, end));
        },
    );
}
