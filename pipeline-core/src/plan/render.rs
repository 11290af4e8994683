//! A graph in the languages of drawing programs; whatever a name holds, it stays a name.

use std::fmt::Write;

use super::graph::{Graph, GraphKind, GraphNode};

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
        let mut text = String::from("flowchart LR\n");
        for (place, node) in self.nodes().iter().enumerate() {
            let (open, close) = match node.kind {
                GraphKind::Source => ("([", "])"),
                GraphKind::Stage => ("[", "]"),
                GraphKind::Split => ("{{", "}}"),
                GraphKind::Terminal => ("[[", "]]"),
            };
            let label = label(node, "<br/>", mermaid);
            let _ = writeln!(text, "  n{place}{open}\"{label}\"{close}");
        }
        for edge in self.edges() {
            let arrow = if edge.channel { "-->" } else { "-.->" };
            let label = edge.label.as_deref().map(|label| format!("|\"{}\"|", mermaid(label)));
            let _ = writeln!(text, "  n{} {arrow}{} n{}", edge.from, label.unwrap_or_default(), edge.to);
        }
        text
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
        let mut text = String::from("digraph pipeline {\n  rankdir=LR;\n");
        for (place, node) in self.nodes().iter().enumerate() {
            let shape = match node.kind {
                GraphKind::Source => "oval",
                GraphKind::Stage => "box",
                GraphKind::Split => "diamond",
                GraphKind::Terminal => "doubleoctagon",
            };
            let label = label(node, "\\n", dot);
            let _ = writeln!(text, "  n{place} [shape={shape}, label=\"{label}\"];");
        }
        for edge in self.edges() {
            let style = if edge.channel { "solid" } else { "dashed" };
            let label = edge.label.as_deref().map(|label| format!(", label=\"{}\"", dot(label)));
            let _ = writeln!(
                text,
                "  n{} -> n{} [style={style}{}];",
                edge.from,
                edge.to,
                label.unwrap_or_default()
            );
        }
        text.push_str("}\n");
        text
    }
}

/// The name and its notes, a line each.
fn label(node: &GraphNode, line_break: &str, escape: fn(&str) -> String) -> String {
    let lines = std::iter::once(escape(&node.name)).chain(node.notes());
    lines.collect::<Vec<_>>().join(line_break)
}

/// A text as Mermaid takes it in quotes.
fn mermaid(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "#quot;".to_owned(),
        '#' => "#35;".to_owned(),
        '<' => "#lt;".to_owned(),
        '>' => "#gt;".to_owned(),
        '&' => "#amp;".to_owned(),
        '\n' => "<br/>".to_owned(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// A text as DOT takes it in quotes.
fn dot(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
