//! What `pipeline!` writes calls to. No part of the public interface: it changes with the macro.
#![allow(missing_docs)]

mod close;
mod fan;
mod graph;
mod shape;
mod sides;

pub use pipeline_macros::pipeline_impl;

pub use self::close::{Close, End, seal};
pub use self::fan::Fan;
pub use self::graph::{Edge, Graph, Node};
pub use self::shape::{Witness, join, map_run, pipe, source, terminal, witness};
pub use self::sides::{Along, AlongFailing, AlongPlain};
pub use crate::op::route::*;
pub use crate::stream::Stream;
