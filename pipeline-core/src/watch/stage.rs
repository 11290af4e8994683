//! How one stage stands.

use super::calls::Calls;
use super::workers::Workers;
use crate::plan::GraphKind;

/// How one stage stands: what it has taken in and given, and what its workers do.
///
/// Once the run has ended well, `items_in + added` is `items_out + filtered + errors`, for every stage.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageSnapshot {
    /// The name, as in [`Run::graph`](crate::Run::graph). It may hold anything: escape it where you print it.
    pub name: String,
    /// The operator, source or terminal.
    pub operator: &'static str,
    /// What it does with streams.
    pub kind: GraphKind,
    /// Items that it has taken in, values and errors of the stages before it. For a source: what it has made.
    pub items_in: u64,
    /// Items that it has given, errors of the stages before it among them. For a terminal: what has arrived,
    /// without the items that it failed with.
    pub items_out: u64,
    /// Errors that it has made.
    pub errors: u64,
    /// Calls that were made again after they had failed.
    pub retries: u64,
    /// Calls that took longer than their `.timeout(..)`.
    pub timeouts: u64,
    /// Items that have gone in and have not come out: filtered, or gathered into chunks and windows, or
    /// still inside.
    pub filtered: u64,
    /// Items that have come out beside one for each that went in, as of `flat_map`, a `tee`, or `expand`.
    pub added: u64,
    /// Its workers; none for what makes no calls in tasks of its own: sources, fused stages, terminals that
    /// gather.
    pub workers: Option<Workers>,
    /// Its calls; none where it has no workers, or has made none.
    pub calls: Option<Calls>,
    /// Items that wait inside: for an earlier result where the stage is ordered, for the call before of the
    /// same key, to be expanded, or for the reader where it has an `.overflow(..)`. None where the stage
    /// cannot hold any.
    pub held: Option<Held>,
    /// Of a [`Stream::channel`](crate::Stream::channel), items that were sent into it and that the run has
    /// not taken in: they are not `alive`, and not among its `items_in`. None for all other stages, and
    /// before the run has begun.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let (sender, items) = Stream::channel(3);
    /// let (run, watch) = items.map_async(|_| std::future::pending::<()>()).count().watch();
    /// let running = run.spawn();
    /// for n in 0..5 {
    ///     sender.send(n).await.unwrap();
    /// }
    /// let seen = watch.snapshot();
    /// let queued = seen.stages[0].queued.unwrap();
    /// assert_eq!((queued.waiting, queued.high_water, queued.limit), (3, 3, Some(3)));
    /// // One is in the call, and one on its way to it.
    /// assert_eq!((seen.alive, seen.stages[0].items_in), (2, 2));
    /// # drop(running);
    /// # }
    /// ```
    pub queued: Option<Held>,
    /// Of a source, how many items it has said that it will make, where its iterator or stream knows exactly
    /// and no stage may leave before the end. Of a terminal, how many will arrive by that, where each stage
    /// before it gives one item for each. None for all other stages, and where that is not known.
    ///
    /// It is what the source's `size_hint` says, which may be wrong.
    pub expected: Option<u64>,
}

#[cfg(any(feature = "metrics", feature = "top"))]
impl StageSnapshot {
    /// Items that wait in the stage or for it, and in none of its edges; none where it has no such place.
    pub(crate) fn waiting_beside_edges(&self) -> Option<u64> {
        let places = [self.held, self.queued].into_iter().flatten();
        places.map(|held| held.waiting).reduce(u64::saturating_add)
    }
}

/// Items that wait inside a stage, or for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Held {
    /// How many wait now.
    pub waiting: u64,
    /// The most that waited at one time.
    pub high_water: u64,
    /// How many may wait, beside those in the hands of workers; none without a bound.
    pub limit: Option<u64>,
}
