//! Where items come from. Sources are associated functions of [`Stream`](crate::Stream).

mod broadcast;
mod channel;
mod cycle;
mod defer;
mod fail;
mod from_iter;
mod from_receiver;
mod from_stream;
mod generate;
mod interval;
mod lines;
mod once;
mod repeat;
mod restart;
mod unfold;

pub use self::broadcast::Broadcast;
pub use self::channel::{SendError, Sender};
pub use self::from_iter::Items;
pub use self::generate::Yield;
pub use self::interval::Missed;
