//! The tasks of one run: spawning, cancelling, waiting for the last. The only file that spawns.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::oneshot;
use futures::future::BoxFuture;
use tokio_util::task::TaskTracker;

use crate::failure::{Failure, Failures};
use crate::node::Site;
use crate::pace::yield_now;
use crate::task::Task;

/// Turns of the scheduler that a failed stage's reader gets to leave before the run is cancelled.
const GRACE: u32 = 16;

/// What a run spawns into, and what it must know when it ends. Cheap to clone; every task holds one.
#[derive(Clone)]
pub(crate) struct Scope(Arc<Shared>);

struct Shared {
    spawner: Spawner,
    /// Counts every task and every blocking call; the run resolves when the count is zero.
    tracker: TaskTracker,
    cancelled: AtomicBool,
    failures: Failures,
    /// The tasks that nobody's feed owns: terminals.
    roots: Mutex<Vec<Arc<Group>>>,
}

/// Where tasks run.
pub(crate) enum Spawner {
    /// On a tokio runtime.
    Tokio(tokio::runtime::Handle),
    /// In the caller's own task; see `local.rs`.
    Local(futures::channel::mpsc::UnboundedSender<BoxFuture<'static, ()>>),
}

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
enum Abort {
    Tokio(tokio::task::AbortHandle),
    Local(futures::future::AbortHandle),
}

/// Owns a group: dropping it aborts the group's tasks, which drop what they own in turn, up to the source.
pub(crate) struct Owner {
    pub(crate) group: Arc<Group>,
    scope: Scope,
    ended: AtomicBool,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing of the user's runs under our locks, and each of them guards a plain collection.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scope {
    pub(crate) fn new(spawner: Spawner) -> Self {
        Self(Arc::new(Shared {
            spawner,
            tracker: TaskTracker::new(),
            cancelled: AtomicBool::new(false),
            failures: Failures::default(),
            roots: Mutex::default(),
        }))
    }

    /// A new group, and the owner that its reader will hold.
    pub(crate) fn group(&self) -> Owner {
        Owner { group: Arc::default(), scope: self.clone(), ended: AtomicBool::new(false) }
    }

    /// A group that the run itself owns.
    ///
    /// A stage can fail while the run is still being built. What is built after that is torn down at once.
    pub(crate) fn root(&self) -> Owner {
        let owner = self.group();
        lock(&self.0.roots).push(owner.group.clone());
        if self.is_cancelled() {
            owner.group.close(State::Closed);
        }
        owner
    }

    /// Starts a task of `group`. `hold` outlives the task's body: where it is the way out of the stage, nothing downstream sees
    /// an end before a failure of the body is on record.
    pub(crate) fn spawn<H, F>(&self, group: &Arc<Group>, site: &Arc<Site>, hold: H, body: F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let mut tasks = lock(&group.tasks);
        if group.state() == State::Working {
            let task = Task::new(self.clone(), group.clone(), site.clone(), body, hold);
            tasks.push(self.start(task));
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that spawns; the task holds a token of the run"
    )]
    fn start(&self, task: impl Future<Output = ()> + Send + 'static) -> Abort {
        let task = self.0.tracker.track_future(task);
        match &self.0.spawner {
            Spawner::Tokio(handle) => Abort::Tokio(handle.spawn(task).abort_handle()),
            Spawner::Local(tasks) => {
                let (task, handle) = futures::future::abortable(task);
                // Refused only when the run's future is gone, and then the task must not run either.
                let _ = tasks.unbounded_send(Box::pin(async move {
                    let _ = task.await;
                }));
                Abort::Local(handle)
            }
        }
    }

    /// Calls a function that blocks, away from the runtime's workers, and waits for it.
    ///
    /// A call that has not started is dropped with this future; one that has started cannot be stopped, and the run waits for it.
    pub(crate) async fn block_on_pool<R: Send + 'static>(
        &self,
        call: impl FnOnce() -> R + Send + 'static,
    ) -> R {
        let token = self.0.tracker.token();
        let (done, outcome) = oneshot::channel();
        let job = move || {
            let outcome = std::panic::catch_unwind(AssertUnwindSafe(call));
            // Where nobody waits any more the result is dropped here: the run lasts until then.
            let _ = done.send(outcome);
            drop(token);
        };
        #[allow(clippy::disallowed_methods, reason = "scope.rs spawns; the job holds a token of the run")]
        let _abort = match &self.0.spawner {
            Spawner::Tokio(handle) => Some(AbortOnDrop(handle.spawn_blocking(job).abort_handle())),
            Spawner::Local(_) => {
                std::thread::spawn(job);
                None
            }
        };
        match outcome.await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // The runtime stops, and this task with it.
            Err(oneshot::Canceled) => std::future::pending().await,
        }
    }

    /// Puts a failure of `group` on record and, if it is the first, has the run cancelled.
    ///
    /// Not at once: an item that has left the failing stage may be all that a `take` downstream still needs. It gets its turn
    /// first, and if its feed is dropped then, the failure concerns nobody.
    pub(crate) fn fail(&self, failure: Failure, group: &Arc<Group>) {
        if group.state() != State::Left && self.0.failures.record(failure, group) {
            let scope = self.clone();
            let group = group.clone();
            self.start(async move {
                for _ in 0..GRACE {
                    if group.state() == State::Working {
                        yield_now().await;
                    }
                }
                scope.settle();
            });
        }
    }

    /// Cancels the run if a failure stands.
    fn settle(&self) {
        if self.0.failures.any_standing() {
            self.cancel();
        }
    }

    /// Tears down every terminal, and with them all that is behind.
    pub(crate) fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
        let roots = std::mem::take(&mut *lock(&self.0.roots));
        for root in roots {
            root.close(State::Closed);
        }
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// For a worker that is to take up no item once the run is cancelled; it stays until it is torn down, so that nobody sees an
    /// end.
    #[inline]
    pub(crate) async fn stop_if_cancelled(&self) {
        if self.is_cancelled() {
            std::future::pending::<()>().await;
        }
    }

    /// Whether stages may wait on tokio's clock.
    pub(crate) fn has_clock(&self) -> bool {
        matches!(self.0.spawner, Spawner::Tokio(_)) || tokio::runtime::Handle::try_current().is_ok()
    }

    /// Waits until every task and every blocking call of the run has ended; then gives the failures, the first first.
    pub(crate) async fn join(&self) -> Vec<Failure> {
        self.0.tracker.close();
        self.0.tracker.wait().await;
        lock(&self.0.roots).clear();
        self.0.failures.take_standing()
    }
}

impl Group {
    pub(crate) fn state(&self) -> State {
        match self.state.load(Ordering::Acquire) {
            0 => State::Working,
            1 => State::Left,
            _ => State::Closed,
        }
    }

    fn close(&self, state: State) {
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

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
