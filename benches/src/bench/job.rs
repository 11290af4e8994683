//! One way to do the work of a row, and how it is run.

use std::future::Future;
use std::time::{Duration, Instant};

use super::{Amount, Fault, Flavor};

/// A job that takes longer than this is said to hang.
const TIME_LIMIT: Duration = Duration::from_secs(20);

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

impl Job {
    /// A job that runs in a task, where consumers are fastest, and gives the number of items that came out.
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
            let outcome = runtime.block_on(async { tokio::time::timeout(TIME_LIMIT, job).await });
            runtime.shutdown_background();
            outcome.map_err(|_| Fault::Hangs)?.map_err(|_| Fault::Panics)
        };
        Self { name, run: Box::new(run) }
    }

    /// A job whose future is not `Send`, and is waited for by the caller.
    pub(crate) fn local<Fut>(name: &'static str, job: impl Fn(usize) -> Fut + 'static) -> Self
    where
        Fut: Future<Output = usize>,
    {
        let run = move |flavor: Flavor, items| {
            let runtime = flavor.runtime();
            let began = Instant::now();
            let outcome = runtime.block_on(async { tokio::time::timeout(TIME_LIMIT, job(items)).await });
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

    /// Does the work once.
    pub(crate) fn outcome(&self, flavor: Flavor, items: usize) -> Result<Outcome, Fault> {
        (self.run)(flavor, items)
    }
}
