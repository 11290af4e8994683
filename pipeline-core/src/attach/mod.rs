//! How a word becomes a stage: attaching functions, state, sources, splits and terminals to a stream.
//!
//! Words say what happens to one item; what is here decides where that is called, and starts it.

mod attempt;
mod fallible;
mod in_place;
mod infallible;
mod outcome;
mod source;
mod split;
mod stateful;
mod terminal;

pub(crate) use self::attempt::Attempt;
pub(crate) use self::fallible::{Tried, fallible_stage_fn};
pub(crate) use self::stateful::{Stateful, Step};
pub(crate) use self::terminal::{terminal, terminal_for_fn};
