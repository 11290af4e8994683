//! The tasks of one stage, and who owns them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::engine::executor::AbortHandle;
use crate::engine::lock::lock;

/// The tasks of one stage; torn down together, by the inlet that reads from them.
#[derive(Debug, Default)]
pub(crate) struct TaskGroup {
    state: AtomicU8,
    tasks: Mutex<Vec<AbortHandle>>,
}

/// How a group of tasks stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum GroupState {
    Running = 0,
    /// Its reader left early, in good health; what fails here from now on concerns nobody.
    Abandoned = 1,
    /// It was read to the end, or torn down with its run.
    Closed = 2,
}

impl TaskGroup {
    pub(crate) fn state(&self) -> GroupState {
        match self.state.load(Ordering::Acquire) {
            0 => GroupState::Running,
            1 => GroupState::Abandoned,
            _ => GroupState::Closed,
        }
    }

    /// Starts a task of this group, unless that is closed.
    pub(crate) fn start(&self, start: impl FnOnce() -> AbortHandle) {
        let mut tasks = lock(&self.tasks);
        if self.state() == GroupState::Running {
            tasks.push(start());
        }
    }

    pub(crate) fn close(&self, state: GroupState) {
        let tasks = {
            let mut tasks = lock(&self.tasks);
            self.state.store(state as u8, Ordering::Release);
            std::mem::take(&mut *tasks)
        };
        for task in tasks {
            match task {
                AbortHandle::Tokio(handle) => handle.abort(),
                AbortHandle::Local(handle) => handle.abort(),
            }
        }
    }
}
