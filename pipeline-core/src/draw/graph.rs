//! A graph in the languages of drawing programs; whatever a name holds, it stays a name.

use super::diagram::Diagram;
use crate::plan::Graph;

impl Graph {
    /// The graph as a Mermaid flowchart. Channels are drawn as arrows, calls within a task as dotted ones.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let graph = Stream::from_iter(0..9).map(|n| n + 1).name("add").count().graph();
    /// assert_eq!(
    ///     graph.to_mermaid(),
    ///     "flowchart LR\n  n0([\"from_iter\"])\n  n1[\"add\"]\n  n2[[\"count\"]]\n  \
    ///      n0 -.-> n1\n  n1 -.-> n2\n"
    /// );
    /// ```
    pub fn to_mermaid(&self) -> String {
        Diagram::of_graph(self).to_mermaid()
    }

    /// The graph in DOT, for Graphviz. Calls within a task are dashed.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let graph = Stream::from_iter(0..9).count().graph();
    /// assert_eq!(
    ///     graph.to_dot(),
    ///     "digraph pipeline {\n  rankdir=LR;\n  n0 [shape=oval, label=\"from_iter\"];\n  \
    ///      n1 [shape=doubleoctagon, label=\"count\"];\n  n0 -> n1 [style=dashed];\n}\n"
    /// );
    /// ```
    pub fn to_dot(&self) -> String {
        Diagram::of_graph(self).to_dot()
    }

    /// The graph as a picture, from left to right: a document of its own, which also stands in a web page as
    /// it is. Calls within a task are dashed. Its colours are to be read on white and on black.
    ///
    /// Long names are wrapped, and cut after three lines. No program is called for it.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let graph = Stream::from_iter(0..9).map(|n| n + 1).name("a < b").count().graph();
    /// let picture = graph.to_svg();
    /// assert!(picture.starts_with("<svg ") && picture.contains("a &lt; b"));
    /// ```
    #[cfg(feature = "svg")]
    pub fn to_svg(&self) -> String {
        Diagram::of_graph(self).to_svg(super::svg::Direction::LeftToRight)
    }
}
