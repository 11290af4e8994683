//! `Running`: a pipeline at work on tokio.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, IntoFuture, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::BoxFuture;

use super::control::Control;
use super::run::Run;
use crate::engine::containment::Contained;
use crate::engine::executor::{Spawner, run_until};
use crate::engine::supervision::{Alive, Scope, Switch};
use crate::error::PipelineError;

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> IntoFuture for Run<R, E, S> {
    type Output = Result<R, PipelineError<E>>;
    type IntoFuture = Running<R, E>;

    fn into_future(self) -> Running<R, E> {
        let switch = Arc::<Switch>::default();
        let (run, alive) = (Contained::new(self), Alive::new(switch.clone()));
        let run = Box::pin(async move {
            let runtime = tokio::runtime::Handle::try_current().map_err(|_| PipelineError::NoRuntime)?;
            run.into_inner().execute(Scope::new(Spawner::Tokio(runtime), alive)).await
        });
        Running { run: Contained::new(run), switch }
    }
}

/// # How it runs
///
/// Other ways than to await it.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Starts the run at once, in a task of its own. What it gives is awaited as that of any run, at any
    /// time.
    ///
    /// Awaiting a run starts it as well; this is for programs that do something else first. Dropping the
    /// [`Running`] cancels the run, as ever: keep it for as long as the pipeline is to work, and steer it by
    /// its [`control`](Running::control).
    ///
    /// # Errors
    ///
    /// As those of any run. Where there is no tokio runtime, it gives [`PipelineError::NoRuntime`].
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(0);
    /// let total = items.fold(0, |sum, n| sum + n).spawn();
    /// sender.send(3).await.unwrap(); // the run takes it, though nobody awaits the total yet
    /// sender.send(4).await.unwrap();
    /// drop(sender);
    /// assert_eq!(total.await?, 7);
    /// # Ok(()) }
    /// ```
    pub fn spawn(self) -> Running<R, E> {
        let Running { run, switch } = self.into_future();
        let run: BoxFuture<'static, _> = match tokio::runtime::Handle::try_current() {
            Ok(runtime) => Box::pin(Spawner::spawn_run(&runtime, run).map(|ended| match ended {
                Some(result) => result,
                None => Err(PipelineError::RuntimeStopped),
            })),
            Err(_) => Box::pin(ready(Err(PipelineError::NoRuntime))),
        };
        Running { run: Contained::new(run), switch }
    }

    /// Runs the pipeline as one future: all stages are polled in the caller's task, on any executor.
    ///
    /// Stages that wait for time (`interval`, `.timeout`, `.retry`) need a tokio runtime around them even so;
    /// without one they are [`InvalidOption`](PipelineError::InvalidOption). Calls of `_blocking` functions
    /// get threads of their own.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let run = Stream::from_iter(0..4).map_async(|n| async move { n + 1 }).workers(2).ordered()
    ///     .collect::<Vec<_>>();
    /// let found = futures::executor::block_on(run.run_local());
    /// assert_eq!(found.unwrap(), [1, 2, 3, 4]);
    /// ```
    pub fn run_local(self) -> impl Future<Output = Result<R, PipelineError<E>>> + Send {
        let run = Contained::new(self);
        let running: BoxFuture<'static, _> = Box::pin(async move {
            let (tasks, queue) = futures::channel::mpsc::unbounded();
            let scope = Scope::new(Spawner::Local(tasks), Alive::new(Arc::default()));
            run_until(run.into_inner().execute(scope), queue).await
        });
        Contained::new(running)
    }
}

/// A pipeline at work; the future of a [`Run`]. Dropping it cancels the run.
///
/// It starts when it is first polled, or at once where it was made by [`Run::spawn`].
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use std::future::IntoFuture;
/// let running: pipeline_core::Running<usize> = Stream::from_iter(0..3).count().into_future();
/// assert_eq!(running.await?, 3);
/// # Ok(()) }
/// ```
#[must_use = "a run that is not awaited gives no result, and is cancelled when this is dropped"]
pub struct Running<R, E = Infallible> {
    run: Contained<BoxFuture<'static, Result<R, PipelineError<E>>>>,
    switch: Arc<Switch>,
}

impl<R, E> Running<R, E> {
    /// What the run is steered by: stopped, paused, aborted, also from other tasks.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let running = Stream::repeat(1).count().into_future();
    /// let control = running.control();
    /// let (count, ()) = tokio::join!(running, async move { control.stop() });
    /// assert!(count.is_ok()); // all that the source had given
    /// # Ok(()) }
    /// ```
    pub fn control(&self) -> Control {
        Control::new(self.switch.clone())
    }
}

impl<R, E> Future for Running<R, E> {
    type Output = Result<R, PipelineError<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.run).poll(cx)
    }
}

impl<R, E> fmt::Debug for Running<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Running(..)")
    }
}
