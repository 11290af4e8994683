//! How one edge stands.

/// How one edge between two stages stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct EdgeSnapshot {
    /// Where items come from: the place of a stage in [`Snapshot::stages`](super::Snapshot::stages).
    pub from: usize,
    /// Where they go.
    pub to: usize,
    /// Whether they go through a channel; otherwise both ends share a task, and nothing waits between.
    pub channel: bool,
    /// Which branch of a split it is: its number or its name.
    pub label: Option<String>,
    /// How many items may wait in it; none without a bound. At a rendezvous, where it is 0, an item waits in
    /// its sender's hand.
    pub capacity: Option<u64>,
    /// Items that wait now, those in the hands of senders that wait for room among them.
    pub waiting: u64,
    /// The most that waited at one time.
    pub high_water: u64,
    /// Items that have gone in, errors among them.
    pub items: u64,
}

impl EdgeSnapshot {
    /// Whether a sender waits for room, or would if it had an item.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.channel && self.capacity.is_some_and(|capacity| self.waiting >= capacity.max(1))
    }
}
