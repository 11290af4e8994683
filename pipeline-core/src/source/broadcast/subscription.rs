//! One subscriber: what it gets beforehand, then what is put.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};

use futures::StreamExt;
use futures::stream::{BoxStream, unfold};

use super::shared::{End, Kept, Shared};
use crate::attach::escalate;
use crate::error::StageId;

/// Counts from when it is made until it is dropped.
pub(super) struct Subscription<T> {
    shared: Arc<Shared<T>>,
    name: u64,
    replayed: VecDeque<Kept<T>>,
}

impl<T: Clone + Send + 'static> Subscription<T> {
    /// With the number of items that may be replayed.
    pub(super) fn new(shared: &Arc<Shared<T>>) -> (Self, usize) {
        let (name, replayed, replays) = shared.join();
        (Self { shared: shared.clone(), name, replayed }, replays)
    }

    /// Its items, for the source at `stage_id`.
    pub(super) fn into_items(self, stage_id: Arc<StageId>) -> Items<T> {
        let leaving = Arc::new(AtomicBool::new(false));
        let left = leaving.clone();
        let items = unfold((self, stage_id, left), |(mut this, stage_id, left)| async move {
            match this.next(&left).await {
                Ok(item) => Some((item, (this, stage_id, left))),
                Err(End::Closed) => None,
                Err(End::Failed(error)) => escalate(stage_id, error).await,
            }
        });
        Items { items: items.boxed(), leaving }
    }

    async fn next(&mut self, leaving: &AtomicBool) -> Result<T, End> {
        if let Some(kept) = self.replayed.pop_front() {
            return Ok(kept.lock().unwrap_or_else(PoisonError::into_inner).clone());
        }
        poll_fn(|cx| match self.shared.poll_next(self.name, cx) {
            Poll::Pending if leaving.load(Ordering::Relaxed) => Poll::Ready(Err(End::Closed)),
            polled => polled,
        })
        .await
    }
}

/// The items of a subscription.
pub(super) struct Items<T> {
    items: BoxStream<'static, T>,
    leaving: Arc<AtomicBool>,
}

impl<T> Items<T> {
    /// The run is stopped: what was delivered is given, and then the subscriber leaves.
    pub(super) fn close(self: Pin<&mut Self>) {
        self.leaving.store(true, Ordering::Relaxed);
    }
}

impl<T> futures::Stream for Items<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.items.poll_next_unpin(cx)
    }
}

impl<T> Drop for Subscription<T> {
    fn drop(&mut self) {
        self.shared.leave(self.name);
    }
}
