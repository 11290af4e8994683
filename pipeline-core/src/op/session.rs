//! `session`, `session_by`: windows that end with a silence.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::attach::{Clock, Instant, Keeper, OpenWindows, Window, after};
use crate::options::Shared;
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives items in windows that end once none has come for `gap`.
    ///
    /// The time is that of the clock: when the items reached this stage; for the time of the items themselves
    /// there is [`session_by`](Stream::session_by). At the end the last window is given at once. On a stream
    /// of results, an error passes before the window it falls into, and does not keep it open.
    ///
    /// # Backpressure
    ///
    /// A session holds any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is `usize::MAX`.
    /// What has a bound is [`chunks_timeout`](Stream::chunks_timeout).
    ///
    /// # Errors
    ///
    /// A `gap` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let second = Duration::from_secs(1);
    /// // Two at once, and two more five seconds later.
    /// let later = Stream::from_iter([3, 4]).delay_start(5 * second);
    /// let sessions = Stream::from_iter([1, 2]).merge(later).session(2 * second);
    /// assert_eq!(sessions.collect::<Vec<_>>().await?, [[1, 2], [3, 4]]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "session_window")]
    pub fn session(self, gap: Duration) -> Stream<Vec<T>, K> {
        let node = Node::stage("session").needing_clock("session").holding_items(usize::MAX).reject_if(
            gap.is_zero(),
            "gap",
            "every item is later than the one before; use more than zero",
        );
        self.attach_keeper(node, Session { gap, items: Vec::new(), closes: None, ended: false })
    }

    /// Gives items in windows that end with a silence of `gap` by the items' own time, which `at` tells since
    /// an epoch of yours.
    ///
    /// A window extends from its first item to `gap` after its last; an item between two windows that is near
    /// enough to both makes them one, whose items are then not all in the order in which they came. A window
    /// is given once an item has come that is `late` after its end, or more. An item that is later than that
    /// comes alone, in a [`Window`] that is marked as late: nothing is lost. At the end all open windows are
    /// given. On a stream of results, errors pass before the windows that are open.
    ///
    /// # Backpressure
    ///
    /// The windows that are open hold any number of items, so [`max_in_flight`](crate::Run::max_in_flight) is
    /// `usize::MAX`.
    ///
    /// # Errors
    ///
    /// A `gap` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let second = Duration::from_secs(1);
    /// let events = Stream::from_iter([1, 2, 4, 20]);
    /// let sessions = events.session_by(3 * second, Duration::ZERO, move |at| second * *at);
    /// let sessions = sessions.map(|w| (w.from, w.to, w.items)).collect::<Vec<_>>().await?;
    /// assert_eq!(sessions[0], (second, 7 * second, vec![1, 2, 4]));
    /// assert_eq!(sessions[1], (20 * second, 23 * second, vec![20]));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "event_time")]
    pub fn session_by<F>(self, gap: Duration, late: Duration, at: F) -> Stream<Window<T>, K>
    where
        F: Fn(&T) -> Duration + Shared,
    {
        let node = Node::for_fn::<F>("session_by").holding_items(usize::MAX).reject_if(
            gap.is_zero(),
            "gap",
            "every item is later than the one before; use more than zero",
        );
        self.attach_keeper(node, SessionBy { gap, at, windows: OpenWindows::new(late) })
    }
}

/// Gives items in windows that end once none has come for `gap`.
///
/// The pipe form of [`Stream::session`](crate::Stream::session).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let sessions: Vec<Vec<i32>> = ((0..3) | pipe::session(Duration::from_secs(60)) | pipe::collect()).await?;
/// assert_eq!(sessions, [[0, 1, 2]]);
/// # Ok(()) }
/// ```
pub fn session<T: Send + 'static, K: Track>(
    gap: Duration,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Vec<T>, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.session(gap))
}

/// Gives items in windows that end with a silence of `gap` by the items' own time, which `at` tells since an
/// epoch of yours.
///
/// The pipe form of [`Stream::session_by`](crate::Stream::session_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (second, zero) = (Duration::from_secs(1), Duration::ZERO);
/// let sessions = [1, 2, 9] | pipe::session_by(3 * second, zero, move |at: &u32| second * *at);
/// assert_eq!(sessions.map(|window| window.len()).collect::<Vec<_>>().await?, [2, 1]);
/// # Ok(()) }
/// ```
pub fn session_by<T: Send + 'static, K: Track, F>(
    gap: Duration,
    late: Duration,
    at: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<Window<T>, K>>
where
    F: Fn(&T) -> Duration + Shared,
{
    Pipe::new(move |stream: Stream<T, K>| stream.session_by(gap, late, at))
}

struct Session<T> {
    gap: Duration,
    items: Vec<T>,
    /// When the session is over if nothing comes.
    closes: Option<Instant>,
    ended: bool,
}

impl<T: Send + 'static> Keeper<T> for Session<T> {
    type Out = Vec<T>;

    fn kept(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self, item: T, clock: &mut Clock) -> ControlFlow<()> {
        self.closes = Some(after(clock.now(), self.gap));
        self.items.push(item);
        ControlFlow::Continue(())
    }

    fn give(&mut self, clock: &mut Clock) -> Option<Vec<T>> {
        let closes = self.closes?;
        (self.ended || clock.now() >= closes).then(|| {
            self.closes = None;
            std::mem::take(&mut self.items)
        })
    }

    fn due(&self) -> Option<Instant> {
        self.closes
    }

    fn end(&mut self) {
        self.ended = true;
    }
}

struct SessionBy<T, F> {
    gap: Duration,
    at: F,
    windows: OpenWindows<T>,
}

impl<T: Send + 'static, F: Fn(&T) -> Duration + Send + 'static> Keeper<T> for SessionBy<T, F> {
    type Out = Window<T>;

    fn kept(&self) -> usize {
        self.windows.items()
    }

    fn take(&mut self, item: T, _: &mut Clock) -> ControlFlow<()> {
        let from = (self.at)(&item);
        let to = from.saturating_add(self.gap);
        self.windows.advance(from);
        let mut near = self.windows.take_touching(from, to).into_iter();
        match near.next() {
            None if self.windows.is_open(to) => self.windows.put(item, from, to),
            None => self.windows.put_late(item, from, to),
            Some(mut session) => {
                for other in near {
                    session.to = session.to.max(other.to);
                    session.items.extend(other.items);
                }
                session.from = session.from.min(from);
                session.to = session.to.max(to);
                session.items.push(item);
                self.windows.open(session);
            }
        }
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<Window<T>> {
        self.windows.give()
    }

    fn end(&mut self) {
        self.windows.end();
    }
}
