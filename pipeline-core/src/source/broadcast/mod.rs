//! `Broadcast`: every item to every run that subscribes, as they come and go.

mod broadcast;
mod shared;
mod subscription;

pub use self::broadcast::Broadcast;
