//! Where items come from. Sources are associated functions of [`Stream`](crate::Stream).

mod branches;
mod channel;
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
mod unfold;

mod into_stream;
mod start;

pub use self::branches::Branches;
pub use self::channel::{SendError, Sender};
pub use self::from_receiver::Receiver;
pub use self::generate::Yield;
pub use self::into_stream::IntoStream;
