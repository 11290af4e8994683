//! What a picture shows, before it is written in a language.

use crate::plan::{Graph, GraphKind};

/// Shapes with text, and arrows between them.
#[derive(Debug, Clone)]
pub(crate) struct Diagram {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) arrows: Vec<Arrow>,
}

/// A stage.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) kind: GraphKind,
    /// As the user gave it: whoever writes it down escapes it.
    pub(crate) name: String,
    /// What stands below the name, a line each; they hold nothing of the user's.
    pub(crate) notes: Vec<String>,
    pub(crate) emphasis: Emphasis,
}

/// Whether a stage stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emphasis {
    Plain,
    /// It holds the run up.
    Bottleneck,
}

/// An edge, between shapes given by their places.
#[derive(Debug, Clone)]
pub(crate) struct Arrow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether it is a channel; otherwise both ends share a task.
    pub(crate) channel: bool,
    /// The name of a branch, as the user gave it.
    pub(crate) label: Option<String>,
    /// What stands beside the label, a line each; they hold nothing of the user's.
    pub(crate) notes: Vec<String>,
}

impl Diagram {
    /// What will run.
    pub(crate) fn of_graph(graph: &Graph) -> Self {
        let shapes = graph.nodes().iter().map(|node| Shape {
            kind: node.kind,
            name: node.name.clone(),
            notes: node.notes(),
            emphasis: Emphasis::Plain,
        });
        let arrows = graph.edges().iter().map(|edge| Arrow {
            from: edge.from,
            to: edge.to,
            channel: edge.channel,
            label: edge.label.clone(),
            notes: Vec::new(),
        });
        Self { shapes: shapes.collect(), arrows: arrows.collect() }
    }
}

impl Shape {
    /// The name and the notes as lines of one language, each note escaped as little as it needs: not at all.
    pub(super) fn lines(&self, line_break: &str, escape: fn(&str) -> String) -> String {
        let lines = std::iter::once(escape(&self.name)).chain(self.notes.iter().cloned());
        lines.collect::<Vec<_>>().join(line_break)
    }
}

impl Arrow {
    /// The same of an arrow; none if nothing is to stand beside it.
    pub(super) fn lines(&self, line_break: &str, escape: fn(&str) -> String) -> Option<String> {
        let lines = self.label.as_deref().map(escape).into_iter().chain(self.notes.iter().cloned());
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then(|| lines.join(line_break))
    }
}
