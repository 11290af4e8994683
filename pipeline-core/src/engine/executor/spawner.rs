//! Where tasks are spawned. The only file that does.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use crate::engine::containment::drop_contained;
use crate::engine::lock::lock;

/// Where tasks run.
pub(crate) enum Spawner {
    /// On a tokio runtime.
    Tokio(Handle),
    /// In the caller's own task; see `local.rs`.
    Local(futures::channel::mpsc::UnboundedSender<BoxFuture<'static, ()>>),
}

/// Whether a worker's body may block the thread that polls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunsOn {
    /// On the threads of the runtime: it may not.
    Runtime,
    /// On threads of the blocking pool: it may.
    BlockingPool,
}

impl Spawner {
    /// Starts a task. The caller counts it as one of the run's. Where tokio is built with what tokio-console
    /// needs, that shows it by its name.
    #[allow(clippy::disallowed_methods, reason = "the one file that spawns; the caller counts the task")]
    pub(crate) fn spawn(&self, name: &str, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        match self {
            Self::Tokio(handle) => AbortHandle::Tokio(spawn_named(handle, name, task).abort_handle()),
            Self::Local(tasks) => {
                let (task, handle) = futures::future::abortable(task);
                // Refused only when the run's future is gone, and then the task must not run either.
                let _ = tasks.unbounded_send(Box::pin(async move {
                    let _ = task.await;
                }));
                AbortHandle::Local(handle)
            }
        }
    }

    /// Calls a function that may block. It is not called if the handle is dropped before it has started.
    #[allow(clippy::disallowed_methods, reason = "the one file that spawns; the caller counts the call")]
    pub(crate) fn call_blocking(&self, call: impl FnOnce() + Send + 'static) -> Option<AbortOnDrop> {
        match self {
            Self::Tokio(handle) => {
                let call = Arc::new(PendingCall(Mutex::new(Some(Box::new(call)))));
                // tokio panics where it gets no thread; then the call is dropped with this.
                let mut abort = AbortOnDrop { call: call.clone(), handle: None };
                abort.handle = Some(handle.spawn_blocking(move || call.start()).abort_handle());
                Some(abort)
            }
            Self::Local(_) => {
                let runtime = Handle::try_current().ok();
                std::thread::spawn(move || {
                    let _entered = runtime.as_ref().map(Handle::enter);
                    call();
                });
                None
            }
        }
    }
}

/// Tasks whose orders shuttle tries one after another; see `schedules.rs`.
///
/// To spawn is a step of shuttle's, in which it may pick another task. So a task of its own does that: the
/// engine spawns under locks that the other task may wait for, and these are not shuttle's.
#[cfg(all(test, pipeline_shuttle))]
pub(crate) fn spawner_of_schedules() -> Spawner {
    use futures::StreamExt as _;

    let (tasks, mut sent) = futures::channel::mpsc::unbounded();
    drop(shuttle::future::spawn(async move {
        while let Some(task) = sent.next().await {
            drop(shuttle::future::spawn(task));
        }
    }));
    Spawner::Local(tasks)
}

/// Starts a thread that shows a run: it only looks at it, and ends with it, so the run does not wait for it.
/// Where the system has no thread to give, nothing is shown.
#[cfg(any(feature = "_live", feature = "trace"))]
pub(crate) fn spawn_view(name: &'static str, view: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(view).map(drop)
}

/// Starts a task under a name that tokio-console shows.
#[cfg(all(tokio_unstable, feature = "tracing"))]
#[allow(clippy::disallowed_methods, reason = "the one file that spawns; the caller counts the task")]
fn spawn_named(
    runtime: &Handle,
    name: &str,
    task: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<()> {
    let builder = tokio::task::Builder::new().name(name);
    builder.spawn_on(task, runtime).expect("the operating system refused a thread")
}

/// Starts a task, whose name nobody asks for.
#[cfg(not(all(tokio_unstable, feature = "tracing")))]
#[allow(clippy::disallowed_methods, reason = "the one file that spawns; the caller counts the task")]
fn spawn_named(runtime: &Handle, _: &str, task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    runtime.spawn(task)
}

/// Aborts a task.
#[derive(Debug)]
pub(crate) enum AbortHandle {
    Tokio(tokio::task::AbortHandle),
    Local(futures::future::AbortHandle),
}

/// Drops a call that has not started yet when this is dropped.
pub(crate) struct AbortOnDrop {
    call: Arc<PendingCall>,
    handle: Option<tokio::task::AbortHandle>,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        drop_contained(self.call.take());
        if let Some(handle) = &self.handle {
            handle.abort();
        }
    }
}

/// A call that waits for a thread. tokio keeps it in its queue until a thread gets to it, also when it was
/// aborted, and for ever when there is none; so it is taken from there.
struct PendingCall(Mutex<Option<BoxedCall>>);

type BoxedCall = Box<dyn FnOnce() + Send>;

impl PendingCall {
    fn take(&self) -> Option<BoxedCall> {
        lock(&self.0).take()
    }

    fn start(&self) {
        if let Some(call) = self.take() {
            call();
        }
    }
}

/// The task of a whole run, which is aborted when this is dropped.
pub(crate) struct RunTask<R>(JoinHandle<R>);

impl Spawner {
    /// Polls a run in a task of its own, which is none of those that the run waits for.
    #[allow(clippy::disallowed_methods, reason = "the run itself; who awaits its result owns the task")]
    pub(crate) fn spawn_run<R: Send + 'static>(
        runtime: &Handle,
        run: impl Future<Output = R> + Send + 'static,
    ) -> RunTask<R> {
        RunTask(runtime.spawn(run))
    }
}

impl<R> Future for RunTask<R> {
    /// Nothing if the runtime was stopped.
    type Output = Option<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|ended| match ended.map_err(JoinError::try_into_panic) {
            Ok(result) => Some(result),
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(_)) => None,
        })
    }
}

impl<R> Drop for RunTask<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
