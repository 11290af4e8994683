//! What delays the operations at one end of an edge.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::time::{Sleep, sleep};

use super::dice::{Dice, Throw};

/// Delays one operation after another, or none. A clone delays others by the same dice.
#[derive(Default)]
pub(crate) struct Jitter {
    dice: Option<Arc<Dice>>,
    /// What is waited for now.
    delay: Option<Delay>,
}

/// How long is waited yet.
enum Delay {
    Turns(u64),
    Time(Pin<Box<Sleep>>),
}

impl Clone for Jitter {
    fn clone(&self) -> Self {
        Self::new(self.dice.clone())
    }
}

impl Jitter {
    pub(super) fn new(dice: Option<Arc<Dice>>) -> Self {
        Self { dice, delay: None }
    }

    /// Whether it delays anything at all.
    #[inline(always)]
    pub(crate) fn delays(&self) -> bool {
        self.dice.is_some()
    }

    /// Whether it was asked, and has not let the operation pass.
    pub(crate) fn is_delaying(&self) -> bool {
        self.delay.is_some()
    }

    /// Ready once the next operation may be made; pending, with the task woken later, until then.
    #[inline(always)]
    pub(crate) fn poll_pass(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.delays() { self.poll_delay(cx) } else { Poll::Ready(()) }
    }

    /// The same for an operation that is polled again: from then on it is not delayed any more.
    #[inline(always)]
    pub(crate) fn poll_pass_once(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        ready!(self.poll_pass(cx));
        self.dice = None;
        Poll::Ready(())
    }

    /// Waits until an operation may be made, beside others that share this.
    pub(crate) async fn pass(&self) {
        if self.delays() {
            let mut jitter = self.clone();
            poll_fn(|cx| jitter.poll_delay(cx)).await;
        }
    }

    #[cold]
    fn poll_delay(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(dice) = &self.dice else { return Poll::Ready(()) };
        let delay = self.delay.get_or_insert_with(|| match dice.throw() {
            Throw::Nothing => Delay::Turns(0),
            Throw::Turns(turns) => Delay::Turns(turns),
            Throw::Time(time) => Delay::Time(Box::pin(sleep(time))),
        });
        match delay {
            Delay::Turns(0) => {}
            Delay::Turns(turns) => {
                *turns -= 1;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Delay::Time(sleep) => ready!(sleep.as_mut().poll(cx)),
        }
        self.delay = None;
        Poll::Ready(())
    }

    #[cfg(test)]
    pub(super) fn dice(&self) -> Option<&Dice> {
        self.dice.as_deref()
    }
}
