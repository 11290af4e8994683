#![doc = include_str!("protocol.md")]

mod channel;
mod half;
mod notify;
mod receiver;
mod sender;
mod shared;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wanted_tests;

pub(crate) use self::channel::channel;
pub(crate) use self::notify::Peers;
pub(crate) use self::receiver::Receiver;
pub(crate) use self::sender::{CloseOnDrop, Sender};
pub(crate) use self::shared::Shared;
