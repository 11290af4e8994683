//! Starting the tasks of a run.

use std::future::Future;
use std::sync::Arc;

use super::blocking::run_on_blocking_pool;
use super::group::TaskGroup;
use super::group_guard::GroupGuard;
use super::scope::Scope;
use super::task::Task;
use crate::error::StageId;

impl GroupGuard {
    /// Starts a task of this group.
    pub(crate) fn spawn<H, F>(&self, stage_id: &Arc<StageId>, keep_alive: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        self.scope.spawn(&self.group, stage_id, keep_alive, body);
    }
}

impl Scope {
    /// Starts a task of `group`. `keep_alive` outlives the task's body: where it is the way out of the stage,
    /// nothing downstream sees an end before a failure of the body is on record.
    pub(crate) fn spawn<H, F>(&self, group: &Arc<TaskGroup>, stage_id: &Arc<StageId>, keep_alive: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        // Made before it is known whether the group takes it: what a task that is refused holds is dropped as
        // in any other.
        let task = Task::new(self.clone(), group.clone(), stage_id.clone(), body, keep_alive);
        group.start(|| self.start(task));
    }

    /// The same for a worker; where its calls may block, it works away from the runtime's threads.
    pub(crate) fn spawn_worker<H, F>(
        &self,
        group: &Arc<TaskGroup>,
        stage_id: &Arc<StageId>,
        keep_alive: H,
        body: F,
        blocks: bool,
    ) where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        match blocks {
            false => self.spawn(group, stage_id, keep_alive, body),
            true => self.spawn(group, stage_id, keep_alive, run_on_blocking_pool(self.clone(), body)),
        }
    }
}
