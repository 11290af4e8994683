//! The tasks of one stage, and who owns them.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use crate::node::Site;
use crate::scope::{Scope, lock};

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

#[derive(Debug)]
pub(crate) enum Abort {
    Tokio(tokio::task::AbortHandle),
    Local(futures::future::AbortHandle),
}

/// Owns a group: dropping it aborts the group's tasks, which drop what they own in turn, up to the source.
pub(crate) struct Owner {
    pub(crate) group: Arc<Group>,
    scope: Scope,
    ended: AtomicBool,
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

impl Owner {
    /// The owner of a new group.
    pub(crate) fn new(scope: Scope) -> Self {
        Self { group: Arc::default(), scope, ended: AtomicBool::new(false) }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.scope.is_cancelled()
    }

    /// Notes that the group was read to its end, so that dropping the owner is no early leaving.
    pub(crate) fn ended(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Starts a task of this group.
    pub(crate) fn spawn<H, F>(&self, site: &Arc<Site>, hold: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        self.scope.spawn(&self.group, site, hold, body);
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let left = !*self.ended.get_mut() && !self.scope.is_cancelled();
        self.group.close(if left { State::Left } else { State::Closed });
    }
}
