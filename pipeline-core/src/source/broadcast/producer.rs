//! `Broadcast`: the producers' end.

use std::fmt;
use std::sync::Arc;

use super::shared::{End, Shared, WhenAlone};
use super::subscription::{Items, Subscription};
use crate::attach::AtStop;
use crate::error::BoxError;
use crate::interop::{Target, TargetGone};
use crate::plan::{MOST_SLOTS, Node, Role};
use crate::source::SendError;
use crate::stream::Stream;

/// Gives every item to every subscriber: pipelines of runs of their own, which come and go while it is at
/// work.
///
/// Where all readers are known beforehand and belong to one run, [`tee`](Stream::tee) does the same and
/// fails as one.
///
/// Clones are more producers; each one's items keep their order. The broadcast ends for its subscribers when
/// one producer [`close`](Broadcast::close)s it or the last is dropped. So whoever keeps a clone to let
/// others subscribe keeps it open.
///
/// It is a target too: `stream.send_to(broadcast)` puts all items of a run, and closes what it was given at
/// its end. If that run is dropped or torn down before its end, the broadcast [fails](Broadcast::fail).
/// Where it holds the last clone and every subscriber has left, nobody can join any more, and it waits for
/// ever: [`drop_when_alone`](Broadcast::drop_when_alone) lets it go on.
///
/// # Backpressure
///
/// [`put`](Broadcast::put) waits until every subscriber is ready, then hands the item to all at once: the
/// slowest sets the pace, and at most one item is on its way to each. A subscriber is ready when its
/// pipeline asks for an item: with [`open`](Stream::open), and where no stage has a task of its own, when
/// the item before has been dealt with; in front of a stage with tasks, one item earlier. A subscriber
/// counts from [`subscribe`](Broadcast::subscribe) on, and one that is not run yet holds the producers up.
///
/// A reader that must not be waited for gets a buffer of its own: `broadcast.subscribe().buffer(8)`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let prices = Broadcast::<u32>::new();
/// let sum = prices.subscribe().fold(0, |sum, price| sum + price);
/// let best = prices.subscribe().reduce(|a, b| a.max(b));
/// let producer = Stream::from_iter([7, 9, 8]).send_to(prices);
/// let (sum, best, ()) = tokio::try_join!(sum.into_future(), best.into_future(), producer.into_future())?;
/// assert_eq!((sum, best), (24, Some(9)));
/// # Ok(()) }
/// ```
#[doc(alias = "AsyncStream")]
#[doc(alias = "Hub")]
#[doc(alias = "BroadcastHub")]
#[doc(alias = "ReplaySubject")]
#[doc(alias = "Subject")]
#[doc(alias = "publish")]
#[doc(alias = "share")]
pub struct Broadcast<T: Clone + Send + 'static>(Arc<Producers<T>>);

/// Shared by the clones of one broadcast: the last to be dropped closes it.
struct Producers<T: Clone + Send + 'static>(Arc<Shared<T>>);

impl<T: Clone + Send + 'static> Broadcast<T> {
    /// A broadcast without subscribers: what is put waits for the first of them, and late ones get what is
    /// put after they have joined.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let news = Broadcast::new();
    /// let reader = news.subscribe().collect::<Vec<_>>();
    /// let writer = async move { news.put("rain").await.unwrap() };
    /// assert_eq!(tokio::join!(reader.into_future(), writer).0?, ["rain"]);
    /// # Ok(()) }
    /// ```
    pub fn new() -> Self {
        Self(Arc::new(Producers(Arc::default())))
    }

    /// Gives each subscriber the last `items` items that were put before it joined, and then the new ones.
    /// At most 1,048,576.
    ///
    /// They are kept as long as the broadcast is open: 1 is for a state that everyone wants to know, more
    /// for a history. Set it before the first `put`: what was put before is not kept.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let state = Broadcast::new().replay(1).drop_when_alone();
    /// state.put("starting").await.unwrap();
    /// state.put("ready").await.unwrap();
    /// assert_eq!(state.subscribe().first().await?, Some("ready"));
    /// # Ok(()) }
    /// ```
    pub fn replay(self, items: usize) -> Self {
        self.shared().set_replays(items.min(MOST_SLOTS + 1));
        self
    }

    /// Lets `put` go on while there is no subscriber, where it would wait for one: the item is dropped, or
    /// kept for [`replay`](Broadcast::replay).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let ticks = Broadcast::new().drop_when_alone();
    /// assert_eq!(ticks.put(1).await, Ok(()));
    /// # }
    /// ```
    pub fn drop_when_alone(self) -> Self {
        self.shared().set_when_alone(WhenAlone::Drop);
        self
    }

    /// Waits until every subscriber is ready, then hands the item to all of them at once.
    ///
    /// With several producers, those that came first are first. Without a subscriber it waits for one, but
    /// see [`drop_when_alone`](Broadcast::drop_when_alone).
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, it has handed the item to nobody, and the item is dropped with it.
    ///
    /// # Errors
    ///
    /// Gives the item back when the broadcast was closed or has failed, also while it waited.
    ///
    /// # Panics
    ///
    /// If `T::clone` does. Then nobody has got the item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// use futures::StreamExt;
    ///
    /// let numbers = Broadcast::new();
    /// let mut reader = numbers.subscribe().open();
    /// let (put, read) = tokio::join!(numbers.put(1), reader.next());
    /// assert_eq!((put, read.transpose()?), (Ok(()), Some(1)));
    /// numbers.close();
    /// assert_eq!(numbers.put(2).await.unwrap_err().into_item(), 2);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "publish")]
    #[doc(alias = "send")]
    pub async fn put(&self, item: T) -> Result<(), SendError<T>> {
        self.shared().put(item).await.map_err(SendError)
    }

    /// A stream of what is put from now on, for a run of its own.
    ///
    /// It counts at once: until it is run, `put` waits for it. Dropping it, its run, or having had enough
    /// (`take(2)`) makes it leave, and whoever waited for it goes on. After the close it ends at once.
    ///
    /// # Errors
    ///
    /// When the broadcast fails, what was delivered is still read; then the run of the subscriber is
    /// [`Failed`](crate::PipelineError::Failed) too. A `replay` of more than 1,048,576 is refused when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let words = Broadcast::new();
    /// let two = words.subscribe().take(2).collect::<Vec<_>>();
    /// let all = words.subscribe().map(str::len).collect::<Vec<_>>();
    /// let producer = Stream::from_iter(["a", "bb", "ccc"]).send_to(words);
    /// let (two, all, ()) = tokio::try_join!(two.into_future(), all.into_future(), producer.into_future())?;
    /// assert_eq!((two, all), (vec!["a", "bb"], vec![1, 2, 3]));
    /// # Ok(()) }
    /// ```
    pub fn subscribe(&self) -> Stream<T> {
        let (subscription, replays) = Subscription::new(self.shared());
        let node = Node::new("subscribe", Role::Source).holding_items(replays).reject_if(
            replays > MOST_SLOTS,
            "replay",
            "a broadcast may replay at most 1048576 items",
        );
        let at_stop = AtStop::Close(Items::close, None);
        Stream::source_at(node, at_stop, |start| subscription.into_items(start.stage_id.clone()))
    }

    /// Ends the broadcast, for all its producers: subscribers read what was delivered, and then their end.
    /// Idempotent.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Broadcast::<i32>::new();
    /// let reader = numbers.subscribe();
    /// numbers.close();
    /// numbers.close();
    /// assert_eq!(reader.count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub fn close(&self) {
        self.shared().end(End::Closed);
    }

    /// Ends the broadcast with an error: subscribers read what was delivered, and then their runs fail. Once
    /// closed, it stays closed.
    ///
    /// The run's result is [`PipelineError::Failed`](crate::PipelineError::Failed), whose source is `error`
    /// in an `Arc`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let numbers = Broadcast::<i32>::new();
    /// let reader = numbers.subscribe();
    /// numbers.fail("the sensor is gone");
    /// let error = reader.count().await.unwrap_err();
    /// assert_eq!(error.to_string(), "stage `subscribe` failed: the sensor is gone");
    /// # }
    /// ```
    pub fn fail(&self, error: impl Into<BoxError>) {
        self.shared().end(End::Failed(error.into().into()));
    }

    fn shared(&self) -> &Arc<Shared<T>> {
        &self.0.0
    }
}

impl<T: Clone + Send + 'static> Target<T> for Broadcast<T> {
    async fn deliver(&self, item: T) -> Result<(), TargetGone> {
        self.put(item).await.map_err(|_| TargetGone)
    }

    fn abandoned(&self) {
        self.fail("the run that was to send to the broadcast was dropped or has failed before its end");
    }
}

impl<T: Clone + Send + 'static> Clone for Broadcast<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone + Send + 'static> Default for Broadcast<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Clone + Send + 'static> Drop for Producers<T> {
    fn drop(&mut self) {
        self.0.end(End::Closed);
    }
}

impl<T: Clone + Send + 'static> fmt::Debug for Broadcast<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broadcast").field("subscribers", &self.shared().subscribers()).finish_non_exhaustive()
    }
}
