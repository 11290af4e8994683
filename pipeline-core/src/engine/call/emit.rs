//! Where what a call makes goes, and one call from its item to its last result.

use std::future::{Future, poll_fn};
use std::ops::ControlFlow;

use super::slot::{BoxCallSlot, CallOutput};
use crate::engine::channel::Closed;
use crate::engine::dropped::InHand;

/// Where a worker puts what comes out of an item.
pub(crate) trait Emit<U>: Send {
    /// Puts an item, and says whether the worker may go on at once. If not, it waits by `settled`, before it
    /// puts another.
    fn emit(&mut self, item: U) -> ControlFlow<()>;

    fn ready(&mut self) -> impl Future<Output = Result<(), Closed>> + Send;
}

/// Does what is to be done with one item, which is `in_hand` until its call is over.
pub(crate) async fn call_and_emit<In, U>(
    slot: &mut BoxCallSlot<In, U>,
    item: In,
    in_hand: InHand,
    out: &mut impl Emit<U>,
) -> Result<(), Closed> {
    let mut item = Some(item);
    let mut in_hand = Some(in_hand);
    loop {
        let (item, over) = match poll_fn(|cx| slot.as_mut().poll_call(item.take(), cx)).await {
            CallOutput::Item(item) => (item, false),
            CallOutput::Last(item) => (item, true),
            CallOutput::Done => {
                in_hand.into_iter().for_each(InHand::done);
                return Ok(());
            }
        };
        if over {
            // From here on its result is what there is of it, and is where it is put.
            in_hand.take().into_iter().for_each(InHand::done);
        }
        if out.emit(item).is_break() {
            out.ready().await?;
        }
        if over {
            return Ok(());
        }
    }
}
