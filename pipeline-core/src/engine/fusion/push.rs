//! Push streams, and the one that a function is called with every item of.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::engine::coop::time_slice;
use crate::engine::dropped::note_dropped;

/// Takes one item, and says whether it takes another now.
pub(crate) type PushTo<'a, I> = dyn FnMut(I) -> ControlFlow<()> + 'a;

/// Why a chain has stopped handing over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// The sink takes no more now.
    Full,
    /// There is nothing more to come.
    End,
}

/// A stream that pushes what is ready, and is not asked item by item.
pub(crate) trait PushStream<I>: Send {
    /// Hands items to `sink`, one after another: each is through with before the next is made.
    ///
    /// Full as soon as the sink breaks off, even where nothing more is to come: that is told by the next
    /// poll. Pending once nothing is ready, or when it is time to give way; what was handed over until then
    /// is the sink's. A chain that has ended is not polled again.
    fn poll_push(self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed>;

    /// How many functions an item is through by the time it is handed over.
    fn calls(&self) -> usize {
        0
    }

    /// The push stream will be dropped after the next item, unless it is told this again: what was handed
    /// over before was not the last.
    ///
    /// An edge keeps the sender of that item waiting until then, so that it makes no call for an item that
    /// nobody takes. What hands on other items than it gets need not pass this on; at worst one more call is
    /// made.
    fn next_may_be_last(self: Pin<&mut Self>) {}
}

pub(crate) type BoxPushStream<I> = Pin<Box<dyn PushStream<I>>>;

/// How many functions may be called with the first item before anybody looks how long that takes.
const LONG_CHAIN: usize = 4;

/// The chain that a function is called with every item of.
///
/// A chain gives way between two items, and an item may be through many functions before that. Where these
/// take long, the clock is read before each: once the thread's slice is used up the item is kept, and goes on
/// from there at the next poll.
pub(crate) struct Input<I> {
    chain: BoxPushStream<I>,
    kept: Option<I>,
    /// How many items of a long chain are to come before it is known how long its calls take: the clock is
    /// read at the second for the first time.
    unknown: u8,
    /// Whether calls took long when they were last looked at.
    heavy: bool,
}

impl<I> Drop for Input<I> {
    fn drop(&mut self) {
        note_dropped(self.kept.iter().len());
    }
}

impl<I> Input<I> {
    pub(crate) fn new(chain: BoxPushStream<I>) -> Self {
        // Of a short chain it is found out by its first item. To look before each call costs on for as long
        // as the run: what is called by pointer from two places is called more slowly, on some processors.
        let unknown = if chain.calls() >= LONG_CHAIN { 2 } else { 0 };
        Self { chain, kept: None, unknown, heavy: false }
    }

    /// How many functions an item is through behind this one.
    pub(crate) fn calls(&self) -> usize {
        self.chain.calls() + 1
    }

    /// As [`PushStream::next_may_be_last`].
    pub(crate) fn next_may_be_last(&mut self) {
        self.chain.as_mut().next_may_be_last();
    }

    /// As [`PushStream::poll_push`].
    #[inline]
    pub(crate) fn poll_push(&mut self, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        time_slice::note_heavy(self.heavy);
        let batch = if self.heavy || self.unknown > 0 || self.kept.is_some() {
            self.poll_with_care(cx, sink)
        } else {
            self.chain.as_mut().poll_push(cx, sink)
        };
        self.heavy = time_slice::is_heavy();
        batch
    }

    fn poll_with_care(&mut self, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let (kept, unknown) = (&mut self.kept, &mut self.unknown);
        if let Some(item) = kept.take()
            && sink(item).is_break()
        {
            return Poll::Ready(Pushed::Full);
        }
        let batch = self.chain.as_mut().poll_push(cx, &mut |item| {
            if (*unknown > 0 || time_slice::is_heavy()) && time_slice::is_used_up() {
                *kept = Some(item);
                return ControlFlow::Break(());
            }
            *unknown = unknown.saturating_sub(1);
            sink(item)
        });
        if kept.is_some() {
            time_slice::give_way(cx);
            return Poll::Pending;
        }
        batch
    }
}
