//! The loops of a stage's workers: receive, call, send.

mod climb;
mod elastic;
mod expand;
mod frontier;
mod keyed;
mod on_demand;
pub(crate) mod ordered;
mod permit_slot;
mod pool;
mod pool_worker;
mod single;
mod single_spsc;
mod start;

pub(crate) use self::expand::{Expand, start_expanding};
pub(crate) use self::frontier::gather;
pub(crate) use self::keyed::{KeyOf, start_keyed};
pub(crate) use self::on_demand::OnDemandSpawner;
pub(crate) use self::start::start_workers;
