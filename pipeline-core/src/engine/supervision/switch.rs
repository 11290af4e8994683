//! What a run is steered by from outside. It is there before the run, and after it; it holds nothing of the
//! run alive.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use futures::task::AtomicWaker;
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use super::resizing::Resizable;

/// The gate, the numbers of workers, and the end of one run.
#[derive(Default)]
pub(crate) struct Switch {
    /// The gate of all sources that are behind no other.
    pub(crate) gate: Arc<Gate>,
    pub(crate) resizable: Resizable,
    aborted: AtomicBool,
    /// The run, which waits to be aborted.
    run: AtomicWaker,
    ended: CancellationToken,
}

impl Switch {
    /// Cancels the run.
    pub(crate) fn abort(&self) {
        self.aborted.store(true, Ordering::Release);
        self.run.wake();
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.aborted.load(Ordering::Acquire)
    }

    /// Ready once the run is to be cancelled; for the run alone.
    pub(crate) async fn aborted(&self) {
        poll_fn(|cx| {
            self.run.register(cx.waker());
            if self.is_aborted() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Ready once nothing of the run is left.
    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

/// Held by all that is left of a run: the last one to drop it tells that the run has ended.
#[derive(Clone)]
pub(crate) struct Alive(Arc<TellEnd>);

/// Tells when it is dropped.
struct TellEnd(Arc<Switch>);

impl Alive {
    pub(crate) fn new(switch: Arc<Switch>) -> Self {
        Self(Arc::new(TellEnd(switch)))
    }

    pub(crate) fn switch(&self) -> &Arc<Switch> {
        &self.0.0
    }
}

impl Drop for TellEnd {
    fn drop(&mut self) {
        self.0.ended.cancel();
    }
}
