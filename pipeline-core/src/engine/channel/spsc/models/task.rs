//! Sending and receiving as the tasks of stages do.

use std::future::poll_fn;
use std::ops::Range;

use super::super::receiver::Receiver;
use super::super::sender::Sender;
use crate::engine::models::run;

/// Sends these items, until the reader has left, and ends. `made` is told of each before it is sent.
pub(super) fn send_all(mut tx: Sender<usize>, items: Range<usize>, made: impl Fn(usize)) {
    let (end, shared) = (tx.end(), tx.shared().clone());
    let sending = async {
        for item in items {
            made(item);
            if tx.send(item).await.is_err() {
                break;
            }
        }
        drop(tx);
    };
    run(sending, || shared.notify_reader());
    drop(end);
}

pub(super) async fn receive<T>(rx: &mut Receiver<T>) -> Option<T> {
    poll_fn(|cx| rx.poll_next(cx)).await
}

/// Receives these items. The poll in which the last one comes ends with it.
pub(super) fn receive_all(rx: &mut Receiver<usize>, items: Range<usize>) {
    let shared = rx.shared().clone();
    let receiving = async {
        for item in items {
            assert_eq!(receive(rx).await, Some(item));
        }
    };
    run(receiving, || shared.notify_writer());
}

/// Receives these items, and then the end.
pub(super) fn receive_to_end(rx: &mut Receiver<usize>, items: Range<usize>) {
    let shared = rx.shared().clone();
    let receiving = async {
        for item in items {
            assert_eq!(receive(rx).await, Some(item));
        }
        assert_eq!(receive(rx).await, None);
    };
    run(receiving, || shared.notify_writer());
}
