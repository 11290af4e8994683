//! Chaos: a test's run whose operations on edges are delayed, as a busy machine would delay them.
//!
//! Each end of an edge has a [`Jitter`], which is asked before an item is sent or taken and before a task
//! ends, and may say that it is too early. What is delayed is asked for later, and never held: an item that
//! is to be taken waits in its edge, one that is to be sent in the hand that made it. Without the feature
//! `testkit` these types are empty, and ask nothing.

#[cfg(not(feature = "testkit"))]
mod absent;
#[cfg(feature = "testkit")]
mod chaos;
#[cfg(feature = "testkit")]
mod dice;
#[cfg(feature = "testkit")]
mod jitter;

#[cfg(not(feature = "testkit"))]
pub(crate) use self::absent::{Chaos, Jitter};
#[cfg(feature = "testkit")]
pub(crate) use self::chaos::Chaos;
#[cfg(feature = "testkit")]
pub(crate) use self::dice::Sleeps;
#[cfg(feature = "testkit")]
pub(crate) use self::jitter::Jitter;
