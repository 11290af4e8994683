//! One subscriber: what it gets beforehand, then what is put.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, PoisonError};

use futures::stream::unfold;

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
    pub(super) fn into_items(self, stage_id: Arc<StageId>) -> impl futures::Stream<Item = T> + Send {
        unfold((self, stage_id), |(mut this, stage_id)| async move {
            match this.next().await {
                Ok(item) => Some((item, (this, stage_id))),
                Err(End::Closed) => None,
                Err(End::Failed(error)) => escalate(stage_id, error).await,
            }
        })
    }

    async fn next(&mut self) -> Result<T, End> {
        if let Some(kept) = self.replayed.pop_front() {
            return Ok(kept.lock().unwrap_or_else(PoisonError::into_inner).clone());
        }
        poll_fn(|cx| self.shared.poll_next(self.name, cx)).await
    }
}

impl<T> Drop for Subscription<T> {
    fn drop(&mut self) {
        self.shared.leave(self.name);
    }
}
