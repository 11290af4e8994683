//! What the box of a stage looks like.

use std::fmt::Write;

use crate::draw::diagram::{Emphasis, Shape};
use crate::plan::GraphKind;

/// A box: light, with a dark text, so that it is read on every page.
pub(super) struct Outline {
    fill: &'static str,
    stroke: &'static str,
    width: f64,
    rounded: f64,
    /// Whether it has a second border, as the end of a pipeline.
    is_double: bool,
}

impl Outline {
    pub(super) fn of(shape: &Shape) -> Self {
        let (fill, stroke, rounded) = match shape.kind {
            GraphKind::Source => ("#e6f4ea", "#2f9e44", 18.0),
            GraphKind::Stage => ("#e7f1fb", "#3b82c4", 8.0),
            GraphKind::Split => ("#f3eafd", "#9065c9", 8.0),
            GraphKind::Terminal => ("#eef0f3", "#7d8794", 8.0),
        };
        let is_double = shape.kind == GraphKind::Terminal;
        match shape.emphasis {
            Emphasis::Plain => Self { fill, stroke, width: 1.5, rounded, is_double },
            Emphasis::Bottleneck => {
                Self { fill: "#ffe3d6", stroke: "#e8590c", width: 3.0, rounded, is_double }
            }
        }
    }

    /// Draws it around a middle.
    pub(super) fn draw(&self, svg: &mut String, middle: (f64, f64), size: (f64, f64)) {
        self.border(svg, middle, size, self.rounded, self.fill);
        if self.is_double {
            let inner = (size.0 - 8.0, size.1 - 8.0);
            self.border(svg, middle, inner, self.rounded - 3.0, "none");
        }
    }

    fn border(&self, svg: &mut String, (x, y): (f64, f64), size: (f64, f64), rounded: f64, fill: &str) {
        let (left, top) = (x - size.0 / 2.0, y - size.1 / 2.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{rounded}\" \
             fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"/>",
            size.0, size.1, self.stroke, self.width
        );
    }
}
