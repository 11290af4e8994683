//! A table of the stages, drawn again and again while the run works.

mod cells;
mod screen;
mod table;
mod top;

pub(crate) use self::top::top;
