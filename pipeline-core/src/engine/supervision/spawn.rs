//! Starting the tasks of a run.

use std::future::Future;
use std::sync::Arc;

use super::blocking::away;
use super::group::Group;
use super::group_guard::Owner;
use super::scope::Scope;
use super::task::Task;
use crate::error::Site;

impl Owner {
    /// Starts a task of this group.
    pub(crate) fn spawn<H, F>(&self, site: &Arc<Site>, hold: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        self.scope.spawn(&self.group, site, hold, body);
    }
}

impl Scope {
    /// Starts a task of `group`. `hold` outlives the task's body: where it is the way out of the stage, nothing downstream sees
    /// an end before a failure of the body is on record.
    pub(crate) fn spawn<H, F>(&self, group: &Arc<Group>, site: &Arc<Site>, hold: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        // Made before it is known whether the group takes it: what a task that is refused holds is dropped as in any other.
        let task = Task::new(self.clone(), group.clone(), site.clone(), body, hold);
        group.start(|| self.start(task));
    }

    /// The same for a worker; where its calls may block, it works away from the runtime's threads.
    pub(crate) fn spawn_worker<H, F>(
        &self,
        group: &Arc<Group>,
        site: &Arc<Site>,
        hold: H,
        body: F,
        blocks: bool,
    ) where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        match blocks {
            false => self.spawn(group, site, hold, body),
            true => self.spawn(group, site, hold, away(self.clone(), body)),
        }
    }
}
