//! Which stage a run stands still at.

use std::fmt;
use std::time::Duration;

use super::snapshot::Snapshot;
use super::stage::StageSnapshot;
use crate::draw::escape::shortened;

/// A run that has stood still for a while, though there is something to do.
///
/// [`Run::stall_after`](crate::Run::stall_after) tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stall {
    /// The stage that holds it up.
    pub stage: String,
    /// What that waits for.
    pub waits_for: StalledAt,
    /// For how long nothing has moved.
    pub lasts: Duration,
    /// Items that wait before the stage.
    pub waiting: u64,
    /// Items in the whole run.
    pub alive: u64,
}

/// What the stage waits for that a run stands still at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StalledAt {
    /// Calls that do not end, so many at a time.
    Calls(usize),
    /// It does not take the items that wait before it.
    Reading,
}

impl Stall {
    /// Where a run that stands like this has stood for so long; nothing if there is nothing to do.
    pub(crate) fn find(snapshot: &Snapshot, lasts: Duration) -> Option<Self> {
        let stages = || snapshot.stages.iter().enumerate().rev();
        let in_call = |stage: &StageSnapshot| stage.workers.map_or(0, |workers| workers.in_call);
        let waiting = |place| snapshot.waiting_before(place);
        // The last one that is in calls: those before it may only wait for it.
        let calling = stages().find(|(_, stage)| in_call(stage) > 0);
        let found = calling.map(|(place, stage)| (place, stage, StalledAt::Calls(in_call(stage))));
        let reading = || stages().find(|(place, _)| waiting(*place) > 0);
        let (place, stage, waits_for) =
            found.or_else(|| reading().map(|(place, stage)| (place, stage, StalledAt::Reading)))?;
        let stage = stage.name.clone();
        Some(Self { stage, waits_for, lasts, waiting: waiting(place), alive: snapshot.alive })
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, lasts) = (shortened(&self.stage, 60), self.lasts);
        match self.waits_for {
            StalledAt::Calls(1) => write!(f, "`{name}` has been in one call for {lasts:?}")?,
            StalledAt::Calls(n) => write!(f, "`{name}` has been in the same {n} calls for {lasts:?}")?,
            StalledAt::Reading => write!(f, "`{name}` has taken nothing for {lasts:?}")?,
        }
        match self.waiting {
            0 => Ok(()),
            1 => write!(f, "; one item waits before it"),
            n => write!(f, "; {n} items wait before it"),
        }
    }
}
