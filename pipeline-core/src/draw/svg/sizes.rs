//! The text in boxes and beside arrows, and how much room it takes.
//!
//! The picture does not know the fonts of whoever looks at it. All text is in letters of one width, for which
//! a little more is reckoned than the common fonts need.

use std::fmt::Write;

use super::outline::Outline;
use super::wrap::{beside_arrow, hint, wrap};
use crate::draw::diagram::{Arrow, Shape};
use crate::draw::escape::{columns, xml};

const NAME: Size = Size { letter: 7.9, height: 17.0, points: 13 };
const NOTE: Size = Size { letter: 6.75, height: 15.0, points: 11 };

/// Of one column, and of one line.
struct Size {
    letter: f64,
    height: f64,
    points: u8,
}

/// The text in a box.
pub(super) struct Text {
    name: Vec<String>,
    notes: Vec<String>,
    hint: String,
}

impl Text {
    pub(super) fn of(shape: &Shape) -> Self {
        Self { name: wrap(&shape.name, 22, 3), notes: shape.notes.clone(), hint: hint(&shape.name) }
    }

    /// The width and the height of its box.
    pub(super) fn size(&self) -> (f64, f64) {
        let width = widest(&self.name, &NAME).max(widest(&self.notes, &NOTE)) + 28.0;
        let height = self.name.len() as f64 * NAME.height + self.notes.len() as f64 * NOTE.height;
        (width.max(64.0), height + 18.0)
    }

    /// Draws the box and the text around a middle.
    pub(super) fn draw(&self, svg: &mut String, middle: (f64, f64), outline: &Outline) {
        let _ = writeln!(svg, "<g><title>{}</title>", xml(&self.hint));
        let size = self.size();
        outline.draw(svg, middle, size);
        let mut top = middle.1 - (size.1 - 18.0) / 2.0;
        for line in &self.name {
            text_line(svg, (middle.0, top), &NAME, " font-weight=\"600\" fill=\"#16202b\"", line);
            top += NAME.height;
        }
        for line in &self.notes {
            text_line(svg, (middle.0, top), &NOTE, " fill=\"#44505c\"", line);
            top += NOTE.height;
        }
        svg.push_str("</g>\n");
    }
}

/// The text beside an arrow.
pub(super) struct Label(Vec<String>);

/// What stands beside an arrow; none where nothing does.
pub(super) fn label_lines(arrow: &Arrow) -> Option<Label> {
    let name = arrow.label.as_deref().map(beside_arrow);
    let lines: Vec<_> = name.into_iter().chain(arrow.notes.iter().cloned()).collect();
    (!lines.is_empty()).then_some(Label(lines))
}

impl Label {
    pub(super) fn size(&self) -> (f64, f64) {
        (widest(&self.0, &NOTE) + 12.0, self.0.len() as f64 * NOTE.height + 6.0)
    }

    /// Draws it on its arrow, around a middle.
    pub(super) fn draw(&self, svg: &mut String, (x, y): (f64, f64)) {
        let (width, height) = self.size();
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" \
             fill=\"#f6f7f9\" stroke=\"#c9d0d8\" stroke-width=\"0.8\"/>"
        );
        for (index, line) in self.0.iter().enumerate() {
            let top = top + 3.0 + index as f64 * NOTE.height;
            text_line(svg, (x, top), &NOTE, " fill=\"#44505c\"", line);
        }
    }
}

fn widest(lines: &[String], size: &Size) -> f64 {
    lines.iter().map(|line| columns(line)).max().unwrap_or(0) as f64 * size.letter
}

/// One line of text, in the middle of `x`, from `top` on.
fn text_line(svg: &mut String, (x, top): (f64, f64), size: &Size, look: &str, line: &str) {
    let base = top + size.height * 0.74;
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{base:.1}\" font-size=\"{}\" text-anchor=\"middle\"{look}>{}</text>",
        size.points,
        xml(line)
    );
}
