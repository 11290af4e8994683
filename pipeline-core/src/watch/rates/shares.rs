//! What workers spend their time with.

use std::time::Duration;

use crate::watch::workers::Workers;

/// The shares of a time that workers spent with each of three things, each from 0 to 1. Together they are 1,
/// or 0 where no worker was there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Shares {
    /// In calls.
    pub busy: f64,
    /// Waiting for items.
    pub idle: f64,
    /// Waiting for room behind the stage.
    pub blocked: f64,
}

impl Shares {
    /// What workers have spent between two moments.
    pub(in crate::watch) fn between(after: &Workers, before: Option<Workers>) -> Self {
        let spent = |time: fn(&Workers) -> Duration| {
            time(after).saturating_sub(before.as_ref().map_or(Duration::ZERO, time)).as_secs_f64()
        };
        let [busy, idle, blocked] =
            [spent(|workers| workers.busy), spent(|workers| workers.idle), spent(|workers| workers.blocked)];
        let all = busy + idle + blocked;
        if all > 0.0 {
            Self { busy: busy / all, idle: idle / all, blocked: blocked / all }
        } else {
            Self::default()
        }
    }
}
