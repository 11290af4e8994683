//! What is said of a run, as text.

mod names;
#[cfg(any(feature = "progress", feature = "top"))]
mod run;
#[cfg(feature = "progress")]
mod stage;
#[cfg(any(feature = "progress", feature = "top"))]
mod units;

#[cfg(any(feature = "top", feature = "metrics"))]
pub(crate) use self::names::all_shown;
#[cfg(feature = "metrics")]
pub(crate) use self::names::shown;
#[cfg(any(feature = "progress", feature = "top"))]
pub(crate) use self::run::of_run;
#[cfg(feature = "progress")]
pub(crate) use self::stage::of_stages;
#[cfg(feature = "top")]
pub(crate) use self::units::{brief_count, brief_time, count};
