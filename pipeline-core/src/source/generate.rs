//! `generate`: items from an async block, given one at a time.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use futures::Stream as Items;
use pin_project_lite::pin_project;

use crate::attach::lock;
use crate::stream::Stream;

/// Where the block of [`Stream::generate`] puts its items.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::Yield;
///
/// async fn countdown(out: Yield<u32>) {
///     for n in (0..3).rev() {
///         out.give(n).await;
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(Stream::generate(countdown).collect::<Vec<_>>().await?, [2, 1, 0]);
/// # Ok(()) }
/// ```
pub struct Yield<T>(Arc<Mutex<Slot<T>>>);

struct Slot<T> {
    item: Option<T>,
    /// Who waits for the item to be taken.
    givers: Vec<Waker>,
}

impl<T> Yield<T> {
    /// Gives an item, and waits until the pipeline asks for the next one.
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, the item may have been taken or not.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let given = Stream::generate(|out| async move { out.give("only").await });
    /// assert_eq!(given.collect::<Vec<_>>().await?, ["only"]);
    /// # Ok(()) }
    /// ```
    pub async fn give(&self, item: T) {
        let mut item = Some(item);
        poll_fn(|cx| {
            let mut slot = lock(&self.0);
            match (slot.item.is_some(), item.is_some()) {
                (false, false) => return Poll::Ready(()),
                (false, true) => slot.item = item.take(),
                (true, _) => {}
            }
            slot.givers.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl<T: Send + 'static> Stream<T> {
    /// Gives the items that an async block puts out, until it ends.
    ///
    /// The block runs in the task that feeds the first edge, and only when an item is asked for: it never
    /// runs ahead.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pages = Stream::generate(|out| async move {
    ///     for page in 1..=3 {
    ///         tokio::task::yield_now().await; // fetch it
    ///         out.give(page).await;
    ///     }
    /// });
    /// assert_eq!(pages.collect::<Vec<_>>().await?, [1, 2, 3]);
    /// # Ok(()) }
    /// ```
    pub fn generate<F, Fut>(f: F) -> Self
    where
        F: FnOnce(Yield<T>) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Self::source("generate", |_| {
            let slot = Arc::new(Mutex::new(Slot { item: None, givers: Vec::new() }));
            Generated { block: Some(f(Yield(slot.clone()))), slot }
        })
    }
}

pin_project! {
    struct Generated<T, Fut> {
        #[pin]
        block: Option<Fut>,
        slot: Arc<Mutex<Slot<T>>>,
    }
}

impl<T, Fut: Future<Output = ()>> Items for Generated<T, Fut> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut this = self.project();
        if let Some(block) = this.block.as_mut().as_pin_mut()
            && block.poll(cx).is_ready()
        {
            this.block.set(None);
        }
        let (item, givers) = {
            let mut slot = lock(this.slot);
            (slot.item.take(), std::mem::take(&mut slot.givers))
        };
        // The block itself is polled again with the next item asked for; only what waits inside it under
        // wakers of its own has to be told.
        givers.into_iter().filter(|giver| !giver.will_wake(cx.waker())).for_each(Waker::wake);
        match item {
            None if this.block.is_some() => Poll::Pending,
            item => Poll::Ready(item),
        }
    }
}

impl<T> fmt::Debug for Yield<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Yield(..)")
    }
}
