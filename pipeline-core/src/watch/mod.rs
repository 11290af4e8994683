//! Watching a run: what its stages have done, what they do now, and which of them holds it up.

mod calls;
mod edge;
mod reading;
mod snapshot;
mod stage;
mod state;
mod watch;
mod watched;
mod workers;

pub use self::calls::Calls;
pub use self::edge::EdgeSnapshot;
pub use self::snapshot::Snapshot;
pub use self::stage::{Held, StageSnapshot};
pub use self::state::{RunEnd, RunState};
pub use self::watch::Watch;
#[cfg(feature = "_live")]
pub(crate) use self::watched::AtEnd;
pub(crate) use self::watched::Watching;
pub use self::workers::Workers;
