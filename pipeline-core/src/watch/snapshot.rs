//! `Snapshot`: how a run stands at one moment.

use std::time::Duration;

use super::edge::EdgeSnapshot;
use super::stage::StageSnapshot;
use super::state::RunState;

/// How a run stands at one moment: its stages, its edges, and what they have done since it began.
///
/// The numbers are read one after another while the run works, so that two of them may be an item apart. Once
/// the run has ended they are exact.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Snapshot {
    /// The name that the run was given, if any.
    pub name: Option<String>,
    /// Whether it works, or how it ended.
    pub state: RunState,
    /// For how long it has worked; nothing before it has begun, and no longer than until its end.
    pub elapsed: Duration,
    /// Items that the sources have made and that have not left: in buffers, calls, windows and hands.
    pub alive: u64,
    /// The stages, in the order of [`Run::graph`](crate::Run::graph).
    pub stages: Vec<StageSnapshot>,
    /// The edges between them, in the order of [`Graph::edges`](crate::Graph::edges).
    pub edges: Vec<EdgeSnapshot>,
}

impl Snapshot {
    /// Items that wait before the stage at this place.
    pub(crate) fn waiting_before(&self, stage: usize) -> u64 {
        self.edges.iter().filter(|edge| edge.to == stage).map(|edge| edge.waiting).sum()
    }
}
