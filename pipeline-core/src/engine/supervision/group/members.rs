//! The members of a group: tasks that may be started until it is closed, and are aborted when it is.

use std::sync::atomic::Ordering;

use crate::engine::sync::{AtomicU8, Mutex, lock};

/// What aborts each task of a group.
#[derive(Debug)]
pub(super) struct Members<H> {
    state: AtomicU8,
    tasks: Mutex<Vec<H>>,
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

impl<H> Default for Members<H> {
    fn default() -> Self {
        Self { state: AtomicU8::new(GroupState::Running as u8), tasks: Mutex::new(Vec::new()) }
    }
}

impl<H> Members<H> {
    pub(super) fn state(&self) -> GroupState {
        match self.state.load(Ordering::Acquire) {
            0 => GroupState::Running,
            1 => GroupState::Abandoned,
            _ => GroupState::Closed,
        }
    }

    /// Starts a task, unless the group is closed.
    pub(super) fn start(&self, start: impl FnOnce() -> H) {
        let mut tasks = lock(&self.tasks);
        if self.state() == GroupState::Running {
            tasks.push(start());
        }
    }

    /// Closes the group, and gives the tasks that are to be aborted.
    pub(super) fn close(&self, state: GroupState) -> Vec<H> {
        let mut tasks = lock(&self.tasks);
        self.state.store(state as u8, Ordering::Release);
        std::mem::take(&mut *tasks)
    }
}
