//! The times of calls, as a histogram of the facade.

use std::collections::HashMap;
use std::time::Duration;

use metrics::{Key, histogram};

use super::description::CALL_TIME;
use super::reading::key;
use crate::watch::CallTimes;

/// How many calls of each length the recorder has been told of.
#[derive(Debug, Default)]
pub(super) struct ToldTimes(HashMap<Key, HashMap<Duration, u64>>);

impl ToldTimes {
    /// Tells the recorder of those that have come since, of a run and of stages that are called like this.
    pub(super) fn tell(&mut self, pipeline: &str, stages: &[String], all: &[CallTimes]) {
        for times in all {
            let Some(stage) = stages.get(times.stage) else { continue };
            let key = key(CALL_TIME, pipeline, [("stage", stage.clone())]);
            let labels: Vec<_> = key.labels().cloned().collect();
            let told = self.0.entry(key).or_default();
            for (time, calls) in &times.buckets {
                let before = told.entry(*time).or_default();
                // Another may have told of a later reading meanwhile.
                let new = calls.saturating_sub(*before);
                *before += new;
                if new > 0 {
                    let new = usize::try_from(new).unwrap_or(usize::MAX);
                    histogram!(CALL_TIME, labels.clone()).record_many(time.as_secs_f64(), new);
                }
            }
        }
    }
}
