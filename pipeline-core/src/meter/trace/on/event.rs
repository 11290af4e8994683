//! What is written down of a run. Times are nanoseconds since it began; stages and edges are those of its
//! graph.

use crate::meter::trace::mark::StageMark;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Call(TracedCall),
    /// So many items wait in an edge from now on.
    Waiting {
        edge: u32,
        at: u64,
        items: u64,
    },
    /// Something has happened in a stage; in a call of that worker, where there is one.
    Stage {
        stage: u32,
        worker: Option<u32>,
        at: u64,
        what: StageMark,
    },
    /// Something has happened to the run.
    Run {
        at: u64,
        what: RunMark,
    },
}

/// A call that is over.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TracedCall {
    pub(crate) stage: u32,
    pub(crate) worker: u32,
    pub(crate) began: u64,
    pub(crate) ended: u64,
    pub(crate) errors: u32,
    pub(crate) retries: u32,
    pub(crate) timeouts: u32,
    /// Whether it was over because its worker was torn down, or its run.
    pub(crate) cut_off: bool,
    /// Where its item comes from, where that is followed.
    pub(crate) hop: Option<Box<Hop>>,
}

/// The way of an item from the call that gave it to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hop {
    /// Which of the items that are followed it is.
    pub(crate) item: u64,
    /// The call that gave it, and when.
    pub(crate) stage: u32,
    pub(crate) worker: u32,
    pub(crate) at: u64,
}

/// What happens to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RunMark {
    /// A stage has failed, which ends the run unless nobody reads that stage any more.
    Failure {
        stage: u32,
        reason: String,
    },
    /// Its sources wait.
    Paused,
    /// They go on.
    Resumed,
    /// They have ended, and what is inside is finished.
    Stopped,
    /// It was aborted, or its signal came.
    Cancelled,
    Ended(&'static str),
}
