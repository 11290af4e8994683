//! The graph of an item, as a constant.

/// Stages and the edges between them, as far as the program's text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graph {
    /// The stages, in the order they are written.
    pub nodes: &'static [Node],
    /// The edges, as places in `nodes`.
    pub edges: &'static [Edge],
    /// The same as a Mermaid flowchart.
    pub mermaid: &'static str,
}

/// A stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub operator: &'static str,
    /// The name that is set, or that of the function, or the operator.
    pub name: &'static str,
    /// Where a number is written.
    pub workers: Option<usize>,
    /// Where a number is written.
    pub buffer: Option<usize>,
}

/// From one stage to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    /// The branch's name or the arm's pattern, where the flow forks.
    pub label: &'static str,
}
