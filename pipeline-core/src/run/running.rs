//! `Running`: a pipeline at work on tokio.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

use super::run::Run;
use crate::engine::containment::Contained;
use crate::engine::executor::Spawner;
use crate::engine::supervision::Scope;
use crate::error::PipelineError;

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> IntoFuture for Run<R, E, S> {
    type Output = Result<R, PipelineError<E>>;
    type IntoFuture = Running<R, E>;

    fn into_future(self) -> Running<R, E> {
        let run = Contained::new(self);
        Running(Contained::new(Box::pin(async move {
            let runtime = tokio::runtime::Handle::try_current().map_err(|_| PipelineError::NoRuntime)?;
            run.into_inner().execute(Scope::new(Spawner::Tokio(runtime))).await
        })))
    }
}

/// A pipeline at work; the future of a [`Run`]. Dropping it cancels the run.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// use std::future::IntoFuture;
/// let running: pipeline_core::Running<usize> = Stream::from_iter(0..3).count().into_future();
/// assert_eq!(running.await?, 3);
/// # Ok(()) }
/// ```
#[must_use = "a run does nothing until it is awaited"]
pub struct Running<R, E = Infallible>(Contained<BoxFuture<'static, Result<R, PipelineError<E>>>>);

impl<R, E> Future for Running<R, E> {
    type Output = Result<R, PipelineError<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx)
    }
}

impl<R, E> fmt::Debug for Running<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Running(..)")
    }
}
