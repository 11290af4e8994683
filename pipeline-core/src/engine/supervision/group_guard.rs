//! Who owns a task group: dropping the guard aborts the tasks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::group::{GroupState, TaskGroup};
use super::scope::Scope;
use crate::engine::chaos::Jitter;

/// Owns a group: dropping it aborts the group's tasks, which drop what they own in turn, up to the source.
pub(crate) struct GroupGuard {
    pub(crate) group: Arc<TaskGroup>,
    pub(super) scope: Scope,
    ended: AtomicBool,
}

impl GroupGuard {
    /// The owner of a new group.
    pub(crate) fn new(scope: Scope) -> Self {
        Self { group: Arc::default(), scope, ended: AtomicBool::new(false) }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.scope.is_cancelled()
    }

    /// What delays one more end of an edge between these tasks and their reader.
    pub(crate) fn jitter(&self) -> Jitter {
        self.scope.chaos().jitter()
    }

    /// Notes that the group was read to its end, so that dropping the owner is no early leaving.
    pub(crate) fn ended(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl Drop for GroupGuard {
    fn drop(&mut self) {
        let left = !*self.ended.get_mut() && !self.scope.is_cancelled();
        self.group.close(if left { GroupState::Abandoned } else { GroupState::Closed });
    }
}

impl Scope {
    /// A new group, and the owner that its reader will hold.
    pub(crate) fn group(&self) -> GroupGuard {
        GroupGuard::new(self.clone())
    }

    /// A group that the run itself owns.
    ///
    /// A stage can fail while the run is still being built. What is built after that is torn down at once.
    pub(crate) fn root(&self) -> GroupGuard {
        let owner = self.group();
        if self.inner.roots.add(owner.group.clone()) {
            owner.group.close(GroupState::Closed);
        }
        owner
    }
}
