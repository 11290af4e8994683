//! An end that one task hands on to another, as ordered workers do. Both tell the other half at the end of
//! their polls.

use loom::thread;

use super::super::channel::channel;
use super::task::{receive, receive_all, receive_to_end, send_all};
use crate::engine::models::{check, run};

#[test]
fn of_the_sender() {
    check(
        2,
        "whichever task tells of an item first, the reader is woken for those of both; three threads",
        || {
            let (mut tx, mut rx) = channel(2);
            let (end, shared) = (tx.end(), tx.shared().clone());
            let reader = thread::spawn(move || receive_all(&mut rx, 0..2));
            let _ = tx.push(0);
            let next = thread::spawn(move || {
                let shared = tx.shared().clone();
                assert!(run(tx.send(1), || shared.notify_reader()).is_ok());
            });
            // The end of the poll that has pushed the first.
            shared.notify_reader();
            next.join().unwrap();
            // No end comes to the help of who sleeps.
            reader.join().unwrap();
            drop(end);
        },
    );
}

#[test]
fn of_the_reader() {
    check(1, "whichever task tells of room first, the sender is woken for it; three threads", || {
        let (tx, mut rx) = channel(0);
        let shared = rx.shared().clone();
        let sender = thread::spawn(move || send_all(tx, 0..2, |_| ()));
        let first = run(receive(&mut rx), || ());
        assert_eq!(first, Some(0));
        let next = thread::spawn(move || {
            receive_to_end(&mut rx, 1..2);
        });
        shared.notify_writer();
        next.join().unwrap();
        sender.join().unwrap();
    });
}
