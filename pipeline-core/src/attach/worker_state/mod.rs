//! Stages whose workers have a state each.

mod builder;
mod lease;
mod stages;
mod states;

pub use self::builder::{PipeState, WithState};
pub use self::lease::Lease;
pub use self::states::CloseOutcome;
pub(crate) use self::states::States;
