//! The methods of runs that have them shown.

use crate::run::Run;

/// # Showing how it goes
///
/// On the terminal, or to whoever gathers metrics, while it works. Each gives back the same run. To look at a
/// run from the program, there is [`watch`](Run::watch).
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Says how many items will arrive at the terminals, for what is shown of the run from here on.
    ///
    /// Nothing is checked by it: the run ends when its sources do. Where nothing is said, what is shown goes
    /// by what the sources know of themselves: see [`expected`](crate::StageSnapshot::expected).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let names = vec!["a", "b", "c"];
    /// let total = names.len() as u64;
    /// let run = Stream::from_iter(names).map_async(|name| async move { name.len() }).count();
    /// # #[cfg(feature = "progress")]
    /// let run = run.total(total).progress();
    /// assert_eq!(run.await?, 3);
    /// # Ok(()) }
    /// ```
    #[must_use = "a run does nothing until it is awaited"]
    pub fn total(mut self, items: u64) -> Self {
        self.node.expected = Some(items);
        self
    }

    /// Tells in a line on standard error how far the run is: items that have arrived, how many a second, and
    /// how long it will go on where that can be told.
    ///
    /// It can where its [`total`](Self::total) was said, or where the sources know how many items they have,
    /// as a `Vec` or a range does. If each stage gives one item for each, as `map` does, so many are to
    /// arrive. If one gives another number, as `filter` does, the line tells instead how many were `taken`
    /// from the sources, of how many. If one may leave before the end, as `take` does, nothing is known.
    ///
    /// The line is drawn ten times a second. It stays when the run has ended, and then tells how long that
    /// took, and whether it failed. Where standard error is no terminal, or `NO_COLOR` or `TERM=dumb` ask for
    /// it, nothing is drawn: a run that takes longer has a plain line every ten seconds. What else the
    /// program prints meanwhile disturbs the picture for a moment.
    ///
    /// A thread of its own draws, so that any executor will do; it looks at the run as
    /// [`watch`](Self::watch) does. The last line is written before the run gives its result. The terminal
    /// needs no restoring, however the program ends: its modes and its cursor are left alone.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter(0..1_000).map_async(|n| async move { n }).workers(4).count();
    /// assert_eq!(run.total(1_000).progress().await?, 1_000);
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "progress")]
    #[must_use = "a run does nothing until it is awaited"]
    pub fn progress(self) -> Self {
        super::progress::progress(self, super::progress::Lines::Run)
    }

    /// As [`progress`](Self::progress), with a line for each stage below: items in and out, how many a
    /// second, busy workers, what waits for them, errors.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter(0..1_000).map_async(|n| async move { n }).workers(4).count();
    /// assert_eq!(run.progress_stages().await?, 1_000);
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "progress")]
    #[must_use = "a run does nothing until it is awaited"]
    pub fn progress_stages(self) -> Self {
        super::progress::progress(self, super::progress::Lines::Stages)
    }

    /// Shows a table of the stages on standard error: busy workers, items in and out in a second, the queue
    /// before each, how long calls take, errors; and below it what holds the run up.
    ///
    /// Rates are those of the last five seconds, and of the whole run once it has ended: the table stays
    /// then. `queue` counts what waits in channels, those in the hands of senders among it, and behind a plus
    /// what waits inside the stage. A stage without a task of its own has no workers, and no times. Stages
    /// for which the screen has no room are counted.
    ///
    /// What else the program prints while the table is there is drawn over. Where a run fails or is
    /// cancelled, the last table comes below what was printed by then, the message of a panic as a rule.
    ///
    /// Where nothing can be drawn there are plain lines, as those of `progress`; what is said there of
    /// threads, of the end and of the terminal is so here.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::from_iter(0..1_000).map_async(|n| async move { n }).workers(4).count();
    /// assert_eq!(run.top().await?, 1_000);
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "top")]
    #[must_use = "a run does nothing until it is awaited"]
    pub fn top(self) -> Self {
        super::top::top(self)
    }

    /// Publishes what the run does to the recorder of the [`metrics`](https://docs.rs/metrics) facade: once a
    /// second, and a last time before it gives its result. The page of [`Metrics`](crate::Metrics) has the
    /// names and labels.
    ///
    /// A thread of its own publishes, to the recorder that is installed for the whole program. A service that
    /// is scraped may ask for the numbers itself, by [`Watch::metrics`](crate::Watch::metrics).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use metrics_exporter_prometheus::PrometheusBuilder;
    ///
    /// let prometheus = PrometheusBuilder::new().install_recorder().unwrap();
    /// let run = Stream::from_iter(0..1_000).map_async(|n| async move { n }).workers(4).count();
    /// run.metrics().await?;
    /// let arrived = r#"pipeline_items_received_total{pipeline="pipeline",stage="count"} 1000"#;
    /// assert!(prometheus.render().contains(arrived));
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "metrics")]
    #[must_use = "a run does nothing until it is awaited"]
    pub fn metrics(self) -> Self {
        super::metrics::published(self)
    }
}
