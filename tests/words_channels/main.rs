//! What people write with channels, streams and pipelines between them, as whole programs under paused time.

mod support;

mod errors;
mod events;
mod flow;
mod windows;
