//! The same without the feature: nothing is delayed, and nothing is left of it when it is compiled.

use std::task::{Context, Poll};

/// What delays a run: nothing.
#[derive(Default)]
pub(crate) struct Chaos {}

impl Chaos {
    pub(crate) fn jitter(&self) -> Jitter {
        Jitter {}
    }
}

/// What delays an end of an edge: nothing.
#[derive(Clone, Default)]
pub(crate) struct Jitter {}

impl Jitter {
    #[inline(always)]
    pub(crate) fn delays(&self) -> bool {
        false
    }

    #[inline(always)]
    pub(crate) fn is_delaying(&self) -> bool {
        false
    }

    #[inline(always)]
    pub(crate) fn poll_pass(&mut self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    #[inline(always)]
    pub(crate) fn poll_pass_once(&mut self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    #[inline(always)]
    pub(crate) async fn pass(&self) {}
}
