//! An input of which one item is looked at before it is used.

use std::task::{Context, Poll};

use futures::StreamExt;
use futures::stream::BoxStream;

use crate::engine::dropped::note_dropped;
use crate::stream::Track;

/// An input, and the item of it that came and has not been used yet.
pub(crate) struct Lookahead<T: Send + 'static, K: Track> {
    /// Nothing once it has ended.
    items: Option<BoxStream<'static, K::Item<T>>>,
    next: Option<Result<T, K::Residual>>,
}

/// What is known of the next item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    Ready,
    Pending,
    /// There is none.
    End,
}

impl<T: Send + 'static, K: Track> Drop for Lookahead<T, K> {
    fn drop(&mut self) {
        note_dropped(self.next.iter().len());
    }
}

impl<T: Send + 'static, K: Track> Lookahead<T, K> {
    pub(crate) fn new(items: BoxStream<'static, K::Item<T>>) -> Self {
        Self { items: Some(items), next: None }
    }

    /// Asks for an item if none waits.
    pub(crate) fn poll_head(&mut self, cx: &mut Context<'_>) -> Head {
        if self.next.is_some() {
            return Head::Ready;
        }
        let Some(items) = &mut self.items else { return Head::End };
        match items.poll_next_unpin(cx) {
            Poll::Pending => Head::Pending,
            Poll::Ready(Some(item)) => {
                self.next = Some(K::branch(item));
                Head::Ready
            }
            Poll::Ready(None) => {
                self.items = None;
                Head::End
            }
        }
    }

    /// The value that waits, if it is one.
    pub(crate) fn value(&self) -> Option<&T> {
        self.next.as_ref().and_then(|next| next.as_ref().ok())
    }

    pub(crate) fn take_value(&mut self) -> Option<T> {
        self.next.take_if(|next| next.is_ok()).and_then(Result::ok)
    }

    /// What waits and passes by the operators, if it is that.
    pub(crate) fn take_residual(&mut self) -> Option<K::Residual> {
        self.next.take_if(|next| next.is_err()).and_then(Result::err)
    }
}
