//! Targets: where `send_to` and `divert_err` deliver.
//! `channel`: a stream with a sender that the program keeps.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream as Items;
use tokio::sync::{Semaphore, mpsc};

use crate::attach::{AtStop, Contained, GateState, WatchedQueue, note_dropped};
use crate::interop::{Target, TargetGone};
use crate::plan::{MOST_SLOTS, Node, Role};
use crate::stream::Stream;

impl<T: Send + 'static> Target<T> for Sender<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.send(item).await.map_err(|_| TargetGone)
    }
}

/// Sends items into the stream that [`Stream::channel`] made with it. Clones send into the same stream.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (sender, items) = Stream::channel(4);
/// sender.send("hello").await.unwrap();
/// drop(sender); // the last sender: the stream ends when it is drained
/// assert_eq!(items.collect::<Vec<_>>().await?, ["hello"]);
/// # Ok(()) }
/// ```
pub struct Sender<T> {
    /// One permit for each item that may be sent now.
    room: Arc<Semaphore>,
    queue: mpsc::UnboundedSender<Option<T>>,
}

/// The run that would have taken the item has gone, or the channel was closed; the item comes back.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let (sender, items) = Stream::channel(1);
/// drop(items);
/// let refused = sender.send("kept").await.unwrap_err();
/// assert_eq!(refused.into_item(), "kept");
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody receives any more: the run has ended or the channel was closed")]
pub struct SendError<T>(pub T);

impl<T> SendError<T> {
    /// The item that was not sent.
    ///
    /// ```
    /// let error = pipeline_core::SendError(7);
    /// assert_eq!(error.into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        self.0
    }
}

impl<T: Send + 'static> Stream<T> {
    /// A sender, and a stream of what is sent: at most `capacity` items wait between the two.
    ///
    /// In a [`Snapshot`](crate::Snapshot) they are what is [`queued`](crate::StageSnapshot::queued) for the
    /// source. They are not among the items that are `alive`: the run has not taken them in.
    ///
    /// With 0 it is a rendezvous: a `send` resolves when the run asks for an item. More lets the sender run
    /// ahead. The stream ends when every sender was dropped, or one of them closed the channel, and what
    /// waits is drained. More than 1,048,576 is refused when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(0);
    /// let producer = async move {
    ///     for n in 0..3 {
    ///         sender.send(n).await.unwrap();
    ///     }
    /// };
    /// let (found, ()) = tokio::join!(items.collect::<Vec<_>>().into_future(), producer);
    /// assert_eq!(found?, [0, 1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn channel(capacity: usize) -> (Sender<T>, Self) {
        let (queue, items) = mpsc::unbounded_channel();
        let room = Arc::new(Semaphore::new(capacity.min(MOST_SLOTS)));
        let mut receiving = Receiving { items, room: room.clone(), capacity, asked: false, watched: None };
        let node = Node::new("channel", Role::Source).reject_if(
            capacity > MOST_SLOTS,
            "capacity",
            "a channel may hold at most 1048576 items",
        );
        let closed = room.clone();
        let close_at_stop = move |state| {
            if state >= GateState::Stopped {
                closed.close();
            }
        };
        let at_stop = AtStop::Close(Receiving::close, Some(Box::new(close_at_stop)));
        let of_room = Arc::downgrade(&room);
        // Those who send hold the room: where it has gone, so have the items.
        let waiting = move || of_room.upgrade().map_or(0, |room| waiting_in(&room, capacity) as u64);
        let stream = Self::source_at(node, at_stop, move |start| {
            receiving.watched = start.queue(capacity, waiting);
            receiving
        });
        (Sender { room, queue }, stream)
    }
}

impl<T> Sender<T> {
    /// Sends an item; waits while the channel is full.
    ///
    /// # Errors
    ///
    /// Gives the item back when the run has ended, was cancelled or dropped, or the channel was closed.
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, it has not sent the item, which is dropped with it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (sender, items) = Stream::channel(2);
    /// sender.send(5).await.unwrap();
    /// sender.close();
    /// assert_eq!(items.first().await?, Some(5));
    /// # Ok(()) }
    /// ```
    pub async fn send(&self, item: T) -> Result<(), SendError<T>> {
        let Ok(permit) = self.room.acquire().await else { return Err(SendError(item)) };
        let sent = self.queue.send(Some(item));
        if sent.is_ok() {
            permit.forget();
        }
        // Only an item was sent, so only an item comes back.
        sent.map_err(|mpsc::error::SendError(item)| SendError(item.expect("an item was sent")))
    }

    /// Closes the channel for all its senders: what waits is still received, then the stream ends.
    /// Idempotent.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let (sender, _items) = Stream::channel(2);
    /// sender.close();
    /// assert!(sender.send(1).await.is_err());
    /// # }
    /// ```
    pub fn close(&self) {
        self.room.close();
        // Refused only where the stream has gone already.
        let _ = self.queue.send(None);
    }

    /// Whether nobody receives any more.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let (sender, items) = Stream::<i32>::channel(2);
    /// assert!(!sender.is_closed());
    /// drop(items);
    /// assert!(sender.is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        self.room.is_closed()
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { room: self.room.clone(), queue: self.queue.clone() }
    }
}

struct Receiving<T> {
    items: mpsc::UnboundedReceiver<Option<T>>,
    room: Arc<Semaphore>,
    /// How many items may wait; none at a rendezvous.
    capacity: usize,
    /// A rendezvous lets one sender go on for each item that is asked for.
    asked: bool,
    /// There where somebody looks at the run.
    watched: Option<WatchedQueue>,
}

/// How many items wait that were sent, the one that is being taken out among them. At a rendezvous there may
/// be more room than the channel has of its own: none waits.
fn waiting_in(room: &Semaphore, capacity: usize) -> usize {
    capacity.saturating_sub(room.available_permits())
}

impl<T> Receiving<T> {
    fn is_rendezvous(&self) -> bool {
        self.capacity == 0
    }

    fn note_waiting(&self) {
        if let Some(watched) = &self.watched {
            watched.note_waiting(waiting_in(&self.room, self.capacity));
        }
    }

    /// Lets nothing more in: what was sent is still given.
    fn close(mut self: Pin<&mut Self>) {
        self.room.close();
        self.items.close();
    }
}

impl<T> Items for Receiving<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        if this.is_rendezvous() && !std::mem::replace(&mut this.asked, true) {
            this.room.add_permits(1);
        }
        loop {
            match ready!(this.items.poll_recv(cx)) {
                Some(Some(item)) => {
                    this.note_waiting();
                    this.asked = false;
                    if !this.is_rendezvous() {
                        this.room.add_permits(1);
                    }
                    return Poll::Ready(Some(item));
                }
                // Closed. What was let in before is still in the queue, or comes back to its sender.
                Some(None) => this.items.close(),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Drop for Receiving<T> {
    fn drop(&mut self) {
        self.note_waiting();
        self.room.close();
        self.items.close();
        // The marks that a close leaves are no items.
        while let Ok(accepted) = self.items.try_recv() {
            note_dropped(accepted.iter().len());
            if !self.is_rendezvous() {
                // Nobody is let in any more, and nothing waits that has gone.
                self.room.add_permits(accepted.iter().len());
            }
            drop(Contained::new(accepted));
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("closed", &self.is_closed()).finish()
    }
}

impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendError(..)")
    }
}
