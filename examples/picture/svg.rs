//! A screen as an SVG.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// How wide a column is, and how high a line.
const COLUMN: f64 = 8.4;
const LINE: f64 = 20.0;
const MARGIN: f64 = 14.0;

/// Draws the lines that have something in them, below what was typed.
pub(super) fn svg(screen: &Screen, typed: Option<&str>) -> String {
    let (rows, columns) = screen.size();
    let shown = |row: &u16| !screen.contents_between(*row, 0, *row, columns).trim().is_empty();
    let used = (0..rows).rev().find(shown).map_or(0, |last| last + 1);
    let above = u16::from(typed.is_some());
    let (width, height) =
        (f64::from(columns) * COLUMN + 2.0 * MARGIN, f64::from(used + above) * LINE + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, \
         monospace\" font-size=\"14\" fill=\"#e6eaee\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#12171d\"/>\n"
    );
    if let Some(typed) = typed {
        text(&mut svg, 0, 0, &format!("$ {typed}"), " fill=\"#9aa6b2\"");
    }
    for row in 0..used {
        for (column, run, style) in runs(screen, row, columns) {
            text(&mut svg, row + above, column, &run, &style);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The texts of one line that are of one style each: where each begins, and what it is.
fn runs(screen: &Screen, row: u16, columns: u16) -> Vec<(u16, String, String)> {
    let mut runs: Vec<(u16, String, String)> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else {
            continue;
        };
        let contents = if cell.has_contents() { cell.contents() } else { " " };
        let style = style(cell);
        // Words are placed by themselves, so that a font of another width moves none far.
        match runs.last_mut().filter(|last| last.2 == style && !(contents == " " && last.1.ends_with(' '))) {
            Some(last) => last.1.push_str(contents),
            None => runs.push((column, contents.to_owned(), style)),
        }
    }
    runs.retain(|(_, run, _)| !run.trim().is_empty());
    runs
}

fn style(cell: &Cell) -> String {
    let color = match cell.fgcolor() {
        Color::Idx(1) => " fill=\"#ff6b5e\"",
        Color::Idx(3) => " fill=\"#e0a044\"",
        _ => "",
    };
    let weight = if cell.bold() { " font-weight=\"bold\"" } else { "" };
    format!("{color}{weight}")
}

fn text(svg: &mut String, row: u16, column: u16, text: &str, style: &str) {
    let before = text.chars().take_while(|c| *c == ' ').count();
    let text = text.trim();
    let x = MARGIN + (f64::from(column) + before as f64) * COLUMN;
    let y = MARGIN + (f64::from(row) + 0.75) * LINE;
    let length = text.chars().count() as f64 * COLUMN;
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" xml:space=\"preserve\"{style}>{escaped}</text>"
    );
}
