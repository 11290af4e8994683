//! What a row of the table is: a workload, the jobs that do it, and what is asked of ours.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

/// The longest that a job may take before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// One row: the same work, done by ours and by the peers.
pub(crate) struct Workload {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
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

/// What the numbers of a row are.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Nanoseconds for each item.
    NsPerItem,
    /// Nanoseconds for each item on each of so many edges.
    NsPerHop(u32),
    /// Microseconds for each of the items, where an item is a run.
    UsPerItem,
    /// Milliseconds in all.
    Ms,
    /// Mebibytes that the process has grown by.
    MiB,
}

/// What is asked of ours.
pub(crate) enum Bound {
    /// At most so many times what the other job needs.
    Times(&'static str, f64),
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

/// What was measured.
pub(crate) enum Amount {
    Time(Duration),
    Bytes(u64),
}

/// Why a job has no number.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// So many items are missing, or too many if negative.
    Lost(i64),
    Hangs,
    Panics,
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
    pub(crate) fn probe(name: &'static str, job: impl Fn(usize) -> Result<Outcome, Fault> + 'static) -> Self {
        Self { name, run: Box::new(move |_, items| job(items)) }
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
    fn runtime(self) -> Runtime {
        let mut builder = match self {
            Self::Threads => Builder::new_multi_thread(),
            Self::Single => Builder::new_current_thread(),
        };
        builder.worker_threads(2).enable_all().build().expect("a runtime starts")
    }
}

impl Unit {
    fn of(self, amount: Amount, items: usize) -> f64 {
        let (time, bytes) = match amount {
            Amount::Time(time) => (time.as_nanos() as f64, 0.0),
            Amount::Bytes(bytes) => (0.0, bytes as f64),
        };
        let items = items as f64;
        match self {
            Self::NsPerItem => time / items,
            Self::NsPerHop(edges) => time / items / f64::from(edges),
            Self::UsPerItem => time / items / 1e3,
            Self::Ms => time / 1e6,
            Self::MiB => bytes / f64::from(1 << 20),
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::NsPerItem => "ns an item",
            Self::NsPerHop(_) => "ns an item and edge",
            Self::UsPerItem => "us a run",
            Self::Ms => "ms",
            Self::MiB => "MiB",
        }
    }
}
