//! All ways to draw a graph: what holds of one is asked of each.

use pipeline_core::Graph;

/// The name of a way, and how it draws.
pub(crate) const RENDERERS: [(&str, fn(&Graph) -> String); 3] =
    [("text", Graph::to_string), ("mermaid", Graph::to_mermaid), ("dot", Graph::to_dot)];
