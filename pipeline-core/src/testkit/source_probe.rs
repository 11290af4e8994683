//! `SourceProbe`: a source that gives what a test tells it to, when the test tells it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::patience::{PATIENCE, settle, within};
use crate::engine::lock::lock;
use crate::stream::Stream;

/// The beginning of a pipeline, stepped by hand: it sees what the pipeline asks for, and gives it.
///
/// Most stages ask for an item as soon as they have room for one, so a source is often asked for one item
/// more than has come out at the other end.
///
/// What is expected and does not come within its [`patience`](Self::patience), or is not what was expected,
/// is a panic that names the line of the test.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// use pipeline_core::testkit::SourceProbe;
///
/// let (mut source, items) = SourceProbe::new();
/// let sum = items.fold(0, |sum, n: i32| sum + n).spawn();
/// source.send(3).await;
/// source.send(4).await;
/// source.expect_request().await;
/// source.end();
/// assert_eq!(sum.await.unwrap(), 7);
/// # }
/// ```
pub struct SourceProbe<T> {
    exchange: Arc<Mutex<Exchange<T>>>,
    patience: Duration,
}

/// What lies between a test and its pipeline.
struct Exchange<T> {
    item: Option<T>,
    /// The pipeline waits for an item.
    is_asked: bool,
    has_ended: bool,
    has_left: bool,
    pipeline: Option<Waker>,
    test: Option<Waker>,
}

/// The pipeline's side.
struct Asking<T>(Arc<Mutex<Exchange<T>>>);

impl<T: Send + 'static> SourceProbe<T> {
    /// The probe, and the stream of what it sends. The stage's name is `probe`.
    ///
    /// For a fallible stream, let it give results: `items.fallible()`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (mut source, items) = pipeline_core::testkit::SourceProbe::<Result<i32, String>>::new();
    /// let all = items.fallible().try_collect::<Vec<_>>().spawn();
    /// source.send(Err("no".into())).await;
    /// assert_eq!(all.await.unwrap_err().to_string(), "[fallible] no");
    /// # }
    /// ```
    #[allow(clippy::new_ret_no_self, reason = "as of a channel, there are two sides to it")]
    pub fn new() -> (Self, Stream<T>) {
        let exchange = Exchange {
            item: None,
            is_asked: false,
            has_ended: false,
            has_left: false,
            pipeline: None,
            test: None,
        };
        let exchange = Arc::new(Mutex::new(exchange));
        let asking = Asking(exchange.clone());
        (Self { exchange, patience: PATIENCE }, Stream::source("probe", move |_| asking))
    }

    /// How long it waits for what is expected: 10 s unless it is set, which pass at once under a paused
    /// clock.
    ///
    /// ```
    /// # use std::time::Duration;
    /// let (source, items) = pipeline_core::testkit::SourceProbe::<i32>::new();
    /// let source = source.patience(Duration::from_secs(3_600));
    /// # drop((source, items));
    /// ```
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Gives an item, once the pipeline asks for one.
    ///
    /// # Panics
    ///
    /// When the pipeline does not ask, or has left its source.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (mut source, items) = pipeline_core::testkit::SourceProbe::new();
    /// let first = items.first().spawn();
    /// source.send("a").await;
    /// assert_eq!(first.await.unwrap(), Some("a"));
    /// # }
    /// ```
    #[track_caller]
    pub fn send(&mut self, item: T) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        async move {
            self.wait("the pipeline was to take an item", at, Exchange::waits_for_item).await;
            let mut exchange = lock(&self.exchange);
            assert!(
                !exchange.has_left,
                "the pipeline was to take an item, and it has left its source (at {at})"
            );
            exchange.item = Some(item);
            exchange.is_asked = false;
            exchange.wake_pipeline();
        }
    }

    /// Waits until the pipeline asks for an item.
    ///
    /// # Panics
    ///
    /// When it does not, or has left its source.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (mut source, items) = pipeline_core::testkit::SourceProbe::<i32>::new();
    /// let running = items.count().spawn();
    /// source.expect_request().await;
    /// # drop(running);
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_request(&mut self) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        async move {
            self.wait("the pipeline was to ask for an item", at, Exchange::waits_for_item).await;
            let has_left = lock(&self.exchange).has_left;
            assert!(!has_left, "the pipeline was to ask for an item, and it has left its source (at {at})");
        }
    }

    /// Lets everything run that can, and the pipeline has still not asked for an item: backpressure.
    ///
    /// On a runtime of several threads it may look too early.
    ///
    /// # Panics
    ///
    /// When it has asked.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// use pipeline_core::testkit::{SinkProbe, SourceProbe};
    ///
    /// let (mut source, items) = SourceProbe::<i32>::new();
    /// let sink = SinkProbe::of(items);
    /// source.expect_no_request().await; // nobody has asked the sink
    /// # drop(sink);
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_no_request(&mut self) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        async move {
            settle().await;
            let is_asked = lock(&self.exchange).is_asked;
            assert!(!is_asked, "the pipeline was not to ask for an item, and it does (at {at})");
        }
    }

    /// Waits until the pipeline has left its source: it has enough, was cancelled, or has failed.
    ///
    /// # Panics
    ///
    /// When it stays.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (mut source, items) = pipeline_core::testkit::SourceProbe::new();
    /// let running = items.take(1).count().spawn();
    /// source.send(1).await;
    /// source.expect_left().await;
    /// # running.await.unwrap();
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_left(&mut self) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        let left = |exchange: &Exchange<T>| exchange.has_left;
        async move { self.wait("the pipeline was to leave its source", at, left).await }
    }

    /// Ends the stream, behind the item that was sent last. More cannot be sent.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (source, items) = pipeline_core::testkit::SourceProbe::<i32>::new();
    /// source.end();
    /// assert_eq!(items.count().await.unwrap(), 0);
    /// # }
    /// ```
    pub fn end(self) {
        let mut exchange = lock(&self.exchange);
        exchange.has_ended = true;
        exchange.wake_pipeline();
    }

    async fn wait(&self, expected: &str, at: &'static Location<'static>, reached: fn(&Exchange<T>) -> bool) {
        let waited = poll_fn(|cx| {
            let mut exchange = lock(&self.exchange);
            if reached(&exchange) {
                return Poll::Ready(());
            }
            exchange.test = Some(cx.waker().clone());
            Poll::Pending
        });
        within(self.patience, at, expected, waited).await;
    }
}

impl<T> Exchange<T> {
    /// It does, or never will again.
    fn waits_for_item(&self) -> bool {
        self.is_asked || self.has_left
    }

    fn wake_pipeline(&mut self) {
        if let Some(waker) = self.pipeline.take() {
            waker.wake();
        }
    }

    fn wake_test(&mut self) {
        if let Some(waker) = self.test.take() {
            waker.wake();
        }
    }
}

impl<T> futures::Stream for Asking<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut exchange = lock(&self.0);
        if let Some(item) = exchange.item.take() {
            return Poll::Ready(Some(item));
        }
        if exchange.has_ended {
            return Poll::Ready(None);
        }
        exchange.is_asked = true;
        exchange.pipeline = Some(cx.waker().clone());
        exchange.wake_test();
        Poll::Pending
    }
}

impl<T> Drop for Asking<T> {
    fn drop(&mut self) {
        let mut exchange = lock(&self.0);
        exchange.has_left = true;
        exchange.wake_test();
        // Its drop is the test's code, which must not run under the lock.
        let unread = exchange.item.take();
        drop(exchange);
        drop(unread);
    }
}

impl<T> fmt::Debug for SourceProbe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = lock(&self.exchange);
        let mut shown = f.debug_struct("SourceProbe");
        shown.field("is_asked", &exchange.is_asked).field("has_left", &exchange.has_left).finish()
    }
}
