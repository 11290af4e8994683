//! The inlet and the outlet of a stage, whatever is behind them: a ring, a shared channel, or a fused push
//! stream.

mod convert;
mod forward;
mod inlet;
mod on_demand;
mod leaving;
mod metered;
mod outlet;
mod reader;
mod stage_output;

pub(crate) use self::forward::spawn_forwarder;
pub(crate) use self::inlet::{Inlet, MpmcInlet, NextItem, SpscInlet};
pub(crate) use self::on_demand::OnDemandOutlet;
pub(crate) use self::outlet::{KeepOpen, Outlet, SpscOutlet};
pub(crate) use self::reader::InletReader;
pub(crate) use self::stage_output::{SharedOutput, StageOutput};
