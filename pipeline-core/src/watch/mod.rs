//! Watching a run: what its stages have done, what they do now, and which of them holds it up.

mod bottleneck;
mod calls;
mod edge;
mod picture;
mod rates;
mod live;
mod report;
#[cfg(test)]
mod sample;
mod snapshot;
mod stage;
mod stall;
mod state;
mod units;
mod workers;

pub use self::bottleneck::{Bottleneck, Reason, Remedy};
pub use self::calls::Calls;
pub use self::edge::EdgeSnapshot;
#[cfg(feature = "_live")]
pub(crate) use self::live::AtEnd;
#[cfg(feature = "trace")]
pub(crate) use self::live::TraceWriter;
pub use self::live::Watch;
pub(crate) use self::live::Watching;
pub use self::rates::{EdgeRates, Rates, Shares, StageRates};
pub use self::report::{CallTimes, Report};
pub use self::snapshot::Snapshot;
pub use self::stage::{Held, StageSnapshot};
pub use self::stall::{Stall, StalledAt};
pub use self::state::{RunEnd, RunState};
pub use self::workers::Workers;
