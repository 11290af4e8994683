//! A run, whatever its result, and the runtimes it is driven on.

use std::fmt::Display;
use std::future::{Future, IntoFuture};
use std::sync::{LazyLock, Once};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use pipeline_core::prelude::*;
use tokio::runtime::{Builder, Runtime, RuntimeFlavor};

use crate::kit::{Kit, Ledger, Number, turn};
use crate::watched;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

/// A run with its result as numbers, and its error as text.
pub(crate) struct Job {
    start: Box<dyn FnOnce(Place) -> Outcome>,
    pub(crate) max_in_flight: usize,
}

/// Where a run is at work.
enum Place {
    Tasks,
    /// The same, with delays that the seed tells.
    Chaos(u64),
    /// In tasks, and looked at by this name.
    Watched(String),
    OneFuture,
}

type Outcome = LocalBoxFuture<'static, Result<Vec<i64>, String>>;

impl Job {
    pub(crate) fn new<R, E, S>(run: Run<R, E, S>, values: fn(R) -> Vec<i64>) -> Self
    where
        R: Send + 'static,
        E: Display + std::fmt::Debug + Send + 'static,
        S: Send + 'static,
    {
        let max_in_flight = run.max_in_flight();
        let told =
            move |result: Result<R, PipelineError<E>>| result.map(values).map_err(|error| error.to_string());
        let start = move |place| match place {
            Place::Tasks => run.into_future().map(told).boxed_local(),
            Place::Chaos(seed) => run.chaos(seed).into_future().map(told).boxed_local(),
            Place::Watched(name) => {
                let (run, watch) = run.watch();
                let looked_at = move |result: Result<Vec<i64>, String>| {
                    watched::check(&watch.snapshot(), &name);
                    result
                };
                run.into_future().map(told).map(looked_at).boxed_local()
            }
            Place::OneFuture => run.run_local().map(told).boxed_local(),
        };
        Self { start: Box::new(start), max_in_flight }
    }

    /// What is no run, and needs a runtime.
    pub(crate) fn of(future: impl Future<Output = Result<Vec<i64>, String>> + 'static) -> Self {
        Self { start: Box::new(|_| future.boxed_local()), max_in_flight: usize::MAX }
    }

    /// The run in tasks of a runtime.
    pub(crate) fn run(self) -> Outcome {
        (self.start)(Place::Tasks)
    }

    /// The same in chaos.
    pub(crate) fn run_in_chaos(self, seed: u64) -> Outcome {
        (self.start)(Place::Chaos(seed))
    }

    /// The same, with what was counted checked at its end, which must be a good one.
    pub(crate) fn run_watched(self, name: &str) -> Outcome {
        (self.start)(Place::Watched(name.to_owned()))
    }

    /// The run as one future, which needs no runtime.
    pub(crate) fn run_local(self) -> Outcome {
        (self.start)(Place::OneFuture)
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
    /// It needs neither a clock nor a task.
    pub(crate) fn runs_alone(&self) -> bool {
        !self.is_timed && !self.name.starts_with("open ")
    }

    /// Threads of their own take turns that nobody counts.
    pub(crate) fn is_blocking(&self) -> bool {
        self.name.contains("blocking")
    }
}

/// One runtime of each kind.
pub(crate) static RUNTIMES: LazyLock<[Runtime; 2]> = LazyLock::new(|| {
    let several = Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap();
    [Builder::new_current_thread().enable_all().build().unwrap(), several]
});

/// A runtime of one thread whose clock stands still, with one task a turn.
pub(crate) fn paused_runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).event_interval(1).build().unwrap()
}

/// On such a runtime, until nothing moves any more.
pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    let guarded = async { tokio::time::timeout(HANG, body).await.expect("nothing moves any more") };
    paused_runtime().block_on(guarded)
}

/// Longer than any run waits.
const HANG: Duration = Duration::from_secs(1_000_000);

/// Waits until all has gone: tasks, numbers and functions.
pub(crate) async fn assert_nothing_alive(ledger: &Ledger, name: impl Display) {
    let runtime = tokio::runtime::Handle::current();
    // The runtime of several threads is that of other tests, too.
    let is_alone = runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
    let tasks = || if is_alone { runtime.metrics().num_alive_tasks() } else { 0 };
    for _ in 0..2_000 {
        if ledger.alive() == 0 && tasks() == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
    // A blocking call that was under way ends in a thread of its own.
    let start = Instant::now();
    while ledger.alive() + tasks() > 0 && start.elapsed() < Duration::from_secs(120) {
        std::thread::yield_now();
        tokio::task::yield_now().await;
    }
    assert!(tasks() == 0, "{name}: {} tasks are alive", tasks());
    assert_dropped(ledger, name);
}

/// The same without a runtime: only a blocking call may still be under way.
pub(crate) fn assert_dropped(ledger: &Ledger, name: impl Display) {
    let start = Instant::now();
    while ledger.alive() > 0 && start.elapsed() < Duration::from_secs(120) {
        std::thread::yield_now();
    }
    assert!(ledger.alive() == 0, "{name}: {} numbers and functions are alive", ledger.alive());
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
