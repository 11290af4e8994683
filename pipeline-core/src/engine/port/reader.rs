//! Reading an inlet item by item.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::inlet::Feed;
use crate::engine::channel::spsc::Line;
use crate::engine::coop::Pace;
use crate::engine::fusion::Input;

impl<I: Send + 'static> Feed<I> {
    /// The feed as something to loop over.
    pub(crate) fn into_reader(self) -> Reader<I> {
        Reader { feed: self, pace: Pace::new() }
    }
}

/// Reads a feed at the top level of a task that is its only reader.
pub(crate) struct Reader<I> {
    feed: Feed<I>,
    pace: Pace,
}

impl<I> Reader<I> {
    /// The next item, if it is there at once and it is not time to give way. Otherwise [`wait`](pub(crate) Self::wait) for it.
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
