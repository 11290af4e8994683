//! What a row of the table is: a workload, the jobs that do it, and what is asked of ours.

mod fault;
mod flavor;
mod job;
mod unit;
mod workload;

pub(crate) use self::fault::{ABSENT, Fault};
pub(crate) use self::flavor::Flavor;
pub(crate) use self::job::{Job, Outcome};
pub(crate) use self::unit::{Amount, Unit, number, ratio};
pub(crate) use self::workload::{Bound, Workload};
