//! `SinkProbe`: a reader that asks for items when a test tells it to.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};

use super::patience::{PATIENCE, settle, within};
use super::reading::{Event, read};
use crate::engine::executor::Spawner;
use crate::error::PipelineError;
use crate::run::Control;
use crate::stream::{Stream, Track};

/// The end of a pipeline, stepped by hand: the pipeline gives as many items as were asked for.
///
/// Nothing is started before the first item is asked for. Dropping the probe cancels the run.
///
/// What is expected and does not come within its [`patience`](Self::patience), or is not what was expected,
/// is a panic that names the line of the test.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// use pipeline_core::testkit::SinkProbe;
///
/// let mut sink = SinkProbe::of(Stream::from_iter(1..).map(|n| n * n).take(3));
/// sink.request(2);
/// sink.expect_next(1).await;
/// sink.expect_next(4).await;
/// sink.expect_no_item().await; // not asked for
/// sink.request(1);
/// sink.expect_next(9).await;
/// sink.expect_end().await;
/// # }
/// ```
pub struct SinkProbe<I> {
    demand: Arc<Semaphore>,
    events: mpsc::UnboundedReceiver<Event<I>>,
    /// How many items were asked for that no expectation has taken yet.
    owed: usize,
    control: Control,
    /// Reads the pipeline; dropping it cancels the run.
    reader: Pin<Box<dyn Future<Output = Option<()>> + Send>>,
    patience: Duration,
}

impl<I: Send + 'static> SinkProbe<I> {
    /// Puts a probe at the end of a stream. On a fallible stream the items are results.
    ///
    /// # Panics
    ///
    /// Where there is no tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let numbers = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).name("parse");
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(numbers);
    /// assert_eq!(sink.request_next().await.unwrap(), 1);
    /// assert_eq!(sink.request_next().await.unwrap_err().stage(), "parse");
    /// # }
    /// ```
    pub fn of<T, K, S>(stream: Stream<T, K, S>) -> Self
    where
        T: Send + 'static,
        K: Track<Item<T> = I>,
        S: Send + 'static,
    {
        let runtime = tokio::runtime::Handle::current();
        let (open, demand) = (stream.open(), Arc::new(Semaphore::new(0)));
        let (told, events) = mpsc::unbounded_channel();
        let control = open.control();
        let reader = Spawner::spawn_run(&runtime, read(open, demand.clone(), told));
        Self { demand, events, owed: 0, control, reader: Box::pin(reader), patience: PATIENCE }
    }

    /// How long it waits for what is expected: 10 s unless it is set. Set it to more than the pipeline waits.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// const DAY: Duration = Duration::from_secs(86_400);
    /// let late = Stream::once_async(tokio::time::sleep(DAY));
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(late).patience(DAY * 2);
    /// sink.request_next().await;
    /// # }
    /// ```
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Asks for `n` more items; the pipeline gives them whether they are expected by then or not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// # let mut sink = pipeline_core::testkit::SinkProbe::of(pipeline_core::Stream::repeat(7));
    /// sink.request(1);
    /// sink.expect_next(7).await;
    /// # }
    /// ```
    pub fn request(&mut self, n: usize) {
        self.owed += n;
        self.demand.add_permits(n);
    }

    /// Waits for an item that was asked for, which is `expected`.
    ///
    /// # Panics
    ///
    /// When another comes, or none, or nothing was asked for.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(Stream::from_iter(["a"]));
    /// sink.request(1);
    /// sink.expect_next("a").await;
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_next<V>(&mut self, expected: V) -> impl Future<Output = ()> + Send + '_
    where
        I: PartialEq<V> + fmt::Debug,
        V: fmt::Debug + Send + 'static,
    {
        let at = Location::caller();
        async move {
            let item = self.item(at).await;
            assert!(item == expected, "{expected:?} was to come, and {item:?} came (at {at})");
        }
    }

    /// Asks for an item, unless one is under way, and waits for it.
    ///
    /// # Panics
    ///
    /// When none comes.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(Stream::from_iter(5..));
    /// assert_eq!(sink.request_next().await, 5);
    /// assert_eq!(sink.request_next().await, 6);
    /// # }
    /// ```
    #[track_caller]
    pub fn request_next(&mut self) -> impl Future<Output = I> + Send + '_ {
        let at = Location::caller();
        self.ask();
        async move { self.item(at).await }
    }

    /// Lets everything run that can, and no item has come, nor the end. No time passes.
    ///
    /// On a runtime of several threads it may look too early.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(Stream::<i32>::pending());
    /// sink.request(1);
    /// sink.expect_no_item().await;
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_no_item(&mut self) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        async move {
            settle().await;
            if let Ok(event) = self.events.try_recv() {
                panic!("nothing was to come, and {event} (at {at})");
            }
        }
    }

    /// For so long nothing comes. The time passes on tokio's clock: at once, and to the millisecond, where
    /// that is paused.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let minute = Duration::from_secs(60);
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(Stream::interval(minute).skip(1));
    /// sink.request(1);
    /// sink.expect_no_item_for(Duration::from_secs(59)).await;
    /// sink.request_next().await;
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_no_item_for(&mut self, time: Duration) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        async move {
            if let Ok(Some(event)) = tokio::time::timeout(time, self.events.recv()).await {
                panic!("nothing was to come for {time:?}, and {event} (at {at})");
            }
        }
    }

    /// Asks for an item, unless one is under way, and waits for the end in its place: every task has ended.
    ///
    /// # Panics
    ///
    /// When an item comes, or the run fails.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// # let mut sink = pipeline_core::testkit::SinkProbe::of(pipeline_core::Stream::<i32>::empty());
    /// sink.expect_end().await;
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_end(&mut self) -> impl Future<Output = ()> + Send + '_ {
        let at = Location::caller();
        self.ask();
        async move {
            let event = self.event("the end was to come", at).await;
            assert!(matches!(event, Event::End), "the end was to come, and {event} (at {at})");
        }
    }

    /// Asks for an item, unless one is under way, and waits for the failure of the run in its place. (The
    /// error of an item is an item, which [`request_next`](Self::request_next) gives.)
    ///
    /// # Panics
    ///
    /// When an item comes, or the end.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let numbers = Stream::from_iter(["x"]).try_map(|text| text.parse::<i32>()).name("parse").or_fail();
    /// let error = pipeline_core::testkit::SinkProbe::of(numbers).expect_error().await;
    /// assert_eq!(error.stage(), Some("parse"));
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_error(&mut self) -> impl Future<Output = PipelineError> + Send + '_ {
        let at = Location::caller();
        self.ask();
        async move {
            match self.event("a failure was to come", at).await {
                Event::Failure(error) => error,
                event => panic!("a failure was to come, and {event} (at {at})"),
            }
        }
    }

    /// Leaves the pipeline, and waits until every task of it has ended.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
    /// let (mut source, items) = pipeline_core::testkit::SourceProbe::<i32>::new();
    /// let mut sink = pipeline_core::testkit::SinkProbe::of(items);
    /// sink.request(1);
    /// source.expect_request().await;
    /// sink.leave().await;
    /// source.expect_left().await;
    /// # }
    /// ```
    pub async fn leave(self) {
        drop(self.reader);
        self.control.ended().await;
    }

    fn ask(&mut self) {
        if self.owed == 0 {
            self.request(1);
        }
    }

    async fn item(&mut self, at: &'static Location<'static>) -> I {
        assert!(self.owed > 0, "an item was expected, and none was asked for: call `request(1)` (at {at})");
        match self.event("an item was to come", at).await {
            Event::Item(item) => item,
            event => panic!("an item was to come, and {event} (at {at})"),
        }
    }

    async fn event(&mut self, expected: &str, at: &'static Location<'static>) -> Event<I> {
        let event = within(self.patience, at, expected, self.events.recv()).await;
        self.owed = self.owed.saturating_sub(1);
        event.unwrap_or(Event::End)
    }
}

impl<I> fmt::Debug for SinkProbe<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SinkProbe(..)")
    }
}
