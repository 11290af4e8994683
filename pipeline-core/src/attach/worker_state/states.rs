//! How the states of a stage's workers come and go.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures::FutureExt;

use crate::engine::call::{StateFns, WorkerState};
use crate::engine::supervision::Scope;
use crate::error::BoxError;
use crate::plan::Node;

/// What comes of closing the state of a worker: nothing, or an error that fails the run. Sealed.
///
/// ```
/// use pipeline_core::CloseOutcome;
///
/// fn closes<F: Fn(u8) -> R, R: CloseOutcome>(_: F) {}
/// closes(|_| ());
/// closes(|n| if n > 0 { Ok(()) } else { Err("nothing to close") });
/// ```
#[diagnostic::on_unimplemented(
    message = "a state is closed by a future of `()` or of a `Result<(), E>`, not of `{Self}`",
    label = "the future of `on_close` gives `{Self}`",
    note = "`E` is any error that is `Into<BoxError>`: it fails the run"
)]
pub trait CloseOutcome: sealed::Sealed {
    #[doc(hidden)]
    fn into_result(self) -> Result<(), BoxError>;
}

impl CloseOutcome for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<BoxError>> CloseOutcome for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(E::into)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl<E> Sealed for Result<(), E> {}
}

/// How the states of a stage's workers come and go.
pub(crate) struct States<W>(StateFns<W>);

impl<W> fmt::Debug for States<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("States").field("closes", &self.0.close.is_some()).finish_non_exhaustive()
    }
}

impl<W: Send + 'static> States<W> {
    pub(crate) fn new<F, Fut, E>(open: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<W, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let open = Box::new(move || open().map(|opened| opened.map_err(E::into)).boxed());
        Self(StateFns { open, close: None })
    }

    pub(crate) fn closed_by<F, Fut>(mut self, close: F) -> Self
    where
        F: Fn(W) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: CloseOutcome> + Send + 'static,
    {
        self.0.close = Some(Box::new(move |state| close(state).map(CloseOutcome::into_result).boxed()));
        self
    }

    /// What each worker makes for itself: a place for its state, beside what is called.
    pub(super) fn per_worker<F>(
        self,
        scope: &Scope,
        node: &Node,
        f: F,
    ) -> impl Fn() -> (Arc<WorkerState<W>>, Arc<F>) + Send + Sync + 'static
    where
        F: Send + Sync + 'static,
    {
        let (fns, f) = (Arc::new(self.0), Arc::new(f));
        let (scope, stage_id) = (scope.clone(), node.stage_id().clone());
        move || (Arc::new(WorkerState::new(&scope, &stage_id, &fns)), f.clone())
    }
}
