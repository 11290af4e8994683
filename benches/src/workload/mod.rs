//! The workloads, one a file.

mod buffered_hop;
mod busy_work;
mod computing;
mod crawl;
mod fused_hop;
mod idle_workers;
mod keyed;
mod many_workers;
mod memory;
mod overlap;
mod rendezvous_hop;
mod startup;
mod task_hop;
mod teardown;
mod ten_thousand_workers;
mod three_stages;
mod timer_lateness;
mod waiting;
mod watching;

use crate::bench::{Fault, Workload};

/// Every row, in the order of the table.
pub(crate) fn all() -> Vec<Workload> {
    let rows = [
        rendezvous_hop::rows(),
        buffered_hop::rows(),
        fused_hop::rows(),
        task_hop::rows(),
        waiting::rows(),
        computing::rows(),
        crawl::rows(),
        memory::rows(),
        startup::rows(),
        teardown::rows(),
        overlap::rows(),
        many_workers::rows(),
        ten_thousand_workers::rows(),
        idle_workers::rows(),
        watching::rows(),
        keyed::rows(),
        timer_lateness::rows(),
    ];
    rows.into_iter().flatten().collect()
}

/// Runs one job of a row in this process, which [`crate::subprocess::run_job`] has started for it alone.
pub(crate) fn run_job(job: &str) -> Result<(usize, u64), Fault> {
    let mut parts = job.split('/');
    let (row, name) = (parts.next().ok_or(Fault::Absent)?, parts.next().ok_or(Fault::Absent)?);
    let items = parts.next().and_then(|items| items.parse().ok()).ok_or(Fault::Absent)?;
    match row {
        idle_workers::ID => idle_workers::run_job(name, items),
        _ => memory::run_job(row, name, items),
    }
}
