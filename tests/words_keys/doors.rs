//! States that are counted.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use futures::future::BoxFuture;

/// Opens states, and counts those that are open and those that were closed.
#[derive(Clone, Default)]
pub(crate) struct Doors {
    opened: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
}

/// A state that threads may hand on, and not share.
pub(crate) struct Door(pub(crate) Cell<u32>);

impl Doors {
    pub(crate) fn open(&self) -> impl Fn() -> Ready<Result<Door, Infallible>> + Send + Sync + use<> {
        let opened = self.opened.clone();
        move || {
            opened.fetch_add(1, SeqCst);
            ready(Ok(Door(Cell::new(0))))
        }
    }

    /// Closing takes a tick, or some turns of the scheduler.
    pub(crate) fn close(&self) -> impl Fn(Door) -> BoxFuture<'static, ()> + Send + Sync + use<> {
        let closed = self.closed.clone();
        move |_| {
            let closed = closed.clone();
            Box::pin(async move {
                for _ in 0..5 {
                    tokio::task::yield_now().await;
                }
                closed.fetch_add(1, SeqCst);
            })
        }
    }

    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.opened.load(SeqCst), self.closed.load(SeqCst))
    }
}
