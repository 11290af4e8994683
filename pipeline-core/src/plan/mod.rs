//! What was written, before anything runs: the nodes of a pipeline, their checks, bounds and names.

mod bounds;
mod branch;
mod capacity;
mod check;
mod depth;
#[cfg(feature = "trace")]
mod followed;
mod gives;
mod stack_use;
mod graph;
mod meters;
mod names;
mod node;
mod overflow;
mod plan;

pub(crate) use self::branch::{Branch, Share};
pub(crate) use self::capacity::{Capacity, MOST_SLOTS};
pub(crate) use self::check::Clock;
pub(crate) use self::graph::Places;
pub use self::graph::{Graph, GraphEdge, GraphKind, GraphNode};
pub(crate) use self::node::{Node, Reads, Role};
pub(crate) use self::overflow::OnDrop;
pub use self::overflow::Overflow;
pub(crate) use self::plan::Plan;
