//! Feeds: what a stage reads from. Either the end of an edge, or a fused chain.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Stream;
use futures::stream::BoxStream;

use crate::chain::{Batch, BoxChain, Chain, Input, Items, Sink};
use crate::edge::{Rx, RxStream};
use crate::exit::feed_edge;
use crate::group::Owner;
use crate::line::{Line, LineRx};
use crate::node::Node;
use crate::pace::Pace;
use crate::scope::Scope;

/// What a stage reads from. Dropping it tears down the tasks behind it.
pub(crate) enum Feed<I> {
    /// The end of an edge that several tasks send into or receive from.
    Shared(Intake<I>),
    /// The end of an edge between two tasks.
    Line(LineIntake<I>),
    /// Functions that are called in the task that reads.
    Fused(BoxChain<I>),
}

/// The end of an edge and the tasks behind it; the workers of a stage share one.
pub(crate) struct Intake<I> {
    rx: Rx<I>,
    owner: Arc<Owner>,
}

/// The end of a line and the task behind it.
pub(crate) struct LineIntake<I> {
    rx: LineRx<I>,
    owner: Owner,
}

impl<I> Intake<I> {
    pub(crate) fn new(rx: Rx<I>, owner: impl Into<Arc<Owner>>) -> Self {
        Self { rx, owner: owner.into() }
    }

    /// The next item; for the top level of a worker's task.
    #[inline]
    pub(crate) async fn next(&self) -> Option<I> {
        let item = self.rx.recv().await;
        if item.is_none() {
            self.owner.ended();
        }
        item
    }
}

impl<I> LineIntake<I> {
    pub(crate) fn new(rx: LineRx<I>, owner: Owner) -> Self {
        Self { rx, owner }
    }

    pub(crate) fn line(&self) -> &Arc<Line> {
        self.rx.line()
    }

    #[inline]
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let item = ready!(self.rx.poll_next(cx));
        if item.is_none() {
            self.owner.ended();
        }
        Poll::Ready(item)
    }
}

impl<I: Send + 'static> Feed<I> {
    /// What a stage hands on that makes a chain of its inputs: behind an edge if it has a task of its own.
    pub(crate) fn of_stage(scope: &Scope, node: &Node, chain: impl Chain<I> + 'static) -> Self {
        match node.has_task() {
            true => feed_edge(scope, node, Box::pin(chain)),
            false => Self::fused(chain),
        }
    }

    pub(crate) fn fused(chain: impl Chain<I> + 'static) -> Self {
        Self::Fused(Box::pin(chain))
    }

    /// The feed as something to loop over.
    pub(crate) fn into_reader(self) -> Reader<I> {
        Reader { feed: self, pace: Pace::new() }
    }

    /// The feed as a chain to build upon.
    pub(crate) fn into_chain(self) -> BoxChain<I> {
        match self {
            Self::Shared(Intake { rx, owner }) => Box::pin(EdgeChain { items: rx.into_stream(), owner }),
            Self::Line(intake) => Box::pin(LineChain { intake, pace: Pace::new() }),
            Self::Fused(chain) => chain,
        }
    }

    /// The feed as a stream that may be polled from anywhere.
    pub(crate) fn into_stream(self) -> BoxStream<'static, I> {
        Box::pin(Items::new(self.into_chain()))
    }
}

/// Reads a feed at the top level of a task that is its only reader.
pub(crate) struct Reader<I> {
    feed: Feed<I>,
    pace: Pace,
}

impl<I> Reader<I> {
    /// The next item, if it is there at once and it is not time to give way. Otherwise [`wait`](Self::wait) for it.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<I> {
        match &mut self.feed {
            Feed::Line(intake) if !self.pace.due() => intake.rx.take(),
            _ => None,
        }
    }

    #[inline]
    pub(crate) async fn next(&mut self) -> Option<I> {
        match self.take() {
            Some(item) => Some(item),
            None => self.wait().await,
        }
    }

    pub(crate) async fn wait(&mut self) -> Option<I> {
        match &mut self.feed {
            Feed::Shared(intake) => {
                self.pace.step().await;
                intake.next().await
            }
            Feed::Line(intake) => {
                self.pace.give_way().await;
                std::future::poll_fn(|cx| intake.poll_next(cx)).await
            }
            // A fused chain gives way by itself.
            Feed::Fused(chain) => {
                let mut next = None;
                let mut keep = |item| {
                    next = Some(item);
                    ControlFlow::Break(())
                };
                std::future::poll_fn(|cx| chain.as_mut().poll_batch(cx, &mut keep)).await;
                next
            }
        }
    }

    /// Calls `each` with every item.
    pub(crate) async fn for_all(self, mut each: impl FnMut(I))
    where
        I: Send + 'static,
    {
        self.each(|item| {
            each(item);
            ControlFlow::Continue(())
        })
        .await;
    }

    /// Calls `look` with one item after another, up to the first that it gives something for.
    pub(crate) async fn find_map<R>(self, mut look: impl FnMut(I) -> Option<R>) -> Option<R>
    where
        I: Send + 'static,
    {
        let mut found = None;
        self.each(|item| {
            found = look(item);
            if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .await;
        found
    }

    /// The first item, after which the feed is left at once.
    pub(crate) async fn first(self) -> Option<I>
    where
        I: Send + 'static,
    {
        let mut chain = self.feed.into_chain();
        let mut first = None;
        std::future::poll_fn(|cx| {
            chain.as_mut().next_may_be_last();
            chain.as_mut().poll_batch(cx, &mut |item| {
                first = Some(item);
                ControlFlow::Break(())
            })
        })
        .await;
        first
    }

    async fn each(self, mut each: impl FnMut(I) -> ControlFlow<()>)
    where
        I: Send + 'static,
    {
        let Self { feed, mut pace } = self;
        if let Feed::Shared(intake) = &feed {
            while let Some(item) = intake.next().await {
                if each(item).is_break() {
                    return;
                }
                pace.step().await;
            }
            return;
        }
        let mut input = Input::new(feed.into_chain());
        std::future::poll_fn(|cx| input.poll_batch(cx, &mut each)).await;
    }

    /// The line that is read, if it is one: for [`telling`](crate::line::telling), which every task that reads by
    /// [`next`](Self::next) must be wrapped in.
    pub(crate) fn line(&self) -> Option<&Arc<Line>> {
        match &self.feed {
            Feed::Line(intake) => Some(intake.rx.line()),
            _ => None,
        }
    }
}

/// A shared edge as a chain.
struct EdgeChain<I> {
    items: RxStream<I>,
    owner: Arc<Owner>,
}

impl<I> Unpin for EdgeChain<I> {}

impl<I: Send> Chain<I> for EdgeChain<I> {
    fn poll_batch(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I>) -> Poll<Batch> {
        loop {
            let Some(item) = ready!(Pin::new(&mut self.items).poll_next(cx)) else {
                self.owner.ended();
                return Poll::Ready(Batch::End);
            };
            if sink(item).is_break() {
                return Poll::Ready(Batch::Full);
            }
        }
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.items.next_may_be_last();
    }
}

/// A line as a chain. Its reader is told at the end of each batch.
struct LineChain<I> {
    intake: LineIntake<I>,
    pace: Pace,
}

impl<I> Unpin for LineChain<I> {}

impl<I: Send> Chain<I> for LineChain<I> {
    fn poll_batch(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut Sink<'_, I>) -> Poll<Batch> {
        let Self { intake, pace } = &mut *self;
        let batch = loop {
            if pace.poll(cx).is_pending() || intake.owner.is_cancelled() {
                break Poll::Pending;
            }
            match intake.poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    if sink(item).is_break() {
                        break Poll::Ready(Batch::Full);
                    }
                }
                Poll::Ready(None) => break Poll::Ready(Batch::End),
                Poll::Pending => break Poll::Pending,
            }
        };
        intake.rx.line().tell_writer();
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.intake.rx.next_may_be_last();
    }
}
