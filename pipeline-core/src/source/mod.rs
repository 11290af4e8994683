//! Where items come from. Sources are associated functions of [`Stream`](crate::Stream).

mod from_iter;
mod from_stream;
mod from_receiver;
mod channel;
mod lines;
mod once;
mod repeat;
mod interval;
mod generate;
mod unfold;
mod defer;
mod cycle;
mod restart;
mod fail;
mod broadcast;

pub use self::broadcast::Broadcast;
pub use self::channel::{SendError, Sender};
pub use self::from_iter::Items;
pub use self::generate::Yield;
pub use self::interval::Missed;
