//! One task of a run: its body, and what must hold however it ends.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::{BoxFuture, CatchUnwind};
use pin_project_lite::pin_project;

use crate::failure::Failure;
use crate::group::{Group, State};
use crate::node::Site;
use crate::scope::Scope;
use crate::slice::Polling;

/// Runs a body, and puts on record what ends it too early.
///
/// The body is behind a box: every task is of one type, so that tokio's part of it is compiled once, and not for each stage
/// of a user's pipelines. The fields are dropped in this order: a task that a stopping runtime drops tells so before its
/// body drops the edge behind it.
pub(crate) struct Task {
    watch: Watch,
    body: CatchUnwind<AssertUnwindSafe<BoxFuture<'static, ()>>>,
}

pin_project! {
    /// A body, and what is dropped after it.
    struct Held<F, H> {
        #[pin]
        body: F,
        hold: H,
    }
}

impl<F: Future, H> Future for Held<F, H> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().body.poll(cx)
    }
}

/// Tells the scope of a task that ends in any other way than by finishing.
struct Watch {
    scope: Scope,
    group: Arc<Group>,
    site: Arc<Site>,
    ended: bool,
}

impl Task {
    /// `hold` outlives the body.
    pub(crate) fn new<F, H>(scope: Scope, group: Arc<Group>, site: Arc<Site>, body: F, hold: H) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
        H: Send + 'static,
    {
        let body: BoxFuture<'static, ()> = Box::pin(Held { body, hold });
        Self {
            watch: Watch { scope, group, site, ended: false },
            body: AssertUnwindSafe(body).catch_unwind(),
        }
    }
}

impl Future for Task {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if this.watch.ended {
            return Poll::Pending;
        }
        let Some(polling) = Polling::of_task(this.watch.scope.executor(), cx) else { return Poll::Pending };
        let polled = this.body.poll_unpin(cx);
        drop(polling);
        let halted = take_halted().map(|failure| this.watch.scope.fail(failure, &this.watch.group));
        match polled {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(panic)) => {
                this.watch.panicked(&*panic);
                // It stays until it is torn down, so that its edge does not look like one that came to its end.
                Poll::Pending
            }
            Poll::Ready(Ok(())) => {
                this.watch.ended = true;
                // The end of a body that has failed the run is none either.
                if halted.is_some() { Poll::Pending } else { Poll::Ready(()) }
            }
        }
    }
}

impl Watch {
    fn panicked(&mut self, panic: &(dyn Any + Send)) {
        self.ended = true;
        let site = BLAMED.take().unwrap_or_else(|| self.site.clone());
        self.scope.fail(Failure::panicked(site, panic), &self.group);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.ended && !self.scope.is_cancelled() && self.group.state() == State::Working {
            self.scope.fail(Failure::RuntimeStopped, &self.group);
        }
    }
}

thread_local! {
    /// Whether there is a failure to take, which is asked after each poll.
    static ANY_HALTED: Cell<bool> = const { Cell::new(false) };
    /// Why the task that is polled on this thread wants the run to fail.
    static HALTED: RefCell<Option<Failure>> = const { RefCell::new(None) };
    /// The stage whose function unwinds on this thread, between the panic and the task's `catch_unwind`.
    static BLAMED: RefCell<Option<Arc<Site>>> = const { RefCell::new(None) };
}

/// Calls `f` for the stage at `site`, which a panic in it will be blamed on.
///
/// Several fused stages share a task; the innermost that unwinds gives its name. Nothing is paid unless one does.
#[inline]
pub(crate) fn blame<R>(site: &Arc<Site>, f: impl FnOnce() -> R) -> R {
    let unwinding = Blame(site);
    let result = f();
    std::mem::forget(unwinding);
    result
}

struct Blame<'a>(&'a Arc<Site>);

impl Drop for Blame<'_> {
    fn drop(&mut self) {
        BLAMED.with_borrow_mut(|blamed| {
            blamed.get_or_insert_with(|| self.0.clone());
        });
    }
}

/// Fails the run from inside a task of it. The caller must then stay pending, for there is nothing more to come.
///
/// A fused function does not know which task it is called in; the task that polls it takes the failure from here.
pub(crate) fn halt(failure: Failure) {
    ANY_HALTED.set(true);
    HALTED.with_borrow_mut(|halted| {
        halted.get_or_insert(failure);
    });
}

#[inline]
fn take_halted() -> Option<Failure> {
    if ANY_HALTED.take() { HALTED.take() } else { None }
}

/// The stage that was blamed for the panic just caught, if one was.
pub(crate) fn take_blamed() -> Option<Arc<Site>> {
    BLAMED.take()
}
