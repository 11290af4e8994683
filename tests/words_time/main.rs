//! Words that wait for time, and those that give items in groups.

mod bounds;
mod groups;
mod pace;
mod refused;
mod silence;
mod support;
mod windows;
