//! `Broadcast`, case by case, under paused time; `write_to`; runs as `Run<R, E>`.

mod support;

mod cases;
mod corners;
mod ends;
mod writing;
