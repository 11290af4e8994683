//! Running a model, and polling as the tasks of stages do.

use std::future::{Future, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};

use loom::sync::Notify;

use super::super::receiver::Receiver;
use super::super::sender::Sender;

/// Runs a model in each of its executions, and says what it shows and how many these were. In each a thread may
/// lose its turn so many times although it could go on. One that sleeps for ever is a deadlock to loom, and
/// fails the model.
pub(super) fn check(preemptions: usize, shows: &str, model: impl Fn() + Send + Sync + 'static) {
    let executions = Arc::new(AtomicUsize::new(0));
    let counted = executions.clone();
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(preemptions));
    builder.check(move || {
        counted.fetch_add(1, Relaxed);
        model();
    });
    println!("{:>9} executions: {shows}.", executions.load(Relaxed));
}

/// Wakes a task. Unlike the waker of loom's `block_on` it is counted by std's `Arc`, which takes no turns.
struct Wakes(Notify);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.notify();
    }
}

/// Runs a task to its end; `after` is what it does at the end of each poll. Loom tries, too, what happens
/// when it is polled once though nobody woke it.
pub(super) fn run<R>(task: impl Future<Output = R>, after: impl Fn()) -> R {
    let mut task = pin!(task);
    let wakes = Arc::new(Wakes(Notify::new()));
    let waker = Waker::from(wakes.clone());
    loop {
        let polled = task.as_mut().poll(&mut Context::from_waker(&waker));
        after();
        match polled {
            Poll::Ready(result) => return result,
            Poll::Pending => wakes.0.wait(),
        }
    }
}

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
