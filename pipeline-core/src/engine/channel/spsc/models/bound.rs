//! How many items are under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Waker};

use loom::thread;

use super::super::channel::channel;
use super::super::receiver::Receiver;
use super::task::{receive_all, receive_to_end, send_all};
use crate::engine::models::check;

/// A task sends so many items. It makes each when it is done with the one before, and never has more than
/// `most` been made that the reader has not let go of. How the reader reads is said by `reading`.
fn bound(capacity: usize, items: usize, most: usize, reading: fn(Receiver<usize>, &AtomicUsize)) {
    let done = Arc::new(AtomicUsize::new(0));
    let let_go = done.clone();
    let (tx, rx) = channel(capacity);
    let sender = thread::spawn(move || {
        send_all(tx, 0..items, |made| assert!(made < done.load(Relaxed) + most, "an item too many is made"));
    });
    reading(rx, &let_go);
    sender.join().unwrap();
}

/// Each poll that takes an item ends with it in hand. It is let go of before the next is asked for.
fn all<const ITEMS: usize>(mut rx: Receiver<usize>, done: &AtomicUsize) {
    for item in 0..ITEMS {
        receive_all(&mut rx, item..item + 1);
        done.store(item + 1, Relaxed);
    }
    receive_to_end(&mut rx, 0..0);
}

fn each_may_be_last<const ITEMS: usize>(mut rx: Receiver<usize>, done: &AtomicUsize) {
    for item in 0..ITEMS {
        rx.next_may_be_last();
        receive_all(&mut rx, item..item + 1);
        done.store(item + 1, Relaxed);
    }
    rx.next_may_be_last();
    receive_to_end(&mut rx, 0..0);
}

/// Leaves with its last item in hand.
fn take<const ITEMS: usize>(mut rx: Receiver<usize>, done: &AtomicUsize) {
    for item in 0..ITEMS {
        done.store(item, Relaxed);
        if item + 1 == ITEMS {
            rx.next_may_be_last();
        }
        receive_all(&mut rx, item..item + 1);
    }
}

#[test]
fn capacity_0() {
    let shows = "capacity 0: no more than one item in each hand";
    check(1, shows, || bound(0, 3, 2, all::<3>));
}

#[test]
fn capacity_1() {
    let shows = "capacity 1: no more than one that waits and one in each hand";
    check(1, shows, || bound(1, 4, 3, all::<4>));
}

#[test]
fn each_may_be_the_last() {
    let shows = "capacity 0: while the reader has an item that may be its last no other is made; it gets all";
    check(1, shows, || bound(0, 2, 1, each_may_be_last::<2>));
}

#[test]
fn one_is_enough() {
    let shows = "capacity 0: for a reader that takes one, one is made";
    check(1, shows, || bound(0, 2, 1, take::<1>));
}

#[test]
fn two_are_enough() {
    let shows = "capacity 0: for a reader that takes two, two are made";
    check(1, shows, || bound(0, 3, 2, take::<2>));
}

#[test]
fn a_hand_is_offered_once() {
    let shows =
        "capacity 0: a reader that finds its mark cleared finds the item, and offers its hand no second time";
    check(2, shows, || {
        let (mut tx, mut rx) = channel(0);
        let idle = &mut Context::from_waker(Waker::noop());
        rx.fall_asleep(idle);
        let sender = thread::spawn(move || (tx.push(0).is_continue(), tx.push(1).is_continue()));
        let taken = rx.take();
        if taken.is_none() {
            rx.fall_asleep(idle);
        }
        let handed_over = sender.join().unwrap();
        assert!(taken.is_some() || handed_over != (true, true), "two are handed over to one hand");
    });
}

#[test]
fn one_that_was_not_the_last() {
    let shows =
        "capacity 0: a reader whose item was not the last lets its sender go on before it asks for more";
    check(2, shows, || {
        let (tx, mut rx) = channel(0);
        let sender = thread::spawn(move || send_all(tx, 0..1, |_| ()));
        rx.next_may_be_last();
        receive_all(&mut rx, 0..1);
        rx.next_may_be_last();
        sender.join().unwrap();
    });
}
