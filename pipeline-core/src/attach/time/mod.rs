//! Stages that wait for time, or keep items for a time, in a fused chain.

mod clock;
mod grid;
mod keeper;
mod late;
mod open_windows;
mod push;
mod silence;
mod sliding_log;
mod window;

pub(crate) use self::clock::{Clock, Instant, Timer, after, sleep};
pub(crate) use self::grid::floor;
pub(crate) use self::keeper::Keeper;
pub(crate) use self::open_windows::OpenWindows;
pub(crate) use self::silence::Silence;
pub(crate) use self::sliding_log::SlidingLog;
pub(crate) use self::window::Measure;
pub use self::window::{Extent, Window};
