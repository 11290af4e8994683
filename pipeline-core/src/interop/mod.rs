//! Channels of other crates, to receive from and to send to.

mod kanal;
mod receiver;
mod target;

pub use self::receiver::Receiver;
pub use self::target::{Target, TargetGone};
