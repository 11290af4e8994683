//! A run that is watched: what it and those who look at it share, and how that is read.

mod reading;
#[cfg(feature = "trace")]
mod trace_writer;
#[cfg(feature = "trace")]
mod traced;
mod watch;
mod watched;

#[cfg(feature = "trace")]
pub(crate) use self::trace_writer::TraceWriter;
pub use self::watch::Watch;
#[cfg(feature = "_live")]
pub(crate) use self::watched::AtEnd;
pub(crate) use self::watched::Watching;
