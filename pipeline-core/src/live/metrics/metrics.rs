//! `Metrics`: hands what a run does to the `metrics` facade.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use metrics::{Key, counter, gauge};

use super::call_times::ToldTimes;
use super::description::describe;
use super::reading::{Names, Value, read};
use crate::engine::lock::lock;
use crate::live::view::{View, shown_by};
use crate::run::Run;
use crate::watch::{CallTimes, RunState, Snapshot, Watch};

/// How often a run publishes by itself.
const PERIOD: Duration = Duration::from_secs(1);

/// Hands what a run does to the recorder of the [`metrics`](https://docs.rs/metrics) facade, each time it is
/// asked to.
///
/// [`Watch::metrics`] makes it, for a service that [publishes](Self::publish) when it is scraped.
/// [`Run::metrics`] publishes by itself.
///
/// | metric | labels beside `pipeline` | what it is |
/// |---|---|---|
/// | `pipeline_items_received_total` | `stage` | items taken in; of a source, made |
/// | `pipeline_items_total` | `stage`, `outcome` | `ok`: given on; `error`: failed; `filtered`: neither |
/// | `pipeline_retries_total` | `stage` | calls made again |
/// | `pipeline_timeouts_total` | `stage` | calls that took too long |
/// | `pipeline_call_seconds` | `stage` | how long calls take: a histogram |
/// | `pipeline_workers_busy`, `_idle`, `_blocked` | `stage` | in a call, waiting for an item, for room |
/// | `pipeline_workers_limit` | `stage` | the most that there may be |
/// | `pipeline_queue_length`, `_capacity` | `from`, `stage` | items that wait between two stages, and may |
/// | `pipeline_held_items` | `stage` | items that wait inside a stage, or in `Stream::channel` |
/// | `pipeline_items_alive` | | items inside the pipeline |
/// | `pipeline_items_expected` | | what [`Run::total`] said, or what the sources know |
/// | `pipeline_runs_working` | | runs at work |
/// | `pipeline_runs_ended_total` | `outcome` | runs that `succeeded`, `failed` or were `cancelled` |
///
/// `pipeline` is the name of the run, or `pipeline`. Runs of one name are added up, one after another and at
/// the same time. What was filtered is known when the run has ended, and published then: before, it cannot be
/// told from what is inside. Names of more than 64 characters are shortened, and control characters in them
/// are escaped.
///
/// What is made of the histogram is the recorder's to say: quantiles, or buckets of the bounds that it is
/// given. Nothing is recorded while calls are made: their times are handed over when it is published, within
/// one part in a hundred. Of quick calls only some are timed, and each stands for several. A recorder that
/// keeps every value until it is asked, as that for Prometheus does, should be asked now and then.
///
/// The counters are exact once the run has ended and was published after that. The recorder must be installed
/// before the first is published: what came before it is not told again.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use metrics_exporter_prometheus::PrometheusBuilder;
///
/// let prometheus = PrometheusBuilder::new().install_recorder().unwrap();
/// let (run, watch) = Stream::from_iter(0..100).filter(|n| n % 4 == 0).count().watch();
/// let metrics = watch.metrics();
/// run.await?;
/// metrics.publish();
/// let filtered = r#"pipeline_items_total{pipeline="pipeline",stage="filter",outcome="filtered"} 75"#;
/// assert!(prometheus.render().contains(filtered));
/// # Ok(()) }
/// ```
pub struct Metrics {
    watch: Watch,
    expected: Option<u64>,
    told: Mutex<Known>,
}

/// What the recorder knows.
#[derive(Default)]
struct Known {
    values: HashMap<Key, Value>,
    calls: ToldTimes,
}

impl Metrics {
    fn new(watch: Watch, expected: Option<u64>) -> Self {
        describe();
        Self { watch, expected, told: Mutex::default() }
    }

    /// Brings the recorder up to date.
    ///
    /// It reads all meters of the run, so once for each scrape is enough.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use metrics_exporter_prometheus::PrometheusBuilder;
    ///
    /// let prometheus = PrometheusBuilder::new().install_recorder().unwrap();
    /// let (run, watch) = Stream::from_iter(0..5).count().watch();
    /// let metrics = watch.metrics();
    /// run.await?;
    /// metrics.publish();
    /// metrics.publish(); // nothing is counted twice
    /// let arrived = r#"pipeline_items_received_total{pipeline="pipeline",stage="count"} 5"#;
    /// assert!(prometheus.render().contains(arrived));
    /// # Ok(()) }
    /// ```
    pub fn publish(&self) {
        self.publish_as(&self.watch.snapshot(), &self.watch.call_times());
    }

    pub(super) fn publish_as(&self, now: &Snapshot, calls: &[CallTimes]) {
        // Taken for as long as it takes, so that two at once do not tell the same twice.
        let mut told = lock(&self.told);
        if now.state != RunState::NotStarted {
            let names = Names::of(now);
            for (key, value) in read(now, &names, self.expected) {
                let before = told.values.get(&key).copied();
                told.values.insert(key.clone(), tell(key, before, value));
            }
            told.calls.tell(&names.pipeline, &names.stages, calls);
        }
    }
}

/// Tells the recorder of a value, and gives what it knows then.
fn tell(key: Key, before: Option<Value>, value: Value) -> Value {
    let (name, labels): (String, Vec<_>) = (key.name().to_owned(), key.labels().cloned().collect());
    match (before, value) {
        (Some(Value::Counted(before)), Value::Counted(n)) => {
            // One that is a moment behind is told the next time.
            counter!(name, labels).increment(n.saturating_sub(before));
            Value::Counted(n.max(before))
        }
        (_, Value::Counted(n)) => {
            counter!(name, labels).increment(n);
            value
        }
        (before, Value::Present(n)) => {
            let before = if let Some(Value::Present(before)) = before { before } else { 0.0 };
            gauge!(name, labels).increment(n - before);
            value
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics(..)")
    }
}

impl Watch {
    /// What hands the run's numbers to the recorder of the [`metrics`](https://docs.rs/metrics) facade, each
    /// time it is asked to: for a service that publishes when it is scraped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..5).count().watch();
    /// let metrics = watch.metrics();
    /// assert_eq!(run.await?, 5);
    /// metrics.publish(); // without a recorder, nobody hears of it
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        Metrics::new(self.clone(), None)
    }
}

/// Publishes while the run works.
struct Published(Metrics);

impl View for Published {
    fn period(&self) -> Duration {
        PERIOD
    }

    fn show(&mut self, now: &Snapshot) {
        self.0.publish_as(now, &self.0.watch.call_times());
    }

    fn finish(self: Box<Self>, last: &Snapshot) {
        self.0.publish_as(last, &self.0.watch.call_times());
    }
}

/// Has a run publish what it does.
pub(crate) fn published<R, E, S>(run: Run<R, E, S>) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let expected = run.expected();
    shown_by(run, |watch| Published(Metrics::new(watch.clone(), expected)))
}
