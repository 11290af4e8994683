//! The workloads, one a file.

mod idle;
mod line;
mod w1a;
mod w1b;
mod w1c;
mod w1d;
mod w2;
mod w3;
mod w4;
mod w5;
mod w6;
mod w7;
mod w8;
mod w9;
mod w10;
mod work;

use crate::bench::{Fault, Workload};

/// Every row, in the order of the table.
pub(crate) fn all() -> Vec<Workload> {
    let rows = [
        w1a::rows(),
        w1b::rows(),
        w1c::rows(),
        w1d::rows(),
        w2::rows(),
        w3::rows(),
        w4::rows(),
        w5::rows(),
        w6::rows(),
        w7::rows(),
        w8::rows(),
        w9::rows(),
        w10::rows(),
        idle::rows(),
    ];
    rows.into_iter().flatten().collect()
}

/// The other side of [`crate::apart::probe`]: one job of a row, in a process of its own.
pub(crate) fn probe(job: &str) -> Result<(usize, u64), Fault> {
    let mut parts = job.split('/');
    let (row, name) = (parts.next().ok_or(Fault::Absent)?, parts.next().ok_or(Fault::Absent)?);
    let items = parts.next().and_then(|items| items.parse().ok()).ok_or(Fault::Absent)?;
    match row {
        idle::ID => idle::probe(name, items),
        _ => w5::probe(row, name, items),
    }
}
