//! Running a model, and polling as the tasks of stages do.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};

use loom::sync::Notify;

/// Runs a model in each of its executions, and says what it shows and how many these were. In each a thread may
/// lose its turn so many times although it could go on. One that sleeps for ever is a deadlock to loom, and
/// fails the model.
pub(crate) fn check(preemptions: usize, shows: &str, model: impl Fn() + Send + Sync + 'static) {
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
pub(crate) fn run<R>(task: impl Future<Output = R>, after: impl Fn()) -> R {
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
