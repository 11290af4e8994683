//! A run, whatever its result, and the runtimes it is driven on.

use std::fmt::Display;
use std::future::{Future, IntoFuture};
use std::sync::{LazyLock, Once};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use pipeline_core::prelude::*;
use tokio::runtime::{Builder, Runtime, RuntimeFlavor};

use crate::kit::{Kit, Ledger, Number, turn};

/// A run with its result as numbers, and its error as text.
pub(crate) struct Job {
    pub(crate) future: BoxFuture<'static, Result<Vec<i64>, String>>,
    pub(crate) max_in_flight: usize,
}

impl Job {
    pub(crate) fn new<R, E, S>(run: Run<R, E, S>, values: fn(R) -> Vec<i64>) -> Self
    where
        R: Send + 'static,
        E: Display + std::fmt::Debug + Send + 'static,
        S: Send + 'static,
    {
        let max_in_flight = run.max_in_flight();
        let run = run.into_future();
        let future = async move { run.await.map(values).map_err(|error| error.to_string()) };
        Self { future: future.boxed(), max_in_flight }
    }

    /// All that a stream gives.
    pub(crate) fn collecting(stream: Stream<Number>) -> Self {
        Self::new(stream.collect::<Vec<_>>(), values)
    }

    /// The same, with a reader that takes its time.
    pub(crate) fn collecting_slowly(stream: Stream<Number>) -> Self {
        let slow = stream.map_async(|number| async move {
            turn().await;
            turn().await;
            number
        });
        Self::new(slow.collect::<Vec<_>>(), values)
    }
}

pub(crate) fn values(numbers: Vec<Number>) -> Vec<i64> {
    numbers.iter().map(|number| number.value).collect()
}

/// How a job is made anew, and what is known of it.
pub(crate) struct Subject<'a> {
    pub(crate) name: String,
    /// The stage that a panic in one of its functions names.
    pub(crate) stage: &'static str,
    /// It waits for time.
    pub(crate) is_timed: bool,
    pub(crate) build: Box<dyn Fn(&Kit) -> Job + 'a>,
}

impl Subject<'_> {
    /// Threads of their own take turns that nobody counts.
    pub(crate) fn is_blocking(&self) -> bool {
        self.name.contains("blocking")
    }
}

/// One runtime of each kind.
pub(crate) static RUNTIMES: LazyLock<[Runtime; 2]> = LazyLock::new(|| {
    let several = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    [Builder::new_current_thread().enable_all().build().unwrap(), several]
});

/// On the caller's thread, with tokio's clock stopped, one task a turn.
pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    let runtime =
        Builder::new_current_thread().enable_all().start_paused(true).event_interval(1).build().unwrap();
    let guarded = async { tokio::time::timeout(HANG, body).await.expect("nothing moves any more") };
    runtime.block_on(guarded)
}

/// Longer than any run waits.
const HANG: Duration = Duration::from_secs(1_000_000);

/// Waits until all has gone: tasks, numbers and functions.
pub(crate) async fn assert_nothing_alive(ledger: &Ledger, name: impl Display) {
    let runtime = tokio::runtime::Handle::current();
    // The runtime of several threads is that of other tests, too.
    let is_alone = runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    let tasks = || if is_alone { runtime.metrics().num_alive_tasks() } else { 0 };
    let is_clean = || ledger.alive() == 0 && tasks() == 0;
    for _ in 0..2_000 {
        if is_clean() {
            return;
        }
        tokio::task::yield_now().await;
    }
    // A blocking call that was under way ends in a thread of its own.
    let start = Instant::now();
    while !is_clean() && start.elapsed() < Duration::from_secs(10) {
        std::thread::yield_now();
        tokio::task::yield_now().await;
    }
    assert!(is_clean(), "{name}: {} numbers and functions, {} tasks are alive", ledger.alive(), tasks());
}

/// The panics that are part of a law are not shown.
pub(crate) fn quiet() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if info.payload().downcast_ref::<&str>() != Some(&"boom") {
                usual(info);
            }
        }));
    });
}
