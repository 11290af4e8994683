//! The tasks of one run: what they share, cancelling them, waiting for the last.

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::channel::oneshot;
use tokio_util::task::TaskTracker;

use super::escalation::{catch, note};
use super::failure::{BoxItem, Failure, FailureLog};
use super::gate::Gate;
use super::group::{GroupState, Roots, TaskGroup};
use super::switch::{Alive, Switch};
use crate::engine::chaos::Chaos;
use crate::engine::containment::drop_contained;
use crate::engine::coop::time_slice::Executor;
use crate::engine::coop::yield_now;
use crate::engine::executor::{AbortHandle, Spawner};
use crate::engine::lock::lock;
use crate::engine::telemetry;
use crate::plan::Clock;

/// Turns of the scheduler that a failed stage's reader gets to leave before the run is cancelled.
const GRACE: u32 = 16;

/// What a run spawns into, and what it must know when it ends. Cheap to clone; every task holds one.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(super) inner: Arc<Inner>,
    /// What the sources that are started here ask before they give an item.
    gate: Arc<Gate>,
}

/// What the tasks of a run share.
pub(super) struct Inner {
    spawner: Spawner,
    alive: Alive,
    /// Counts every task and every blocking call; the run resolves when the count is zero.
    tracker: TaskTracker,
    failures: FailureLog,
    pub(super) roots: Roots<Arc<TaskGroup>>,
    /// What is called once the run has succeeded.
    deferred: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    /// How errors are boxed that are not of the run's own type.
    boxing: Mutex<Vec<BoxItem>>,
    /// What delays the ends of its edges, in a test.
    chaos: Chaos,
}

impl Scope {
    pub(crate) fn new(spawner: Spawner, alive: Alive) -> Self {
        let gate = alive.switch().gate.clone();
        let inner = Inner {
            spawner,
            alive,
            tracker: TaskTracker::new(),
            failures: FailureLog::default(),
            roots: Roots::default(),
            deferred: Mutex::default(),
            boxing: Mutex::default(),
            chaos: Chaos::default(),
        };
        Self { inner: Arc::new(inner), gate }
    }

    /// What the run is steered by.
    pub(crate) fn switch(&self) -> &Arc<Switch> {
        self.inner.alive.switch()
    }

    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    /// The same run, for a part of it that is opened behind `gate`.
    pub(crate) fn behind(&self, gate: Arc<Gate>) -> Self {
        Self { inner: self.inner.clone(), gate }
    }

    /// The same run, for what does not belong to the part that is opened here.
    pub(crate) fn outermost(&self) -> Self {
        self.behind(self.switch().gate.clone())
    }

    /// Whether this is for a part of the run that is behind a gate of its own.
    pub(crate) fn is_inner(&self) -> bool {
        !Arc::ptr_eq(&self.gate, &self.switch().gate)
    }

    /// Starts a task of the stage called `name`, which is counted as one of the run's.
    pub(super) fn start(&self, name: &str, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        self.inner.spawner.spawn(name, self.inner.tracker.track_future(task))
    }

    /// Calls a function that blocks, away from the runtime's workers, and waits for it.
    ///
    /// A call that has not started is dropped with this future; one that has started cannot be stopped, and
    /// the run waits for it.
    pub(crate) async fn call_blocking<R: Send + 'static>(
        &self,
        call: impl FnOnce() -> R + Send + 'static,
    ) -> R {
        let token = self.inner.tracker.token();
        let (done, outcome) = oneshot::channel();
        let job = move || {
            // Where nobody waits any more the result is dropped here: the run lasts until then.
            if let Err(unheard) = done.send(catch(call)) {
                drop_contained(unheard);
            }
            drop(token);
        };
        let _abort_on_drop = self.inner.spawner.call_blocking(job);
        // Where it is cancelled the runtime stops, and this task with it.
        let Ok((called, noted)) = outcome.await else { return std::future::pending().await };
        noted.into_iter().for_each(|noted| note(*noted));
        called.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// Puts a failure of `group` on record and, if it is the first, has the run cancelled.
    ///
    /// Not at once: an item that has left the failing stage may be all that a `take` downstream still needs.
    /// It gets its turn first, and if its inlet is dropped then, the failure concerns nobody.
    pub(crate) fn fail(&self, failure: Failure, group: &Arc<TaskGroup>) {
        if group.state() == GroupState::Abandoned {
            return drop_contained(failure);
        }
        telemetry::failed(failure.stage(), &failure);
        failure.trace();
        if self.inner.failures.record(failure, group) {
            let scope = self.clone();
            let group = group.clone();
            self.start("failure", async move {
                for _ in 0..GRACE {
                    if group.state() == GroupState::Running {
                        yield_now(scope.executor()).await;
                    }
                }
                scope.settle();
            });
        }
    }

    /// Cancels the run if a failure stands.
    fn settle(&self) {
        if self.inner.failures.any_standing() {
            self.cancel();
        }
    }

    /// Tears down every terminal, and with them all that is behind.
    pub(crate) fn cancel(&self) {
        for root in self.inner.roots.cancel() {
            root.close(GroupState::Closed);
        }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.inner.roots.is_cancelled()
    }

    /// For a worker that is to take up no item once the run is cancelled; it stays until it is torn down, so
    /// that nobody sees an end.
    #[inline]
    pub(crate) async fn stop_if_cancelled(&self) {
        if self.is_cancelled() {
            std::future::pending::<()>().await;
        }
    }

    /// Who polls the tasks.
    #[inline]
    pub(crate) fn executor(&self) -> Executor {
        match self.inner.spawner {
            Spawner::Tokio(_) => Executor::Tokio,
            Spawner::Local(_) => Executor::Caller,
        }
    }

    /// Has `call` made once the run has succeeded, for a result that nobody waits for.
    #[cfg(feature = "macros")]
    pub(crate) fn defer(&self, call: impl FnOnce() + Send + 'static) {
        lock(&self.inner.deferred).push(Box::new(call));
    }

    /// Makes those calls.
    pub(crate) fn call_deferred(&self) {
        let calls = std::mem::take(&mut *lock(&self.inner.deferred));
        calls.into_iter().for_each(|call| call());
    }

    /// Has errors of a type boxed, of which the run is not told.
    pub(crate) fn box_errors(&self, box_item: BoxItem) {
        lock(&self.inner.boxing).push(box_item);
    }

    pub(crate) fn boxing(&self) -> Vec<BoxItem> {
        lock(&self.inner.boxing).clone()
    }

    /// What delays the run, where a test wants it.
    pub(crate) fn chaos(&self) -> &Chaos {
        &self.inner.chaos
    }

    /// Whether stages may wait for time.
    pub(crate) fn clock(&self) -> Clock {
        let tokio =
            matches!(self.inner.spawner, Spawner::Tokio(_)) || tokio::runtime::Handle::try_current().is_ok();
        if tokio { Clock::Tokio } else { Clock::None }
    }

    /// Waits until every task and every blocking call of the run has ended; then gives the failures, the
    /// first first.
    pub(crate) async fn join(&self) -> Vec<Failure> {
        self.inner.tracker.close();
        self.inner.tracker.wait().await;
        self.inner.roots.clear();
        self.inner.failures.take_standing()
    }
}
