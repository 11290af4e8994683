//! Calls that are made with a permit, where a stage looks for the number of its workers itself.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio_util::sync::PollSemaphore;

use super::elastic::{Elastic, Permit};
use crate::engine::call::{BoxCallSlot, CallOutput, CallSlot};
use crate::engine::supervision::Scope;

/// Makes a call once it has a permit, and gives that back with each thing that comes out of the call: what
/// waits for room, or for an earlier result, must not keep another call waiting.
pub(super) struct PermitSlot<In, U> {
    scope: Scope,
    slot: BoxCallSlot<In, U>,
    elastic: Arc<Elastic>,
    permits: PollSemaphore,
    permit: Option<Permit>,
    /// Starts another worker, if there may be one more by now.
    grow: Box<dyn Fn() + Send>,
    /// The item of the call, until that has begun.
    item: Option<In>,
}

impl<In, U> PermitSlot<In, U> {
    pub(super) fn new(
        scope: &Scope,
        elastic: &Arc<Elastic>,
        slot: BoxCallSlot<In, U>,
        grow: impl Fn() + Send + 'static,
    ) -> Self {
        let permits = elastic.poll_permits();
        let (scope, elastic, grow) = (scope.clone(), elastic.clone(), Box::new(grow));
        Self { scope, slot, elastic, permits, permit: None, grow, item: None }
    }
}

impl<In, U> Unpin for PermitSlot<In, U> {}

impl<In: Send, U> CallSlot<In, U> for PermitSlot<In, U> {
    fn poll_call(mut self: Pin<&mut Self>, item: Option<In>, cx: &mut Context<'_>) -> Poll<CallOutput<U>> {
        let this = &mut *self;
        if item.is_some() {
            this.item = item;
        }
        if this.permit.is_none() {
            this.permit = Some(this.elastic.permit(ready!(this.permits.poll_acquire(cx))));
            // It may have waited for long, and got it because the number was raised.
            (this.grow)();
        }
        // While it waited, the run may have been cancelled: a call that has not begun does not begin.
        if this.item.is_some() && this.scope.is_cancelled() {
            return Poll::Pending;
        }
        let out = ready!(this.slot.as_mut().poll_call(this.item.take(), cx));
        this.permit = None;
        Poll::Ready(out)
    }
}
