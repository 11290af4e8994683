//! `Run`: a closed pipeline, ready to be awaited.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, select_all};
use tokio_util::sync::CancellationToken;

use super::deferred::Ending;
use super::part::{Part, StartPart, start_beside};
use crate::engine::supervision::{Scope, attribute_panic};
use crate::plan::{Graph, Node, Plan, Role};
use crate::stream::Sealed;
use crate::watch::Watching;

/// A closed, lazy pipeline. Awaiting it runs it and gives its result.
///
/// `R` is what the terminal gives, `E` the error that an item can end the run with. Nothing is started before
/// the run is first polled; when it resolves, every task has ended and every item is dropped. Dropping it
/// cancels it, at any point, without blocking. `S` says whether the terminal takes `.workers(n)`.
///
/// # Errors
///
/// See [`PipelineError`](crate::PipelineError): a panic in a stage, a setting that cannot work, a missing
/// runtime, or, where the terminal says so, the first error among the items. There is no partial result.
///
/// # Cancel safety
///
/// A run that is dropped while it waits stops its stages and drops what they hold. Calls of `_blocking`
/// functions that have started go on to their end.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let run: Run<usize> = Stream::from_iter(0..10).filter(|n| n % 3 == 0).count();
/// assert_eq!(run.await?, 4);
/// # Ok(()) }
/// ```
#[must_use = "a run does nothing until it is awaited"]
pub struct Run<R, E = Infallible, S = Sealed> {
    pub(crate) node: Node,
    pub(crate) state: S,
    /// The terminals that a joined run is made of; `node` is the terminal otherwise.
    pub(super) joined: Vec<Arc<Node>>,
    pub(super) start: Start<R, S>,
    pub(super) cancel: Option<BoxFuture<'static, ()>>,
    /// Those who watch it, and the runs that it was made of.
    pub(super) watching: Vec<Watching>,
    pub(super) _error: std::marker::PhantomData<fn() -> E>,
}

/// Starts the terminal's tasks, and gives what waits for its result.
pub(super) type Start<R, S> = Box<dyn FnOnce(&Scope, &Arc<Node>, S) -> Ending<R> + Send>;

impl<R: Send + 'static, E: Send + 'static> Run<R, E> {
    /// A run of several, which `start` starts; any of the signals cancels it.
    pub(crate) fn joining(
        terminals: Vec<Arc<Node>>,
        cancels: Vec<BoxFuture<'static, ()>>,
        watching: Vec<Watching>,
        start: impl FnOnce(&Scope) -> Ending<R> + Send + 'static,
    ) -> Run<R, E> {
        let whole = Node::new("join", Role::Terminal);
        let mut run = Run::new(whole, Sealed(()), move |scope, _, Sealed(())| start(scope));
        run.joined = terminals;
        run.watching = watching;
        if !cancels.is_empty() {
            run.cancel = Some(Box::pin(async move { drop(select_all(cancels).await) }));
        }
        run
    }
}

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    pub(crate) fn new(
        node: Node,
        state: S,
        start: impl FnOnce(&Scope, &Arc<Node>, S) -> Ending<R> + Send + 'static,
    ) -> Self {
        let start = Box::new(start);
        Self {
            node,
            state,
            joined: Vec::new(),
            start,
            cancel: None,
            watching: Vec::new(),
            _error: std::marker::PhantomData,
        }
    }

    /// Takes the run apart, for another to start.
    pub(crate) fn into_part(self) -> Part<R> {
        let Run { node, state, mut joined, start, cancel, watching, .. } = self;
        let node = Arc::new(node);
        if joined.is_empty() {
            joined.push(node.clone());
        }
        let whole = if let [terminal] = &*joined { terminal.clone() } else { node.clone() };
        let start: StartPart<R> = Box::new(move |scope| start(scope, &node, state));
        Part { terminals: joined, whole, start, cancel, watching }
    }

    /// Ends the run as soon as `signal` resolves; for a run that has no such signal yet.
    pub(crate) fn cancelled_by(mut self, signal: impl Future<Output = ()> + Send + 'static) -> Self {
        self.cancel = Some(Box::pin(signal));
        self
    }

    /// The name that it was given: that of its terminal, or of the whole where it is several.
    pub(super) fn given_name(&self) -> Option<&str> {
        let only = if let [terminal] = &*self.joined { terminal.name.as_deref() } else { None };
        self.node.name.as_deref().or(only)
    }

    pub(crate) fn plan(&self) -> Plan<'_> {
        if self.joined.is_empty() {
            Plan::new([&self.node])
        } else {
            Plan::new(self.joined.iter().map(|n| &**n))
        }
    }
}

/// # What it consists of
///
/// Asked of a run that has not begun.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// What the pipeline looks like: its stages, and which of its edges are channels.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let run = Stream::from_iter(0..9).map(|n| n * 2).workers(4).count();
    /// assert_eq!(run.graph().to_string(), "from_iter => map (4 workers) => count\n");
    /// ```
    pub fn graph(&self) -> Graph {
        Graph::new(&self.plan())
    }

    /// The most items that can be alive in the pipeline at one time: the sum of its buffers, workers and
    /// windows, and one in the hand of each source. `usize::MAX` where an edge has no bound.
    ///
    /// Items that a terminal has gathered are results, and no longer counted. A chunk, a window or a pair is
    /// one item; a copy that `.retry(..)` or `.keep_item()` makes goes with its item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let run = Stream::from_iter(0..9).map_async(|n| async move { n }).workers(4).buffer(10).count();
    /// assert_eq!(run.max_in_flight(), 1 + 4 + 10 + 1); // the last: the terminal's hand
    /// ```
    pub fn max_in_flight(&self) -> usize {
        self.plan().max_in_flight()
    }
}

/// # Cancelling and stopping
///
/// Ends of a run that come from elsewhere. See also [`Control`](crate::Control).
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Ends the run with [`Cancelled`](crate::PipelineError::Cancelled) as soon as `signal` resolves, if it
    /// has not ended by then.
    ///
    /// A panic in the signal fails the run, in the name of the terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let endless = Stream::repeat(1).drain().cancel_when(async {});
    /// assert!(matches!(endless.await, Err(PipelineError::Cancelled)));
    /// # }
    /// ```
    pub fn cancel_when(self, signal: impl Future<Output = ()> + Send + 'static) -> Run<R, E> {
        let Part { terminals, whole, start, cancel, watching } = self.into_part();
        let mut signal: BoxFuture<'static, ()> = Box::pin(signal);
        let signal: BoxFuture<'static, ()> =
            Box::pin(poll_fn(move |cx| attribute_panic(whole.stage_id(), || signal.as_mut().poll(cx))));
        Run::joining(terminals, cancel.into_iter().chain([signal]).collect(), watching, start)
    }

    /// Ends the run with [`Cancelled`](crate::PipelineError::Cancelled) as soon as `token` is cancelled:
    /// [`cancel_when`](Self::cancel_when) for the token of tokio-util that a service hands to its parts.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// use pipeline_core::CancellationToken;
    ///
    /// let token = CancellationToken::new();
    /// let running = Stream::repeat(1).drain().cancel_on(token.child_token()).spawn();
    /// token.cancel();
    /// assert!(matches!(running.await, Err(PipelineError::Cancelled)));
    /// # }
    /// ```
    pub fn cancel_on(self, token: CancellationToken) -> Run<R, E> {
        self.cancel_when(token.cancelled_owned())
    }

    /// Stops the run as soon as `signal` resolves: its sources end, what is inside is finished, and it gives
    /// its result.
    ///
    /// As [`Control::stop`](crate::Control::stop), which says what each source does. A run that is joined
    /// with others stops as a whole. A panic in the signal fails the run, in the name of the terminal.
    ///
    /// A program that ends well at ctrl-c, in one line:
    ///
    /// ```no_run
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let run = Stream::interval(Duration::from_secs(1)).map_async(|_| async { /* work */ }).count();
    /// let done = run.stop_when(async { _ = tokio::signal::ctrl_c().await }).await?;
    /// println!("{done} done");
    /// # Ok(()) }
    /// ```
    ///
    /// The same with a signal that comes by itself:
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// let ticks = Stream::interval(Duration::from_secs(1)).count();
    /// assert_eq!(ticks.stop_when(tokio::time::sleep(Duration::from_millis(4_500))).await?, 5);
    /// # Ok(()) }
    /// ```
    pub fn stop_when(self, signal: impl Future<Output = ()> + Send + 'static) -> Run<R, E> {
        let mut signal: BoxFuture<'static, ()> = Box::pin(signal);
        self.into_part().into_run(move |scope, whole, start| {
            let switch = scope.switch().clone();
            // One that is ready at the start lets nothing in.
            if attribute_panic(whole.stage_id(), || (&mut signal).now_or_never()).is_some() {
                switch.gate.stop();
                return start(scope);
            }
            let companion = async move {
                signal.await;
                switch.gate.stop();
            };
            start_beside(scope, whole.stage_id(), companion, start)
        })
    }
}

impl<R, E, S> fmt::Debug for Run<R, E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("terminal", &self.node.operator).finish_non_exhaustive()
    }
}
