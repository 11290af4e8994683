//! Runs that are watched.

#[cfg(feature = "trace")]
use std::sync::Arc;

use super::run::Run;
#[cfg(feature = "_live")]
use crate::meter::sum_of_known;
#[cfg(feature = "_live")]
use crate::watch::AtEnd;
#[cfg(feature = "trace")]
use crate::watch::TraceWriter;
use crate::watch::{Watch, Watching};

/// # Watching
///
/// What its stages do, and which of them holds it up.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// The same run, and what looks at it: while it works, and after it has ended.
    ///
    /// A run that is watched counts its items and times its calls, for some nanoseconds an item and stage.
    /// One that is not does nothing of that. A run that becomes a part of another is watched as that.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let fetch = |n: u32| async move {
    ///     tokio::time::sleep(Duration::from_millis(100)).await;
    ///     n
    /// };
    /// let (run, watch) = Stream::from_iter(0..40).map_async(fetch).workers(4).count().watch();
    /// let running = run.spawn();
    /// tokio::time::sleep(Duration::from_millis(250)).await;
    /// let snapshot = watch.snapshot();
    /// assert_eq!(snapshot.stages[1].items_out, 8);
    /// assert_eq!(snapshot.stages[1].workers.unwrap().in_call, 4);
    /// assert_eq!(running.await?, 40);
    /// assert_eq!(watch.snapshot().stages[1].calls.unwrap().count, 40);
    /// # Ok(()) }
    /// ```
    #[must_use = "the run does nothing until it is awaited"]
    pub fn watch(mut self) -> (Self, Watch) {
        let watching = Watching::new(self.graph());
        let watch = Watch::new(watching.watched().clone());
        self.watching.push(watching);
        (self, watch)
    }
}

#[cfg(feature = "trace")]
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Has the run traced; `at_end` is called when it has ended, before its result is given.
    pub(crate) fn traced_by(
        mut self,
        writer: Arc<dyn TraceWriter>,
        at_end: impl FnOnce(&Watch) + Send + Sync + 'static,
    ) -> Self {
        let mut watching = Watching::timing_each_call(self.graph());
        let watch = Watch::new(watching.watched().clone());
        watching.set_at_end(Box::new(move || at_end(&watch)));
        watching.set_writer(writer);
        self.watching.push(watching);
        self
    }
}

#[cfg(feature = "_live")]
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// How many items are to arrive: what was said of the run, or of all its terminals.
    pub(crate) fn expected(&self) -> Option<u64> {
        let of_terminals = || {
            let terminals = (!self.joined.is_empty()).then_some(&self.joined)?;
            sum_of_known(terminals.iter().map(|terminal| terminal.expected))
        };
        self.node.expected.or_else(of_terminals)
    }

    /// Has the run watched; what `begin` gives is called when it has ended, before its result is given.
    pub(crate) fn watched_by(mut self, begin: impl FnOnce(Watch) -> AtEnd) -> Self {
        let mut watching = Watching::new(self.graph());
        watching.set_at_end(begin(Watch::new(watching.watched().clone())));
        self.watching.push(watching);
        self
    }
}
