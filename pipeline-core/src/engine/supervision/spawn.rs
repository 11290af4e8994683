//! Starting the tasks of a run.

use std::future::Future;
use std::sync::Arc;

use super::blocking::run_on_blocking_pool;
use super::group::TaskGroup;
use super::group_guard::GroupGuard;
use super::scope::Scope;
use super::task::{AfterFailure, Task};
use crate::engine::coop::{AfterPoll, WithAfterPoll};
use crate::engine::executor::RunsOn;
use crate::engine::telemetry::in_worker;
use crate::error::StageId;
use crate::meter::MeteredWorker;

impl GroupGuard {
    /// Starts a task of this group; see [`Scope::spawn`].
    pub(crate) fn spawn<H, P, F>(&self, stage_id: &Arc<StageId>, keep_alive: H, peers: P, body: F)
    where
        H: Send + 'static,
        P: AfterPoll,
        F: Future<Output = ()> + Send + 'static,
    {
        self.scope.spawn(&self.group, stage_id, keep_alive, peers, body);
    }
}

impl Scope {
    /// Starts a task of `group`.
    ///
    /// `keep_alive` outlives the task's body: where it is the outlet of the stage, nothing downstream sees an
    /// end before a failure of the body is on record. `peers` are told at the end of each poll.
    pub(crate) fn spawn<H, P, F>(
        &self,
        group: &Arc<TaskGroup>,
        stage_id: &Arc<StageId>,
        keep_alive: H,
        peers: P,
        body: F,
    ) where
        H: Send + 'static,
        P: AfterPoll,
        F: Future<Output = ()> + Send + 'static,
    {
        self.spawn_body(group, stage_id, keep_alive, WithAfterPoll::new(peers, body));
    }

    /// Starts a task that no group owns: nothing tears it down, and the run lasts until it has ended. What
    /// fails in it fails the run.
    ///
    /// It may be called while a task of the run is dropped, which is counted until then: so the run cannot
    /// have ended before.
    pub(crate) fn finish(&self, stage_id: &Arc<StageId>, body: impl Future<Output = ()> + Send + 'static) {
        let end = AfterFailure::End;
        self.start(&stage_id.name, Task::new(self.clone(), Arc::default(), stage_id.clone(), body, (), end));
    }

    /// The same as [`spawn`](Self::spawn) for a worker, on threads that its calls may block if they do.
    pub(crate) fn spawn_worker<H, P, F>(
        &self,
        group: &Arc<TaskGroup>,
        stage_id: &Arc<StageId>,
        keep_alive: H,
        peers: P,
        runs_on: RunsOn,
        body: F,
    ) where
        H: Send + 'static,
        P: AfterPoll,
        F: Future<Output = ()> + Send + 'static,
    {
        let body = in_worker(stage_id, body);
        match stage_id.meter.clone() {
            None => self.begin_worker(runs_on, group, stage_id, keep_alive, WithAfterPoll::new(peers, body)),
            Some(meter) => {
                let body = MeteredWorker::new(meter, body);
                self.begin_worker(runs_on, group, stage_id, keep_alive, WithAfterPoll::new(peers, body));
            }
        }
    }

    fn begin_worker<H, F>(
        &self,
        runs_on: RunsOn,
        group: &Arc<TaskGroup>,
        stage_id: &Arc<StageId>,
        keep_alive: H,
        body: F,
    ) where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        match runs_on {
            RunsOn::Runtime => self.spawn_body(group, stage_id, keep_alive, body),
            RunsOn::BlockingPool => {
                self.spawn_body(group, stage_id, keep_alive, run_on_blocking_pool(self.clone(), body));
            }
        }
    }

    fn spawn_body<H, F>(&self, group: &Arc<TaskGroup>, stage_id: &Arc<StageId>, keep_alive: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        // Made before it is known whether the group takes it: what a task that is refused holds is dropped as
        // in any other.
        let task =
            Task::new(self.clone(), group.clone(), stage_id.clone(), body, keep_alive, AfterFailure::Stay);
        group.start(|| self.start(&stage_id.name, task));
    }
}
