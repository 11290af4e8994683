//! The senders of a split, one for each branch.

use std::future::Future;
use std::sync::Arc;
use std::task::Poll;

use super::mpmc;
use crate::engine::dropped::InHand;
use crate::meter::EdgeMeter;

/// The edges behind a split; nothing where a branch was gone before the run began.
pub(crate) struct BranchSenders<T>(Vec<Option<End<T>>>);

/// The sender of one, and what counts its items, where the run is watched.
type End<T> = (mpmc::Sender<T>, Option<Arc<EdgeMeter>>);

/// Counts an item that is sent.
fn count<T>((_, meter): &End<T>) {
    if let Some(edge) = meter {
        edge.note_sent();
    }
}

impl<T> BranchSenders<T> {
    pub(crate) fn new(ends: Vec<Option<End<T>>>) -> Self {
        Self(ends)
    }

    pub(crate) fn is_live(&self, index: usize) -> bool {
        self.0[index].as_ref().is_some_and(|(end, _)| !end.tx.is_disconnected())
    }

    pub(crate) fn any_live(&self) -> bool {
        (0..self.0.len()).any(|index| self.is_live(index))
    }

    /// Sends into one edge; if its reader has gone, the item is dropped.
    pub(crate) async fn send_to(&self, index: usize, item: T) {
        if let Some(end) = &self.0[index] {
            // Whether anybody is left to send to is asked once for all branches, by `any_live`. A branch that
            // has its last item must not keep the others from theirs, so this is kanal's send.
            let in_hand = InHand::new();
            end.0.jitter.pass().await;
            count(end);
            let _ = end.0.tx.send(item).await;
            in_hand.done();
        }
    }

    /// Sends an item into each edge that lives, all at the same time.
    ///
    /// A branch that is not ready must not keep the others from theirs, so the sends that have to wait are
    /// polled side by side: in one task, with its one waker, to the end.
    pub(crate) async fn broadcast(&self, item: T)
    where
        T: Clone,
    {
        let live: Vec<&End<T>> =
            (0..self.0.len()).filter(|&i| self.is_live(i)).filter_map(|i| self.0[i].as_ref()).collect();
        let in_hand = InHand::new();
        for (end, _) in &live {
            end.jitter.pass().await;
        }
        in_hand.done();
        let copies = std::iter::repeat_n(item, live.len());
        let mut waiting = Vec::new();
        for (end, item) in live.into_iter().zip(copies) {
            let mut slot = Some(item);
            // Refused, the item is still in its slot, and the send that follows finds out why.
            let _ = end.0.tx.try_send_option(&mut slot);
            count(end);
            waiting.extend(slot.map(|item| (Some(InHand::new()), Box::pin(end.0.tx.send(item)))));
        }
        std::future::poll_fn(|cx| {
            waiting.retain_mut(|(in_hand, send)| {
                let waits = send.as_mut().poll(cx).is_pending();
                if !waits {
                    in_hand.take().into_iter().for_each(InHand::done);
                }
                waits
            });
            if waiting.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}
