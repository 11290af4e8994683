//! What a row of the table is: a workload, the jobs that do it, and what is asked of ours.

use std::fmt;
use std::future::Future;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

pub(crate) use crate::unit::{Amount, Unit};

/// The longest that a job may take before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// One row: the same work, done by ours and by the peers.
pub(crate) struct Workload {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) unit: Unit,
    pub(crate) flavor: Flavor,
    /// Items of a full run and of a quick one.
    pub(crate) items: (usize, usize),
    /// How many items come out where so many go in.
    pub(crate) expected: fn(usize) -> usize,
    pub(crate) jobs: Vec<Job>,
    pub(crate) targets: Vec<Bound>,
}

/// The tokio runtime that a job runs on.
#[derive(Clone, Copy)]
pub(crate) enum Flavor {
    /// Two worker threads.
    Threads,
    /// The thread of the caller.
    Single,
}

/// What is asked of ours.
pub(crate) enum Bound {
    /// At most so many times what the other job needs.
    Times(&'static str, f64),
    /// At least so many times as fast as the other job.
    Faster(&'static str, f64),
    /// At most so much above what the other job needs.
    Above(&'static str, f64),
    /// At most so much.
    Value(f64),
}

/// One way to do the work.
pub(crate) struct Job {
    pub(crate) name: &'static str,
    run: Box<dyn Fn(Flavor, usize) -> Result<Outcome, Fault>>,
}

/// What came of a job.
pub(crate) struct Outcome {
    /// Items that came out.
    pub(crate) items: usize,
    pub(crate) amount: Amount,
}

/// What is said of a job that needs what is not there.
pub(crate) const ABSENT: &str = "not installed";

/// Why a job has no number.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// So many items are missing, or too many if negative.
    Lost(i64),
    Hangs,
    Panics,
    /// What it needs is not installed.
    Absent,
}

impl Job {
    /// A job that runs in a task, where consumers are fastest; what it gives is the number of items that came out.
    pub(crate) fn task<Fut>(name: &'static str, job: impl Fn(usize) -> Fut + 'static) -> Self
    where
        Fut: Future<Output = usize> + Send + 'static,
    {
        Self::timed(name, move |items| {
            let job = job(items);
            async move {
                let began = Instant::now();
                let items = job.await;
                Outcome { items, amount: Amount::Time(began.elapsed()) }
            }
        })
    }

    /// A job in a task that measures by itself.
    pub(crate) fn timed<Fut>(name: &'static str, job: impl Fn(usize) -> Fut + 'static) -> Self
    where
        Fut: Future<Output = Outcome> + Send + 'static,
    {
        let run = move |flavor: Flavor, items| {
            let runtime = flavor.runtime();
            // Some peers spawn while they are built.
            let inside = runtime.enter();
            let job = runtime.spawn(job(items));
            drop(inside);
            let outcome = runtime.block_on(async { tokio::time::timeout(PATIENCE, job).await });
            runtime.shutdown_background();
            outcome.map_err(|_| Fault::Hangs)?.map_err(|_| Fault::Panics)
        };
        Self { name, run: Box::new(run) }
    }

    /// A job whose future is not `Send`, and is waited for by the caller.
    pub(crate) fn here<Fut>(name: &'static str, job: impl Fn(usize) -> Fut + 'static) -> Self
    where
        Fut: Future<Output = usize>,
    {
        let run = move |flavor: Flavor, items| {
            let runtime = flavor.runtime();
            let began = Instant::now();
            let outcome = runtime.block_on(async { tokio::time::timeout(PATIENCE, job(items)).await });
            let amount = Amount::Time(began.elapsed());
            runtime.shutdown_background();
            Ok(Outcome { items: outcome.map_err(|_| Fault::Hangs)?, amount })
        };
        Self { name, run: Box::new(run) }
    }

    /// A job without a runtime.
    pub(crate) fn plain(name: &'static str, job: impl Fn(usize) -> usize + 'static) -> Self {
        let run = move |_, items| {
            let began = Instant::now();
            let items = job(items);
            Ok(Outcome { items, amount: Amount::Time(began.elapsed()) })
        };
        Self { name, run: Box::new(run) }
    }

    /// A job that measures by itself and may fail.
    pub(crate) fn probe(
        name: &'static str,
        job: impl Fn(Flavor, usize) -> Result<Outcome, Fault> + 'static,
    ) -> Self {
        Self { name, run: Box::new(job) }
    }

    pub(crate) fn outcome(&self, flavor: Flavor, items: usize) -> Result<Outcome, Fault> {
        (self.run)(flavor, items)
    }

    /// Does the work once, and says what it needed in the row's unit.
    pub(crate) fn run(&self, workload: &Workload, items: usize) -> Result<f64, Fault> {
        let outcome = self.outcome(workload.flavor, items)?;
        match (workload.expected)(items) as i64 - outcome.items as i64 {
            0 => Ok(workload.unit.of(outcome.amount, items)),
            lost => Err(Fault::Lost(lost)),
        }
    }
}

impl Flavor {
    pub(crate) fn threads(self) -> usize {
        match self {
            Self::Threads => 2,
            Self::Single => 1,
        }
    }

    fn runtime(self) -> Runtime {
        let mut builder = match self {
            Self::Threads => Builder::new_multi_thread(),
            Self::Single => Builder::new_current_thread(),
        };
        builder.worker_threads(self.threads()).enable_all().build().expect("a runtime starts")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(items) if *items < 0 => write!(f, "{} too many", -items),
            Self::Lost(items) => write!(f, "loses {items}"),
            Self::Hangs => f.write_str("hangs"),
            Self::Panics => f.write_str("panics"),
            Self::Absent => f.write_str(ABSENT),
        }
    }
}
