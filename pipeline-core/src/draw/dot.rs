//! A diagram in DOT, for Graphviz.

use std::fmt::Write;

use super::diagram::{Diagram, Emphasis};
use super::escape::dot;
use crate::plan::GraphKind;

impl Diagram {
    pub(crate) fn to_dot(&self) -> String {
        let mut text = String::from("digraph pipeline {\n  rankdir=LR;\n");
        for (place, shape) in self.shapes.iter().enumerate() {
            let outline = match shape.kind {
                GraphKind::Source => "oval",
                GraphKind::Stage => "box",
                GraphKind::Split => "diamond",
                GraphKind::Terminal => "doubleoctagon",
            };
            let label = shape.lines("\\n", dot);
            let colours = match shape.emphasis {
                Emphasis::Plain => "",
                Emphasis::Bottleneck => {
                    ", style=filled, fillcolor=\"#ffe3d6\", color=\"#d9480f\", penwidth=3"
                }
            };
            let _ = writeln!(text, "  n{place} [shape={outline}, label=\"{label}\"{colours}];");
        }
        for arrow in &self.arrows {
            let style = if arrow.channel { "solid" } else { "dashed" };
            let label = arrow.lines("\\n", dot).map(|label| format!(", label=\"{label}\""));
            let label = label.unwrap_or_default();
            let _ = writeln!(text, "  n{} -> n{} [style={style}{label}];", arrow.from, arrow.to);
        }
        text.push_str("}\n");
        text
    }
}
