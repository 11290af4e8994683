//! Where what a call makes goes, and one call from its item to its last result.

use std::future::{Future, poll_fn};
use std::ops::ControlFlow;

use super::slot::{BoxCallSlot, CallOutput};
use crate::engine::channel::Closed;

/// Where a worker puts what comes out of an item.
pub(crate) trait Emit<U>: Send {
    /// Puts an item, and says whether the worker may go on at once. If not, it waits by `settled`, before it
    /// puts another.
    fn emit(&mut self, item: U) -> ControlFlow<()>;

    /// What is put next is the last of its call.
    fn call_over(&mut self) {}

    fn ready(&mut self) -> impl Future<Output = Result<(), Closed>> + Send;
}

/// Does what is to be done with one item.
pub(crate) async fn call_and_emit<In, U>(
    slot: &mut BoxCallSlot<In, U>,
    item: In,
    out: &mut impl Emit<U>,
) -> Result<(), Closed> {
    let mut item = Some(item);
    loop {
        let (item, over) = match poll_fn(|cx| slot.as_mut().poll_call(item.take(), cx)).await {
            CallOutput::Item(item) => (item, false),
            CallOutput::Last(item) => (item, true),
            CallOutput::Done => return Ok(()),
        };
        if over {
            out.call_over();
        }
        if out.emit(item).is_break() {
            out.ready().await?;
        }
        if over {
            return Ok(());
        }
    }
}
