//! What `pipeline!` writes calls to. No part of the public interface: it changes with the macro.
#![allow(missing_docs)]

mod fan_out;
mod flow;
mod graph;
mod route;
mod seal;
mod side_run;

pub use pipeline_macros::pipeline_impl;

pub use self::fan_out::Fan;
pub use self::flow::{Witness, join, label, map_run, named_source, pipe, source, terminal, witness};
pub use self::graph::{Edge, Graph, Node};
pub use self::route::*;
pub use self::seal::{Close, End, seal};
pub use self::side_run::{Along, AlongFailing, AlongPlain};
pub use crate::stream::Stream;
