//! How a run is failed from inside a task: the failure is noted on the thread, and the innermost [`attempt`]
//! takes it.
//!
//! A fused function does not know which task it is called in, so it cannot hand its failure to one. It notes
//! it instead. Polls nest: a stage may poll a run inside its own, or block on one. So each attempt puts the
//! notes of those around it aside first, and back when it is over. Nothing unwinds past an attempt, so
//! whatever is noted within one is its own.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::failure::Failure;
use crate::engine::containment::discard;
use crate::error::{BoxError, StageError, StageId};

/// What a call gave, or what it panicked with.
pub(super) type Caught<R> = Result<R, Box<dyn Any + Send>>;

/// What was noted within an attempt.
#[derive(Default)]
pub(crate) struct Noted {
    /// Why the run is to fail.
    pub(super) failures: Vec<Failure>,
    /// The stage whose function unwinds, between the panic and where it is caught.
    pub(super) blamed: Option<Arc<StageId>>,
}

thread_local! {
    /// Whether anything is noted, which is asked before and after each poll of a task.
    static ANY_NOTED: Cell<bool> = const { Cell::new(false) };
    /// Behind a pointer, for as a rule there are none to move.
    static NOTED: RefCell<Option<Box<Noted>>> = const { RefCell::new(None) };
}

/// Makes a call into code of the user's, for the stage at `stage_id`: what it gives, unless it panics, and
/// how it fails the run.
///
/// A panic is the last of the failures.
#[inline]
pub(crate) fn attempt<R>(stage_id: &Arc<StageId>, call: impl FnOnce() -> R) -> (Option<R>, Vec<Failure>) {
    let (called, noted) = catch(call);
    resolve(stage_id, called, noted)
}

/// What came of a call that was [caught](catch) for the stage at `stage_id`.
pub(super) fn resolve<R>(
    stage_id: &Arc<StageId>,
    called: Caught<R>,
    noted: Option<Box<Noted>>,
) -> (Option<R>, Vec<Failure>) {
    let Noted { mut failures, blamed } = noted.map_or_else(Noted::default, |noted| *noted);
    match called {
        Ok(result) => (Some(result), failures),
        Err(panic) => {
            failures.push(Failure::panicked(blamed.unwrap_or_else(|| stage_id.clone()), &*panic));
            discard(panic);
            (None, failures)
        }
    }
}

/// The same with its parts as they are, for one who hands them to another thread and [puts the notes
/// back](note) there.
#[inline]
pub(crate) fn catch<R>(call: impl FnOnce() -> R) -> (Caught<R>, Option<Box<Noted>>) {
    let around = take_noted();
    let called = catch_unwind(AssertUnwindSafe(call));
    let noted = take_noted();
    if let Some(around) = around {
        note(*around);
    }
    (called, noted)
}

/// Adds to the notes of the attempt under way.
pub(crate) fn note(more: Noted) {
    ANY_NOTED.set(true);
    NOTED.with_borrow_mut(|noted| {
        let noted = noted.get_or_insert_default();
        noted.failures.extend(more.failures);
        noted.blamed = noted.blamed.take().or(more.blamed);
    });
}

/// What was noted in the poll that has just ended.
#[inline]
fn take_noted() -> Option<Box<Noted>> {
    if ANY_NOTED.get() { take_what_is_noted() } else { None }
}

/// There is something, which is seldom.
#[cold]
fn take_what_is_noted() -> Option<Box<Noted>> {
    ANY_NOTED.set(false);
    NOTED.take()
}

/// Fails the run with the error of the stage at `stage_id`. Who calls it awaits what it gives: there is
/// nothing more to come.
pub(crate) fn escalate<T>(stage_id: Arc<StageId>, error: impl Into<BoxError>) -> Failing<T> {
    escalate_failure(Failure::Failed(stage_id, error.into()))
}

/// Fails the run with the error of an item.
pub(crate) fn escalate_item<T, E: Send + 'static>(error: StageError<E>) -> Failing<T> {
    escalate_failure(Failure::Item(Box::new(error)))
}

/// Notes a failure, and never resolves.
fn escalate_failure<T>(failure: Failure) -> Failing<T> {
    note(Noted { failures: vec![failure], blamed: None });
    Failing(PhantomData)
}

/// In place of a `T` from a stage that has failed the run: never ready, so that nobody sees an end before the
/// stage is torn down.
#[must_use = "a stage that has failed the run stays pending until it is torn down"]
pub(crate) struct Failing<T = Infallible>(PhantomData<fn() -> T>);

impl<T> Future for Failing<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Pending
    }
}
