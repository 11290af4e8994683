//! A closed pipeline: what it gives, how it is awaited, joined with others and executed.

// Those with methods of `Run` stand in the order in which its page shows them.
mod running;
mod run;
mod watching;
mod convert;
mod join;

mod control;
mod deferred;
mod execute;
mod not_elastic;
mod not_a_future;
mod part;
mod stall;
mod stopped;

pub use self::control::Control;
pub(crate) use self::deferred::{Deferred, Ending};
pub use self::join::Join;
pub use self::not_elastic::NotElastic;
#[cfg(feature = "macros")]
pub(crate) use self::part::Part;
pub use self::run::Run;
pub use self::running::Running;
pub use self::stopped::Stopped;
