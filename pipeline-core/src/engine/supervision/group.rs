//! The tasks of one stage, and who owns them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::engine::executor::Abort;
use crate::engine::lock;

/// The tasks of one stage; torn down together, by the feed that reads from them.
#[derive(Debug, Default)]
pub(crate) struct Group {
    state: AtomicU8,
    tasks: Mutex<Vec<Abort>>,
}

/// How a group of tasks stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum State {
    Working = 0,
    /// Its reader left early, in good health; what fails here from now on concerns nobody.
    Left = 1,
    /// It was read to the end, or torn down with its run.
    Closed = 2,
}

impl Group {
    pub(crate) fn state(&self) -> State {
        match self.state.load(Ordering::Acquire) {
            0 => State::Working,
            1 => State::Left,
            _ => State::Closed,
        }
    }

    /// Starts a task of this group, unless that is closed.
    pub(crate) fn start(&self, start: impl FnOnce() -> Abort) {
        let mut tasks = lock(&self.tasks);
        if self.state() == State::Working {
            tasks.push(start());
        }
    }

    pub(crate) fn close(&self, state: State) {
        let tasks = {
            let mut tasks = lock(&self.tasks);
            self.state.store(state as u8, Ordering::Release);
            std::mem::take(&mut *tasks)
        };
        for task in tasks {
            match task {
                Abort::Tokio(handle) => handle.abort(),
                Abort::Local(handle) => handle.abort(),
            }
        }
    }
}
