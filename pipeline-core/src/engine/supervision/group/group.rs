//! The tasks of one stage, and who owns them.

use super::members::{GroupState, Members};
use crate::engine::executor::AbortHandle;

/// The tasks of one stage; torn down together, by the inlet that reads from them.
#[derive(Debug, Default)]
pub(crate) struct TaskGroup(Members<AbortHandle>);

impl TaskGroup {
    pub(crate) fn state(&self) -> GroupState {
        self.0.state()
    }

    /// Starts a task of this group, unless that is closed.
    pub(crate) fn start(&self, start: impl FnOnce() -> AbortHandle) {
        self.0.start(start);
    }

    pub(crate) fn close(&self, state: GroupState) {
        for task in self.0.close(state) {
            match task {
                AbortHandle::Tokio(handle) => handle.abort(),
                AbortHandle::Local(handle) => handle.abort(),
            }
        }
    }
}
