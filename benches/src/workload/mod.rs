//! The workloads, one a file.

mod line;
mod w1a;
mod w1b;
mod w1c;
mod w1d;
mod w2;
mod w4;
mod w6;
mod w7;
mod w8;
mod w9;
mod w3;
mod w10;
mod w5;

use crate::bench::Workload;

pub(crate) use self::w5::probe;

/// Every row, in the order of the table.
pub(crate) fn all() -> Vec<Workload> {
    let rows = [
        w1a::rows(),
        w1b::rows(),
        w1c::rows(),
        w1d::rows(),
        w2::rows(),
        w4::rows(),
        w6::rows(),
        w7::rows(),
        w8::rows(),
        w9::rows(),
        w3::rows(),
        w10::rows(),
        w5::rows(),
    ];
    rows.into_iter().flatten().collect()
}
