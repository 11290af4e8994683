//! The methods of runs that have them shown.

use crate::run::Run;

/// # Showing how it goes
///
/// On the terminal, or to whoever gathers metrics, while it works. Each gives back the same run. To look at a
/// run from the program, there is [`watch`](Run::watch).
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Says how many items will arrive at the terminals, for what is shown of the run from here on.
    ///
    /// Nothing is checked by it: the run ends when its sources do.
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
    /// how long it will go on where its [`total`](Self::total) is known.
    ///
    /// The line is drawn ten times a second and stays when the run has ended, and then tells how long it took and whether it failed. Where
    /// standard error is no terminal, or `NO_COLOR` or `TERM=dumb` ask for it, nothing is drawn: a run that
    /// takes longer has a plain line every ten seconds. What else the program prints meanwhile disturbs the
    /// picture for a moment.
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
}
