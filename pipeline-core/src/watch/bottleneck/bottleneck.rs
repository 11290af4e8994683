//! `Bottleneck`: what holds a run up.

/// What holds a run up, and what would help. `Display` says it in a sentence.
///
/// It is found by what workers spend their time with: of the stages whose inlet is full and whose outlet is
/// not, it is the one that is busy for the greatest share of the time. What holds no run up is named, too: a
/// source that gives too little, or that nothing has gone through yet.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::Reason;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// async fn fetch(n: u64) -> u64 {
///     tokio::time::sleep(Duration::from_millis(100)).await;
///     n
/// }
/// let run = Stream::from_iter(0..1_000).map_async(fetch).workers(10).drain();
/// let (run, watch) = run.watch();
/// run.await?;
/// let bottleneck = watch.snapshot().bottleneck().unwrap();
/// assert_eq!((bottleneck.name.as_str(), bottleneck.reason), ("fetch", Reason::SlowCalls));
/// assert!(bottleneck.to_string().starts_with("`fetch` held the pipeline up: its 10 workers were busy"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Bottleneck {
    /// Why the run is not quicker.
    pub reason: Reason,
    /// The stage: its place in [`Snapshot::stages`](crate::Snapshot::stages).
    pub stage: usize,
    /// Its name. It may hold anything: escape it where you print it by itself.
    pub name: String,
    /// The names of the stages without a task of their own that are called in its task, and whose time is
    /// counted as its own.
    pub fused: Vec<String>,
    /// How many workers it has at present, of those that it may have.
    pub workers: usize,
    /// The share of their time that they are busy, from 0 to 1.
    pub busy: f64,
    /// What would help.
    pub remedy: Remedy,
    /// The stage that would be the next, as far as it can be told.
    pub next: Option<String>,
    /// Whether the run has ended, so that this is told of the past.
    pub ended: bool,
}

/// Why a run is not quicker than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Reason {
    /// The workers of a stage wait in calls nearly all of the time.
    SlowCalls,
    /// The workers of a stage compute nearly all of the time.
    Computing {
        /// How many threads of the machine can compute at a time.
        cores: usize,
    },
    /// The workers of a stage are in calls that block, whether these wait or compute.
    Blocking {
        /// How many threads of the machine can compute at a time.
        cores: usize,
    },
    /// The workers of an ordered stage wait for one result, and those behind it fill the window.
    HeadOfLine {
        /// How many results wait.
        waiting: u64,
        /// How many may.
        window: u64,
    },
    /// Most items of a stage that keeps the order of each key are of the same few keys.
    FewKeys {
        /// How many items wait for the call before of their key.
        waiting: u64,
        /// How many may.
        limit: u64,
    },
    /// An `expand` has no more items at a time: each comes from a call that is not done.
    Frontier,
    /// A stage is there to let no more through: `throttle`, `rate_limit`.
    RateLimit,
    /// The terminal takes too long for each item.
    SlowTerminal,
    /// The source gives no more: all stages have room.
    SlowSource,
    /// All stages share one task, so that nothing goes on side by side.
    OneTask,
    /// No item has gone through yet.
    NothingYet,
}

/// What would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Remedy {
    /// More workers of the stage.
    MoreWorkers {
        /// Up to about so many, after which another stage is the bottleneck. It is computed from how busy the
        /// others are; none where that is more than ten times as many as there are, or cannot be told.
        up_to: Option<usize>,
    },
    /// More workers of this stage and of the next, which is about as busy.
    MoreWorkersOfBoth,
    /// Calls that take less time: more workers would not help, or the stage cannot have them.
    QuickerCalls,
    /// A larger `.window(..)`, or no `.ordered()`.
    LargerWindow,
    /// A source that gives more.
    QuickerSource,
    /// A task of its own for the slowest stage: `.workers(..)` or `.buffer(..)`.
    OwnTask,
    /// Nothing that the pipeline could do.
    Nothing,
}

impl Reason {
    /// Whether a stage holds the run up, and not the source, or nothing.
    pub(crate) fn is_a_stage(self) -> bool {
        !matches!(self, Self::OneTask | Self::NothingYet)
    }
}
