//! The tasks of a run: how they are started, grouped, cancelled and waited for, and what becomes of a failure
//! in one of them.

mod attribution;
mod blocking;
mod escalation;
mod failure;
mod gate;
mod group;
mod group_guard;
mod resizing;
mod scope;
mod spawn;
mod switch;
mod tally;
mod task;

pub(crate) use self::attribution::attribute_panic;
pub(crate) use self::escalation::{attempt, escalate, escalate_item};
pub(crate) use self::failure::{Failure, box_item, first_of};
pub(crate) use self::gate::{Gate, GateState, OnChange, Pass};
pub(crate) use self::group::TaskGroup;
pub(crate) use self::group_guard::GroupGuard;
pub(crate) use self::resizing::{OutOfRange, Resize};
pub(crate) use self::scope::Scope;
pub(crate) use self::switch::{Alive, Arrivals, Switch};
