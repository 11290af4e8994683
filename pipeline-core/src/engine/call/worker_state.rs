//! What one worker keeps from call to call: opened for its first call, lent to each, and closed once the
//! worker is gone.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use futures::task::AtomicWaker;

use crate::engine::lock::lock;
use crate::engine::supervision::{Scope, escalate};
use crate::error::{BoxError, StageId};

/// How the states of a stage are opened, and how they are closed if not just by dropping them.
pub(crate) struct StateFns<W> {
    pub(crate) open: Box<dyn Fn() -> BoxFuture<'static, Result<W, BoxError>> + Send + Sync>,
    pub(crate) close: Option<CloseFn<W>>,
}

/// How a state is closed.
type CloseFn<W> = Box<dyn Fn(W) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>;

/// The state of one worker. Whoever drops it last has it closed: the worker, or a lease that outlives that.
pub(crate) struct WorkerState<W: Send + 'static> {
    place: Mutex<Place<W>>,
    /// The worker, where it waits for a state that a call before has kept.
    returned: AtomicWaker,
    fns: Arc<StateFns<W>>,
    scope: Scope,
    stage_id: Arc<StageId>,
}

/// Where a state is.
enum Place<W> {
    /// There is none: it was not opened yet, or was discarded.
    Nowhere,
    Here(W),
    Lent,
}

impl<W: Send + 'static> WorkerState<W> {
    pub(crate) fn new(scope: &Scope, stage_id: &Arc<StageId>, fns: &Arc<StateFns<W>>) -> Self {
        Self {
            place: Mutex::new(Place::Nowhere),
            returned: AtomicWaker::new(),
            fns: fns.clone(),
            scope: scope.clone(),
            stage_id: stage_id.clone(),
        }
    }

    /// The state, to be [given back](Self::put) or [discarded](Self::discard). It is opened if there is none;
    /// that this cannot be done fails the run.
    pub(crate) async fn take(&self) -> W {
        if let Some(state) = poll_fn(|cx| self.poll_take(cx)).await {
            return state;
        }
        match (self.fns.open)().await {
            Ok(state) => {
                *lock(&self.place) = Place::Lent;
                state
            }
            Err(error) => escalate(self.stage_id.clone(), error).await,
        }
    }

    /// Nothing if it is to be opened. While it is, nothing changes here: an opening may be dropped, and then
    /// there is still none.
    fn poll_take(&self, cx: &mut Context<'_>) -> Poll<Option<W>> {
        let mut place = lock(&self.place);
        match std::mem::replace(&mut *place, Place::Lent) {
            Place::Here(state) => Poll::Ready(Some(state)),
            Place::Nowhere => {
                *place = Place::Nowhere;
                Poll::Ready(None)
            }
            Place::Lent => {
                self.returned.register(cx.waker());
                Poll::Pending
            }
        }
    }

    pub(crate) fn put(&self, state: W) {
        *lock(&self.place) = Place::Here(state);
        self.returned.wake();
    }

    /// Has a state closed in place of giving it back: the next call opens another.
    pub(crate) fn discard(&self, state: W) {
        *lock(&self.place) = Place::Nowhere;
        self.returned.wake();
        self.close(state);
    }

    /// Closes a state in a task that nothing tears down.
    fn close(&self, state: W) {
        if self.fns.close.is_none() {
            return drop(state);
        }
        let (fns, stage_id) = (self.fns.clone(), self.stage_id.clone());
        self.scope.finish(&self.stage_id, async move {
            let Some(close) = &fns.close else { return };
            if let Err(error) = close(state).await {
                escalate(stage_id, error).await
            }
        });
    }
}

impl<W: Send + 'static> Drop for WorkerState<W> {
    fn drop(&mut self) {
        let place = std::mem::replace(&mut *lock(&self.place), Place::Nowhere);
        if let Place::Here(state) = place {
            self.close(state);
        }
    }
}
