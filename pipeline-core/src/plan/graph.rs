//! What a pipeline looks like: its stages and edges, as text, Mermaid or DOT.

use std::collections::HashMap;
use std::fmt;

use super::capacity::Capacity;
use super::node::{Node, Role, is_channel};
use super::overflow::Overflow;
use super::plan::Plan;

/// The stages of a pipeline and the edges between them, known before it runs.
///
/// `Display` writes one line for each stretch without a fork: `=>` is a channel, `->` a call in the same
/// task.
///
/// ```
/// # use pipeline_core::prelude::*;
/// let [a, b] = Stream::from_iter(0..9).map_async(|n| async move { n }).workers(4).tee();
/// let run = Run::join((a.filter(|n| n % 2 == 0).count(), b.drain()));
/// assert_eq!(
///     run.graph().to_string(),
///     "from_iter => map_async (4 workers) => tee\ntee =0=> filter -> count\ntee =1=> drain\n"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    nodes: Vec<GraphNode>,
    edges: Vec<GraphEdge>,
}

/// A stage in a [`Graph`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphNode {
    /// The name, unique in the graph.
    pub name: String,
    /// The operator, source or terminal.
    pub operator: &'static str,
    /// What it does with streams.
    pub kind: GraphKind,
    /// How many tasks may share its input.
    pub workers: usize,
    /// The fewest that share it at a time, where the stage finds the number itself; `workers` is the most.
    pub least_workers: Option<usize>,
    /// Items that may wait behind it; `None` without a bound.
    pub buffer: Option<usize>,
    /// What becomes of items that come while the reader is busy and the buffer is full; `None` where the
    /// stage waits.
    pub overflow: Option<Overflow>,
    /// Of a range of workers, how many may work at present: told by
    /// [`Control::graph`](crate::Control::graph).
    pub working: Option<usize>,
    /// How many items were dropped because there was no room: told by
    /// [`Control::graph`](crate::Control::graph).
    pub dropped: Option<usize>,
}

/// What a [`GraphNode`] does with streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum GraphKind {
    /// Begins one.
    Source,
    /// Carries one on, or joins several.
    Stage,
    /// Deals one out.
    Split,
    /// Ends one.
    Terminal,
}

/// An edge of a [`Graph`], between nodes given by their place in [`Graph::nodes`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphEdge {
    /// Where items come from.
    pub from: usize,
    /// Where they go.
    pub to: usize,
    /// Whether they go through a channel; otherwise both ends share a task.
    pub channel: bool,
    /// Which branch of a split it is: its number, or its name in a function in `pipeline!`.
    pub label: Option<String>,
}

/// Which stages of a plan the nodes and edges of its graph are.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) nodes: Vec<usize>,
    /// The stage or branch that each edge is behind.
    pub(crate) edges: Vec<usize>,
}

impl Graph {
    pub(crate) fn new(plan: &Plan<'_>) -> Self {
        Self::with_places(plan).0
    }

    /// The same, and which stages of the plan are in it.
    pub(crate) fn with_places(plan: &Plan<'_>) -> (Self, Places) {
        let mut graph = Self { nodes: Vec::new(), edges: Vec::new() };
        let mut in_plan = Places::default();
        let indices: HashMap<*const Node, usize> =
            plan.nodes.iter().enumerate().map(|(index, node)| (&raw const **node, index)).collect();
        let mut places: HashMap<*const Node, usize> = HashMap::new();
        for (node, name) in plan.nodes.iter().zip(plan.names()) {
            if matches!(node.role, Role::Branch(_)) || node.is_arm() {
                continue;
            }
            let place = graph.nodes.len();
            places.insert(*node, place);
            graph.nodes.push(GraphNode::new(node, name));
            in_plan.nodes.push(indices[&(&raw const **node)]);
            for input in &node.inputs {
                in_plan.edges.push(indices[&std::sync::Arc::as_ptr(input)]);
                let input = if input.is_arm() { &input.inputs[0] } else { input };
                let channel = is_channel(input, node);
                let (from, label) = match &input.role {
                    Role::Branch(branch) => (&input.inputs[0], branch.label()),
                    _ => (input, None),
                };
                let from = places[&std::sync::Arc::as_ptr(from)];
                graph.edges.push(GraphEdge { from, to: place, channel, label });
            }
        }
        (graph, in_plan)
    }

    /// The same graph with how each stage stands, by its name: how many workers of a range may work, and how
    /// many items it has dropped.
    pub(crate) fn at_work(mut self, stand: impl Fn(&str) -> (Option<usize>, Option<usize>)) -> Self {
        for node in &mut self.nodes {
            (node.working, node.dropped) = stand(&node.name);
        }
        self
    }

    /// The stages, sources first, each behind those it reads from.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let graph = Stream::from_iter(0..9).count().graph();
    /// assert_eq!(graph.nodes()[0].name, "from_iter");
    /// ```
    pub fn nodes(&self) -> &[GraphNode] {
        &self.nodes
    }

    /// The edges, in the order of the stages they lead to.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// let graph = Stream::from_iter(0..9).count().graph();
    /// assert!(!graph.edges()[0].channel);
    /// ```
    pub fn edges(&self) -> &[GraphEdge] {
        &self.edges
    }

    /// For each node: whether a line of text can go on through it, with one edge in and at most one out; and
    /// its last edge out.
    fn ways(&self) -> Vec<(bool, Option<&GraphEdge>)> {
        let (mut into, mut out) = (vec![0; self.nodes.len()], vec![0; self.nodes.len()]);
        let mut last = vec![None; self.nodes.len()];
        for edge in &self.edges {
            into[edge.to] += 1;
            out[edge.from] += 1;
            last[edge.from] = Some(edge);
        }
        let through = into.iter().zip(out).map(|(into, out)| *into == 1 && out <= 1);
        through.zip(last).collect()
    }
}

impl GraphNode {
    fn new(node: &Node, name: String) -> Self {
        let kind = match node.role {
            Role::Source => GraphKind::Source,
            Role::Split(_) => GraphKind::Split,
            Role::Terminal => GraphKind::Terminal,
            Role::Stage | Role::Branch(_) => GraphKind::Stage,
        };
        let buffer = match node.buffer.unwrap_or(Capacity::Items(0)) {
            Capacity::Items(n) => Some(n),
            Capacity::Unbounded => None,
        };
        Self {
            name,
            operator: node.operator,
            kind,
            workers: node.workers,
            least_workers: node.least_workers,
            buffer,
            overflow: node.overflow,
            working: None,
            dropped: None,
        }
    }

    /// The options worth showing, in words.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        match self.least_workers {
            Some(least) => {
                notes.push(format!("{least}..={} workers", self.workers));
                notes.extend(self.working.map(|working| format!("{working} at work")));
            }
            None if self.workers != 1 => notes.push(format!("{} workers", self.workers)),
            None => {}
        }
        match self.buffer {
            Some(0) => {}
            Some(n) => notes.push(format!("buffer {n}")),
            None => notes.push("unbounded".to_owned()),
        }
        notes.extend(self.overflow.map(|overflow| overflow.note().to_owned()));
        notes.extend(self.dropped.map(|dropped| format!("{dropped} dropped")));
        notes
    }
}

impl fmt::Display for GraphNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notes = self.notes();
        // A name can hold anything; a line break would make two stages of one.
        f.write_str(&self.name.escape_debug().to_string())?;
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ways = self.ways();
        for first in self.edges.iter().filter(|edge| !ways[edge.from].0) {
            write!(f, "{}", self.nodes[first.from])?;
            let mut edge = Some(first);
            while let Some(GraphEdge { to, channel, label, .. }) = edge {
                let label = label.as_deref().unwrap_or("");
                let arrow = if *channel { format!("={label}=>") } else { "->".to_owned() };
                let arrow = if label.is_empty() { arrow.replace("==", "=") } else { arrow };
                write!(f, " {arrow} {}", self.nodes[*to])?;
                edge = ways[*to].1.filter(|_| ways[*to].0);
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
