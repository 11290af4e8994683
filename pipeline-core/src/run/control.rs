//! `Control`: a pipeline at work is stopped, paused and aborted from outside.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::not_elastic::NotElastic;
use super::stopped::Stopped;
use crate::engine::supervision::{OutOfRange, Switch};
use crate::plan::Graph;

/// Steers a run from outside: stops, pauses or aborts it, and waits for its end.
///
/// [`Running::control`](crate::Running::control) and [`Open::control`](crate::Open::control) give it. Clones
/// steer the same run, from any task. It holds nothing of the run alive, and dropping it changes nothing;
/// once the run has ended, its calls do nothing.
///
/// A run that was only made, and not started, can be steered as well: it starts stopped, paused or aborted.
///
/// # What a stop ends
///
/// | source | at `stop` |
/// |---|---|
/// | `from_iter`, `from_stream`, `lines`, `repeat`, `unfold`, `interval`, `once` and the like | dropped |
/// | `generate` | its block is dropped where it is |
/// | `channel` | closed for its senders at once; what `send` had accepted is given |
/// | `from_receiver`, tokio's `mpsc` | closed; what waits in it or was reserved is given |
/// | `from_receiver`, kanal and tokio's `broadcast` | what can be taken without waiting is given |
/// | `defer` | as what it made; `make` is not called any more |
/// | the second part of a `chain` | not started, but channels give what they accepted |
/// | `expand` | calls under way and its input finish; what comes back is dropped |
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// let running = Stream::interval(Duration::from_secs(1)).map_async(|_| async {}).count().spawn();
/// let control = running.control();
/// tokio::time::sleep(Duration::from_millis(2_500)).await;
/// control.stop();
/// assert_eq!(running.await?, 3); // at 0, 1 and 2 seconds
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Control(Arc<Switch>);

impl Control {
    pub(crate) fn new(switch: Arc<Switch>) -> Self {
        Self(switch)
    }

    /// Ends the sources. What is inside is finished, and the run gives its result as at any other end of its
    /// input.
    ///
    /// Windows and chunks that are not full are given as they are. What a source does is said in the table
    /// [above](Control). A run that is paused can be stopped. One that has not started gives what a run
    /// without input gives.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(8);
    /// let running = items.chunks(2).collect::<Vec<_>>().into_future();
    /// for n in 0..3 {
    ///     sender.send(n).await.unwrap();
    /// }
    /// running.control().stop();
    /// assert_eq!(running.await?, [vec![0, 1], vec![2]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "drain")]
    #[doc(alias = "shutdown")]
    #[doc(alias = "KillSwitch")]
    #[doc(alias = "graceful_shutdown")]
    pub fn stop(&self) {
        self.0.gate.stop();
    }

    /// [Stops](Self::stop) the run, and waits until it has ended; after `limit` it is [aborted](Self::abort).
    ///
    /// The run must be awaited elsewhere, or [spawned](crate::Run::spawn): this does not start it. Choose a
    /// limit that is longer than the slowest call: calls under way are finished. Calls of `_blocking`
    /// functions cannot be aborted, and are waited for even then.
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, the run is still stopped, and not aborted any more.
    ///
    /// # Panics
    ///
    /// Where there is no tokio runtime, whose clock it waits on.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let stuck = Stream::from_iter([1]).map_async(|_| std::future::pending::<()>()).drain().spawn();
    /// tokio::time::sleep(Duration::from_secs(1)).await; // the item is let in
    /// let stopped = stuck.control().stop_within(Duration::from_secs(30)).await;
    /// assert!(!stopped.in_time);
    /// assert_eq!((stopped.drained, stopped.dropped), (0, 1));
    /// assert!(matches!(stuck.await, Err(PipelineError::Cancelled)));
    /// # }
    /// ```
    pub async fn stop_within(&self, limit: Duration) -> Stopped {
        self.stop();
        let in_time = tokio::time::timeout(limit, self.ended()).await.is_ok();
        if !in_time {
            self.abort();
            self.ended().await;
        }
        Stopped { in_time, drained: self.0.tally.arrived(), dropped: self.0.tally.dropped() }
    }

    /// Cancels the run, which gives [`PipelineError::Cancelled`](crate::PipelineError::Cancelled) unless it
    /// has ended by then.
    ///
    /// What is inside is dropped. Calls of `_blocking` functions that have started go on to their end, and
    /// the run waits for them.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let running = Stream::<i32>::pending().drain().spawn();
    /// running.control().abort();
    /// assert!(matches!(running.await, Err(PipelineError::Cancelled)));
    /// # }
    /// ```
    #[doc(alias = "cancel")]
    pub fn abort(&self) {
        self.0.abort();
    }

    /// Has the sources wait until [`resume`](Self::resume): nothing more is let in.
    ///
    /// What is inside goes on, and so do its timers. Senders of a `channel` wait once it is full.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use futures::FutureExt;
    ///
    /// let mut running = Stream::from_iter(0..5).count().into_future();
    /// let control = running.control();
    /// control.pause();
    /// tokio::task::yield_now().await;
    /// assert!((&mut running).now_or_never().is_none());
    /// control.resume();
    /// assert_eq!(running.await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn pause(&self) {
        self.0.gate.pause();
    }

    /// Lets the sources go on after a [`pause`](Self::pause).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let running = Stream::from_iter(0..5).count().spawn();
    /// running.control().pause();
    /// running.control().resume();
    /// assert_eq!(running.await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn resume(&self) {
        self.0.gate.resume();
    }

    /// Sets how many workers of a stage may make calls at a time, where that is a range (`.workers(2..=64)`).
    ///
    /// The stage keeps to it and searches no more. Calls under way are finished: fewer workers take effect as
    /// they end. A number that is set before the run has started is kept for the stage, and brought into its
    /// range; a name that no stage has is not noticed then.
    ///
    /// # Errors
    ///
    /// Where the run has no such stage at work, the stage has a fixed number of workers, or the number is
    /// outside of its range.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(4);
    /// let running = items.map_async(|n: i32| async move { n }).name("save").workers(2..=64).count().spawn();
    /// sender.send(1).await.unwrap();
    /// let control = running.control();
    /// control.set_workers("save", 10).unwrap();
    /// tokio::task::yield_now().await;
    /// assert_eq!(control.workers("save"), Some(10));
    /// control.stop();
    /// assert_eq!(running.await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn set_workers(&self, stage: &str, workers: usize) -> Result<(), NotElastic> {
        match self.0.resizable.resize(stage, workers) {
            Some(Ok(())) => Ok(()),
            Some(Err(OutOfRange { least, most })) => {
                Err(NotElastic::OutOfRange { stage: stage.to_owned(), workers, least, most })
            }
            None => Err(NotElastic::Unknown { stage: stage.to_owned() }),
        }
    }

    /// How many workers of a stage may make calls now, where that is a range and the stage is at work.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let running = Stream::from_iter(0..9).map(|n| n + 1).workers(2..=8).count().into_future();
    /// assert_eq!(running.control().workers("map"), None); // it has not started yet
    /// ```
    pub fn workers(&self, stage: &str) -> Option<usize> {
        self.0.resizable.workers(stage)
    }

    /// How many items a stage with [`.overflow(..)`](crate::Stream::overflow) has dropped because there was
    /// no room for them. Nothing where the run has no such stage, or has not started it yet.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Overflow;
    ///
    /// let running = Stream::from_iter(0..100).buffer(8).overflow(Overflow::DropNewest).count().spawn();
    /// let control = running.control();
    /// assert_eq!(running.await? + control.dropped("from_iter").unwrap(), 100);
    /// # Ok(()) }
    /// ```
    pub fn dropped(&self, stage: &str) -> Option<usize> {
        self.0.tally.overflowed(stage)
    }

    /// What the run looks like, as [`Run::graph`](crate::Run::graph) tells it, with how its stages stand now:
    /// how many of a range of workers may work, and how many items were dropped for want of room. Nothing
    /// before the run has started and after it has ended.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(0);
    /// let running = items.map_async(|n: i32| async move { n }).workers(2..=64).count().spawn();
    /// let control = running.control();
    /// assert!(control.graph().is_none()); // it has not started yet
    /// sender.send(1).await.unwrap();
    /// assert_eq!(
    ///     control.graph().unwrap().to_string(),
    ///     "channel => map_async (2..=64 workers, 2 at work) => count\n"
    /// );
    /// # drop(sender);
    /// running.await?;
    /// assert!(control.graph().is_none());
    /// # Ok(()) }
    /// ```
    pub fn graph(&self) -> Option<Graph> {
        self.0.graph()
    }

    /// Waits until the run has ended, however that came: every task has ended, and all that they held is
    /// dropped.
    ///
    /// The result is told to who awaits the run, and not here.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost when it is dropped.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let running = Stream::repeat(1).drain().spawn();
    /// let control = running.control();
    /// drop(running); // cancels the run, without waiting for it
    /// control.ended().await;
    /// # }
    /// ```
    pub async fn ended(&self) {
        self.0.ended().await;
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Control(..)")
    }
}
