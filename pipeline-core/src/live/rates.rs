//! How fast items have gone in and out lately.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::plan::GraphKind;
use crate::watch::Snapshot;

/// Items in a second.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rates {
    /// Items that arrive at the terminals.
    pub(crate) arriving: f64,
    /// Of each stage, in the order of the snapshot: what goes in, and what comes out.
    pub(crate) stages: Vec<(f64, f64)>,
}

/// Items that have arrived at the terminals.
pub(crate) fn arrived(snapshot: &Snapshot) -> u64 {
    snapshot.stages.iter().filter(|stage| stage.kind == GraphKind::Terminal).map(|stage| stage.items_in).sum()
}

/// What has gone in and out between two snapshots, the first of which may be the beginning.
pub(crate) fn rates(earlier: Option<&Snapshot>, now: &Snapshot, between: Duration) -> Rates {
    let rate = |before: u64, after: u64| {
        let seconds = between.as_secs_f64();
        if seconds > 0.0 { after.saturating_sub(before) as f64 / seconds } else { 0.0 }
    };
    let stages = now.stages.iter().enumerate().map(|(at, stage)| {
        let before = earlier.and_then(|earlier| earlier.stages.get(at));
        let (items_in, items_out) = before.map_or((0, 0), |before| (before.items_in, before.items_out));
        (rate(items_in, stage.items_in), rate(items_out, stage.items_out))
    });
    Rates { arriving: rate(earlier.map_or(0, arrived), arrived(now)), stages: stages.collect() }
}

/// Snapshots of the last seconds, so that rates are steady, and are those of now.
#[derive(Debug, Default)]
pub(crate) struct Recent(VecDeque<(Instant, Snapshot)>);

impl Recent {
    /// For how long a snapshot counts.
    const WINDOW: Duration = Duration::from_secs(5);
    const STEP: Duration = Duration::from_millis(500);

    /// How fast the run has been lately. Times are those of the machine: the run's own clock may be paused.
    pub(crate) fn rates(&mut self, now: &Snapshot, at: Instant) -> Rates {
        while self.0.get(1).is_some_and(|(then, _)| at.saturating_duration_since(*then) >= Self::WINDOW) {
            self.0.pop_front();
        }
        let rates = match self.0.front() {
            Some((then, earlier)) => rates(Some(earlier), now, at.saturating_duration_since(*then)),
            None => rates(None, now, now.elapsed),
        };
        if self.0.back().is_none_or(|(then, _)| at.saturating_duration_since(*then) >= Self::STEP) {
            self.0.push_back((at, now.clone()));
        }
        rates
    }

    /// What has held the run up lately, in a sentence.
    #[cfg(feature = "top")]
    pub(crate) fn bottleneck(&self, now: &Snapshot) -> Option<String> {
        let (_, earlier) = self.0.front()?;
        now.since(earlier).bottleneck().map(|bottleneck| bottleneck.to_string())
    }
}
