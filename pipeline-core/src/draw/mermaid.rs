//! A diagram as a Mermaid flowchart.

use std::fmt::Write;

use super::diagram::{Diagram, Emphasis};
use super::escape::mermaid;
use crate::plan::GraphKind;

/// The colours of the stage that holds the run up: its text is to be read on them wherever they stand.
const BOTTLENECK: &str = "fill:#ffe3d6,stroke:#d9480f,stroke-width:3px,color:#5c1d05";

impl Diagram {
    pub(crate) fn to_mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        for (place, shape) in self.shapes.iter().enumerate() {
            let (open, close) = match shape.kind {
                GraphKind::Source => ("([", "])"),
                GraphKind::Stage => ("[", "]"),
                GraphKind::Split => ("{{", "}}"),
                GraphKind::Terminal => ("[[", "]]"),
            };
            let label = shape.lines("<br/>", mermaid);
            let _ = writeln!(text, "  n{place}{open}\"{label}\"{close}");
        }
        for arrow in &self.arrows {
            let line = if arrow.channel { "-->" } else { "-.->" };
            let label = arrow.lines("<br/>", mermaid).map(|label| format!("|\"{label}\"|"));
            let _ = writeln!(text, "  n{} {line}{} n{}", arrow.from, label.unwrap_or_default(), arrow.to);
        }
        let marked = self.shapes.iter().enumerate();
        for (place, _) in marked.filter(|(_, shape)| shape.emphasis == Emphasis::Bottleneck) {
            let _ = writeln!(text, "  style n{place} {BOTTLENECK}");
        }
        text
    }
}
