#![doc = include_str!("protocol.md")]

mod channel;
mod half;
#[cfg(all(test, pipeline_loom))]
mod models;
mod notify;
mod receiver;
mod sender;
mod shared;
mod sync;
#[cfg(all(test, not(pipeline_loom)))]
mod stepped_tests;
#[cfg(all(test, not(pipeline_loom)))]
mod tests;
#[cfg(all(test, not(pipeline_loom)))]
mod wanted_tests;

pub(crate) use self::channel::channel;
pub(crate) use self::notify::Peers;
pub(crate) use self::receiver::Receiver;
pub(crate) use self::sender::{CloseOnDrop, Sender};
pub(crate) use self::shared::Shared;
