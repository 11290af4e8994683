//! Where tasks run: on a tokio runtime, or in the caller's own task. The only place that spawns.

mod local;
mod spawner;

pub(crate) use self::local::run_until;
#[cfg(any(feature = "_live", feature = "trace"))]
pub(crate) use self::spawner::spawn_view;
#[cfg(all(test, pipeline_shuttle))]
pub(crate) use self::spawner::spawner_of_schedules;
pub(crate) use self::spawner::{AbortHandle, RunsOn, Spawner};
