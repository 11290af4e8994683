//! The inlet and the outlet of a stage, whatever is behind them: a ring, a shared channel, or a fused push stream.

mod convert;
mod forward;
mod inlet;
mod outlet;
mod reader;

pub(crate) use self::forward::feed_edge;
pub(crate) use self::inlet::{Feed, Intake, LineIntake};
pub(crate) use self::outlet::{Exit, Hold};
pub(crate) use self::reader::Reader;
