//! `Broadcast`: every item to every run that subscribes, as they come and go.

mod producer;
mod shared;
mod subscription;

pub use self::producer::Broadcast;
