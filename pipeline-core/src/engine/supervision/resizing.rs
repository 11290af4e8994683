//! The stages of a run whose number of workers can be set while they work.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};

use crate::engine::lock::lock;

/// A stage whose number of workers can be set.
pub(crate) trait Resize: Send + Sync {
    fn resize(&self, workers: usize) -> Result<(), OutOfRange>;

    /// Takes the nearest number that is in the range.
    fn resize_near(&self, workers: usize);

    fn workers(&self) -> usize;
}

/// The range that a number was outside of.
#[derive(Debug)]
pub(crate) struct OutOfRange {
    pub(crate) least: usize,
    pub(crate) most: usize,
}

/// Those stages by name. They are not held alive.
#[derive(Default)]
pub(crate) struct Resizable(Mutex<Stages>);

/// The stages, and what was asked of them.
#[derive(Default)]
struct Stages {
    at_work: BTreeMap<Box<str>, Weak<dyn Resize>>,
    /// What was set before the stages were there.
    wanted: BTreeMap<Box<str>, usize>,
    all_started: bool,
}

impl Resizable {
    pub(crate) fn add(&self, name: &str, stage: &Arc<impl Resize + 'static>) {
        let mut stages = lock(&self.0);
        if let Some(workers) = stages.wanted.remove(name) {
            stage.resize_near(workers);
        }
        let stage: Arc<dyn Resize> = stage.clone();
        stages.at_work.insert(name.into(), Arc::downgrade(&stage));
    }

    /// From now on it is known which stages there are.
    pub(crate) fn all_started(&self) {
        let mut stages = lock(&self.0);
        stages.all_started = true;
        stages.wanted.clear();
    }

    /// Sets the number of a stage; nothing if there is no such stage.
    pub(crate) fn resize(&self, name: &str, workers: usize) -> Option<Result<(), OutOfRange>> {
        let stage = {
            let mut stages = lock(&self.0);
            match stages.at_work.get(name) {
                Some(stage) => stage.upgrade(),
                None if stages.all_started => None,
                None => {
                    stages.wanted.insert(name.into(), workers);
                    return Some(Ok(()));
                }
            }
        };
        stage.map(|stage| stage.resize(workers))
    }

    pub(crate) fn workers(&self, name: &str) -> Option<usize> {
        let stage = lock(&self.0).at_work.get(name).and_then(Weak::upgrade);
        stage.map(|stage| stage.workers())
    }
}
