//! The runtime of a job.

use tokio::runtime::{Builder, Runtime};

/// The tokio runtime that a job runs on.
#[derive(Clone, Copy)]
pub(crate) enum Flavor {
    /// Two worker threads.
    Threads,
    /// The thread of the caller.
    Single,
}

impl Flavor {
    pub(crate) fn threads(self) -> usize {
        match self {
            Self::Threads => 2,
            Self::Single => 1,
        }
    }

    pub(crate) fn runtime(self) -> Runtime {
        let mut builder = match self {
            Self::Threads => Builder::new_multi_thread(),
            Self::Single => Builder::new_current_thread(),
        };
        builder.worker_threads(self.threads()).enable_all().build().expect("a runtime starts")
    }
}
