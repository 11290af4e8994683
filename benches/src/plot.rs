//! Bars: for each row, what every job needs beside ours.

use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::measure::{Cell, OURS, Row};

/// The height of a bar with its gap, and of what stands above the bars of a row.
const BAR: i32 = 18;
const HEAD: i32 = 34;
const WIDTH: u32 = 900;
/// Where bars begin, and the length of the longest.
const LEFT: i32 = 230;
const LONGEST: i32 = 520;

type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Draws every row into one file.
pub(crate) fn bars(rows: &[Row], path: &Path) -> Drawn {
    let height: i32 = rows.iter().map(|row| HEAD + BAR * drawn(row).count() as i32).sum();
    let area = SVGBackend::new(path, (WIDTH, height as u32 + 10)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut y = 6;
    for row in rows {
        y = bars_of(&area, row, y)?;
    }
    area.present()?;
    Ok(())
}

fn drawn(row: &Row) -> impl Iterator<Item = (&Cell, f64)> {
    row.cells.iter().filter_map(|cell| Some((cell, cell.median()?)))
}

fn bars_of(
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    row: &Row,
    mut y: i32,
) -> Result<i32, Box<dyn std::error::Error>> {
    let bold = ("sans-serif", 14).into_font().style(FontStyle::Bold).color(&BLACK);
    let plain = ("sans-serif", 12).into_font().color(&BLACK);
    area.draw_text(&format!("{} {}, {}", row.id, row.title, row.unit.label()), &bold, (10, y + 6))?;
    y += HEAD - 8;
    let most = drawn(row).map(|(_, median)| median).fold(f64::MIN_POSITIVE, f64::max);
    for (cell, median) in drawn(row) {
        let long = (median / most * f64::from(LONGEST)).max(1.0) as i32;
        let color =
            if cell.name.starts_with(OURS) { RGBColor(30, 110, 190) } else { RGBColor(175, 175, 175) };
        area.draw_text(cell.name, &plain, (20, y + 2))?;
        area.draw(&Rectangle::new([(LEFT, y), (LEFT + long, y + BAR - 4)], color.filled()))?;
        area.draw_text(&format!("{median:.2}"), &plain, (LEFT + long + 6, y + 2))?;
        y += BAR;
    }
    Ok(y + 8)
}
