//! What the graph of a program consists of.

/// Stages and edges.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

/// One stage.
pub(super) struct Node {
    pub(super) operator: String,
    pub(super) name: String,
    pub(super) workers: Option<usize>,
    pub(super) buffer: Option<usize>,
    pub(super) role: Role,
}

/// Which shape a stage is drawn in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Source,
    Stage,
    Route,
    Terminal,
}

/// From one stage to another.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
}
