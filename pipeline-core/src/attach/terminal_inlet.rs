//! What the loop of a terminal reads.

use std::ops::ControlFlow;

use crate::engine::dropped::InHand;
use crate::engine::port::InletReader;
use crate::engine::supervision::Arrivals;

/// Reads the items that arrive at a terminal, and counts them.
pub(crate) struct TerminalInlet<I> {
    items: InletReader<I>,
    arrivals: Arrivals,
    /// The item that [`next`](Self::next) gave, until it is asked again: something may be awaited for it.
    in_hand: Option<InHand>,
}

impl<I: Send + 'static> TerminalInlet<I> {
    pub(super) fn new(items: InletReader<I>, arrivals: Arrivals) -> Self {
        Self { items, arrivals, in_hand: None }
    }

    /// The next item. The one before has arrived by this.
    #[inline]
    pub(crate) async fn next(&mut self) -> Option<I> {
        if let Some(in_hand) = self.in_hand.take() {
            in_hand.done();
            self.arrivals.count_one();
        }
        let item = self.items.next().await?;
        self.in_hand = Some(InHand::new());
        Some(item)
    }

    /// Calls `each` with every item.
    pub(crate) async fn for_all(self, mut each: impl FnMut(I)) {
        let each = |item| {
            each(item);
            ControlFlow::Continue(())
        };
        self.items.each(&self.arrivals, each).await;
    }

    /// Calls `look` with one item after another, up to the first that it gives something for.
    pub(crate) async fn find_map<R>(self, mut look: impl FnMut(I) -> Option<R>) -> Option<R> {
        let mut found = None;
        let look = |item| {
            found = look(item);
            if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        self.items.each(&self.arrivals, look).await;
        found
    }

    /// The first item, after which the input is left at once.
    pub(crate) async fn first(self) -> Option<I> {
        let Self { items, arrivals, .. } = self;
        let first = items.first().await?;
        arrivals.count_one();
        Some(first)
    }
}
