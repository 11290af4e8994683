//! What the guarantee tests share: both runtimes, and gates.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::watch;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;
#[path = "../shared/both_runtimes.rs"]
mod both_runtimes;
#[path = "../shared/turn.rs"]
mod turn;

pub(crate) use both_runtimes::both_runtimes;
pub(crate) use turn::turn;
pub(crate) use worker_threads::worker_threads;

pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(worker_threads()).enable_all().build().unwrap().block_on(guarded(body, 120))
}

pub(crate) fn current_thread<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap().block_on(guarded(body, 120))
}

/// On the caller's thread, with tokio's clock stopped: it moves on only when nothing else can, so that a deadlock is seen
/// at once.
pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().start_paused(true).build().unwrap().block_on(guarded(body, 1_000_000))
}

/// Turns a hang into a failure, unless the thread that is to look at the timer is blocked itself. On a clock that runs,
/// no test takes as long on a machine that is busy otherwise; what else tests ask of time, they say.
async fn guarded<R>(body: impl Future<Output = R>, seconds: u64) -> R {
    tokio::time::timeout(Duration::from_secs(seconds), body).await.expect("nothing moves any more")
}

/// Lets everything that can run do so. On one thread nothing is left to do afterwards; on several, what a test then sees
/// may be too early, so tests that ask for "no more" are exact on one thread only.
pub(crate) async fn settle() {
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
    }
}

/// How many tasks the runtime has; the body of a test is none.
pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Waits until `reached` holds, giving way to everything else.
pub(crate) async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::task::yield_now().await;
    }
}

/// Takes so much of the thread's time.
pub(crate) fn compute(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// Silences the messages of panics that a test asks for: they begin with `boom`, or carry no text.
pub(crate) fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let asked_for = text_of(info.payload()).is_none_or(|text| text.starts_with("boom"));
            if !asked_for {
                usual(info);
            }
        }));
    });
}

/// Something to wait at until it is opened, once and for all. Clones are the same gate.
#[derive(Clone)]
pub(crate) struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::channel(false).0))
    }

    pub(crate) fn open(&self) {
        self.0.send_replace(true);
    }

    pub(crate) async fn pass(&self) {
        self.0.subscribe().wait_for(|open| *open).await.unwrap();
    }
}

/// A count that several tasks share.
#[derive(Clone, Default)]
pub(crate) struct Counter(Arc<AtomicUsize>);

impl Counter {
    pub(crate) fn add(&self) -> usize {
        self.0.fetch_add(1, SeqCst) + 1
    }

    pub(crate) fn take_away(&self) {
        self.0.fetch_sub(1, SeqCst);
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    pub(crate) async fn reaches(&self, n: usize) {
        until(|| self.get() >= n).await;
    }
}

/// The text that a panic carries.
fn text_of(panic: &(dyn std::any::Any + Send)) -> Option<&str> {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&'static str>().copied())
}

/// A gate for threads.
#[derive(Clone, Default)]
pub(crate) struct Barrier(Arc<(Mutex<bool>, std::sync::Condvar)>);

impl Barrier {
    pub(crate) fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    pub(crate) fn pass(&self) {
        let mut open = self.0.0.lock().unwrap();
        while !*open {
            open = self.0.1.wait(open).unwrap();
        }
    }
}
