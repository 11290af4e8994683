//! The graph as a Mermaid flowchart.

use super::graph::{Graph, Node, Role};

/// Writes the flowchart: a line a stage, then a line an edge.
pub(super) fn mermaid(graph: &Graph) -> String {
    let mut text = String::from("flowchart LR\n");
    for (at, node) in graph.nodes.iter().enumerate() {
        let (open, close) = match node.role {
            Role::Source => ("([", "])"),
            Role::Stage => ("[", "]"),
            Role::Route => ("{", "}"),
            Role::Terminal => ("[[", "]]"),
        };
        text.push_str(&format!("  n{at}{open}\"{}\"{close}\n", label(node)));
    }
    for edge in &graph.edges {
        let on_it =
            if edge.label.is_empty() { String::new() } else { format!("|\"{}\"|", escape(&edge.label)) };
        text.push_str(&format!("  n{} -->{on_it} n{}\n", edge.from, edge.to));
    }
    text
}

/// The name, and the options that are numbers.
fn label(node: &Node) -> String {
    let mut label = escape(&node.name);
    for (option, number) in [("workers", node.workers), ("buffer", node.buffer)] {
        if let Some(number) = number {
            label.push_str(&format!("<br/>{option}({number})"));
        }
    }
    label
}

/// Characters that mean something to Mermaid, as its entities.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '&' => escaped.push_str("#amp;"),
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
