//! Channels of other crates, to receive from and to send to.

mod heads;
mod intake;
mod kanal;
mod receiver;
mod target;

pub(crate) use self::intake::Intake;
pub use self::receiver::Receiver;
pub(crate) use self::target::Delivery;
pub use self::target::{Target, TargetGone};
