//! The rows of a trace: a process for the run and for each stage, and in it a thread for each worker.

use std::collections::HashMap;

use crate::draw::escape::{json, shortened};
use crate::plan::Graph;

/// Columns that a name may have: it stands in the line of each call.
const MOST_OF_NAME: usize = 64;

/// The process of the run. Zero is taken: viewers have the idle threads of a machine there.
pub(super) const RUN: u32 = 1;

/// The thread that what belongs to no worker is written for.
pub(super) const NO_WORKER: u32 = 1;

/// Names as they stand in quotes, and the numbers of processes and threads.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// What the run is called.
    pub(super) run: String,
    pub(super) stages: Vec<String>,
    /// For each edge the process that it leads to, and what its queue is called.
    pub(super) queues: Vec<(u32, String)>,
    /// Those with a channel.
    pub(super) channels: Vec<u32>,
    /// The threads of workers, by their stage.
    threads: HashMap<(u32, u32), u32>,
}

impl Rows {
    pub(super) fn new(name: Option<&str>, graph: &Graph) -> Self {
        let stages: Vec<_> = graph.nodes().iter().map(|node| quoted(&node.name)).collect();
        let queue = |edge: &crate::plan::GraphEdge| {
            let label = edge.label.as_deref().map(|label| format!(" ({})", quoted(label)));
            let name = format!("queue from {}{}", stages[edge.from], label.unwrap_or_default());
            (process(edge.to as u32), name)
        };
        let queues = graph.edges().iter().map(queue).collect();
        let channels = (0..).zip(graph.edges()).filter(|(_, edge)| edge.channel).map(|(index, _)| index);
        Self {
            run: quoted(name.unwrap_or("pipeline")),
            queues,
            channels: channels.collect(),
            stages,
            threads: HashMap::new(),
        }
    }

    /// The thread of a worker, and whether it is new.
    pub(super) fn thread(&mut self, stage: u32, worker: u32) -> (u32, bool) {
        // Viewers want them to be unique among all processes.
        let next = NO_WORKER + 1 + self.threads.len() as u32;
        let thread = *self.threads.entry((stage, worker)).or_insert(next);
        (thread, thread == next)
    }
}

/// The process of a stage.
pub(super) fn process(stage: u32) -> u32 {
    RUN + 1 + stage
}

/// A name, short enough to stand in each line.
pub(super) fn quoted(name: &str) -> String {
    json(&shortened(name, MOST_OF_NAME))
}
