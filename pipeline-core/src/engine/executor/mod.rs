//! Where tasks run: on a tokio runtime, or in the caller's own task. The only place that spawns.

mod local;
mod spawner;

pub(crate) use self::local::drive;
pub(crate) use self::spawner::{Abort, AbortOnDrop, Spawner};
