//! Diagrams as SVG pictures: where the shapes stand is found by a library, what they look like is said here.

mod arrange;
mod outline;
mod paint;
mod ranks;
mod sizes;
#[cfg(test)]
mod tests;
mod wrap;

pub(crate) use self::paint::Direction;
