//! Where what a call makes goes, and one call from its item to its last result.

use std::future::{Future, poll_fn};
use std::ops::ControlFlow;

use super::slot::{BoxHand, Out};
use crate::engine::channel::Closed;

/// Where a worker puts what comes out of an item.
pub(crate) trait Outlet<U>: Send {
    /// Puts an item, and says whether the worker may go on at once. If not, it waits by `settled`, before it puts another.
    fn put(&mut self, item: U) -> ControlFlow<()>;

    fn settled(&mut self) -> impl Future<Output = Result<(), Closed>> + Send;
}

/// Does what is to be done with one item.
pub(crate) async fn handle<In, U>(
    hand: &mut BoxHand<In, U>,
    item: In,
    out: &mut impl Outlet<U>,
) -> Result<(), Closed> {
    let mut item = Some(item);
    loop {
        let (item, over) = match poll_fn(|cx| hand.as_mut().poll_call(item.take(), cx)).await {
            Out::Item(item) => (item, false),
            Out::Last(item) => (item, true),
            Out::Over => return Ok(()),
        };
        if out.put(item).is_break() {
            out.settled().await?;
        }
        if over {
            return Ok(());
        }
    }
}
