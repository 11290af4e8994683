//! Reading an inlet item by item.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::inlet::Inlet;
use crate::engine::channel::spsc;
use crate::engine::coop::Budget;
use crate::engine::fusion::Input;
use crate::engine::supervision::Arrivals;

impl<I: Send + 'static> Inlet<I> {
    /// The inlet as something to loop over.
    pub(crate) fn into_reader(self) -> InletReader<I> {
        let inlet = if self.is_metered() { Self::Fused(self.into_push()) } else { self };
        InletReader { inlet, budget: Budget::new() }
    }
}

/// Reads an inlet at the top level of a task that is its only reader.
pub(crate) struct InletReader<I> {
    inlet: Inlet<I>,
    budget: Budget,
}

impl<I> InletReader<I> {
    /// The next item, if it is there at once and it is not time to give way. Otherwise [`wait`](pub(crate)
    /// Self::wait) for it.
    #[inline]
    pub(crate) fn try_next(&mut self) -> Option<I> {
        match &mut self.inlet {
            Inlet::Spsc(inlet) if !self.budget.charge() => inlet.take(),
            _ => None,
        }
    }

    #[inline]
    pub(crate) async fn next(&mut self) -> Option<I> {
        match self.try_next() {
            Some(item) => Some(item),
            None => self.next_slow().await,
        }
    }

    pub(crate) async fn next_slow(&mut self) -> Option<I> {
        match &mut self.inlet {
            Inlet::Mpmc(inlet) => {
                self.budget.consume().await;
                inlet.next().await
            }
            Inlet::Spsc(inlet) => {
                self.budget.yield_if_exhausted().await;
                std::future::poll_fn(|cx| inlet.poll_next(cx)).await
            }
            // A fused chain gives way by itself.
            Inlet::Fused(chain) => {
                let mut next = None;
                let mut keep = |item| {
                    next = Some(item);
                    ControlFlow::Break(())
                };
                std::future::poll_fn(|cx| chain.as_mut().poll_push(cx, &mut keep)).await;
                next
            }
        }
    }

    /// The first item, after which the inlet is left at once.
    pub(crate) async fn first(self) -> Option<I>
    where
        I: Send + 'static,
    {
        let mut chain = self.inlet.into_push();
        let mut first = None;
        std::future::poll_fn(|cx| {
            chain.as_mut().next_may_be_last();
            chain.as_mut().poll_push(cx, &mut |item| {
                first = Some(item);
                ControlFlow::Break(())
            })
        })
        .await;
        first
    }

    /// Calls `each` with one item after another, until it breaks off or there are no more; `arrivals` counts
    /// them.
    pub(crate) async fn each(self, arrivals: &Arrivals, mut each: impl FnMut(I) -> ControlFlow<()>)
    where
        I: Send + 'static,
    {
        let Self { inlet, mut budget } = self;
        if let Inlet::Mpmc(inlet) = &inlet {
            while let Some(item) = inlet.next().await {
                arrivals.count_one();
                if each(item).is_break() {
                    return;
                }
                budget.consume().await;
            }
            return;
        }
        let mut input = Input::new(inlet.into_push());
        std::future::poll_fn(|cx| {
            // Asked once a poll: in a chain of quick functions it would cost as much as one of them.
            if !arrivals.are_counted() {
                return input.poll_push(cx, &mut each);
            }
            input.poll_push(cx, &mut |item| {
                arrivals.count_one();
                each(item)
            })
        })
        .await;
    }

    /// The ring that is read, if it is one.
    pub(crate) fn ring(&self) -> Option<&Arc<spsc::Shared>> {
        match &self.inlet {
            Inlet::Spsc(inlet) => Some(inlet.rx.shared()),
            _ => None,
        }
    }
}
