//! A workload, and the targets of ours.

use super::{Fault, Flavor, Job, Unit};

/// One row: the same work, done by ours and by the peers.
pub(crate) struct Workload {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) unit: Unit,
    pub(crate) flavor: Flavor,
    /// Items of a full run and of a quick one.
    pub(crate) items: (usize, usize),
    /// How many items come out where so many go in.
    pub(crate) expected: fn(usize) -> usize,
    pub(crate) jobs: Vec<Job>,
    pub(crate) targets: Vec<Bound>,
}

impl Workload {
    /// Runs one of the jobs once, and gives what it needed in the row's unit.
    pub(crate) fn run(&self, job: &Job, items: usize) -> Result<f64, Fault> {
        let outcome = job.outcome(self.flavor, items)?;
        match (self.expected)(items) as i64 - outcome.items as i64 {
            0 => Ok(self.unit.of(outcome.amount, items)),
            lost => Err(Fault::Lost(lost)),
        }
    }
}

/// What is asked of ours.
pub(crate) enum Bound {
    /// At most so many times what the other job needs.
    Times(&'static str, f64),
    /// At least so many times as fast as the other job.
    Faster(&'static str, f64),
    /// At most so much above what the other job needs.
    Above(&'static str, f64),
    /// At most so much.
    Value(f64),
}
