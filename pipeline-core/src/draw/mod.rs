//! Pictures of pipelines, in the languages of drawing programs: of what will run, and of how it runs.

mod diagram;
mod dot;
pub(crate) mod escape;
mod graph;
mod mermaid;
#[cfg(feature = "svg")]
mod svg;

pub(crate) use self::diagram::{Arrow, Diagram, Emphasis, Shape};
#[cfg(feature = "svg")]
pub(crate) use self::svg::Direction;
