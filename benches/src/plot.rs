//! Draws bars: a panel for each row, and in it a bar for each job, in proportion to ours.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::bench::{number, ratio};
use crate::measure::{Cell, OURS, Row};

/// Sizes in pixels: the width of a panel, of which there are two columns, and the height of the legend above them.
const PANEL: i32 = 525;
const LEGEND: i32 = 34;
/// Heights in a panel: the title above the bars, a bar with its gap, the axis below them.
const HEAD: i32 = 44;
const BAR: i32 = 18;
const AXIS: i32 = 34;
/// Where bars begin, and the length of a bar that is as long as ours.
const LEFT: i32 = 205;
const OURS_LENGTH: i32 = 70;
/// Bars are cut at so many times ours: on a scale that fits the longest, those near to ours would all look alike.
const CUT_AT: i32 = 3;

const BLUE: RGBColor = RGBColor(30, 110, 190);
const GREEN: RGBColor = RGBColor(125, 180, 120);
const GREY: RGBColor = RGBColor(150, 150, 150);
const LIGHT: RGBColor = RGBColor(205, 205, 205);
const LINE: RGBColor = RGBColor(230, 230, 230);

const PLAIN: (i32, FontStyle) = (15, FontStyle::Normal);
const STRONG: (i32, FontStyle) = (15, FontStyle::Bold);
const TITLE: (i32, FontStyle) = (18, FontStyle::Bold);
const SMALL: (i32, FontStyle) = (13, FontStyle::Normal);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// Draws every row into one file.
pub(crate) fn bars(rows: &[Row], path: &Path) -> Drawn {
    let height = |pair: &[Row]| {
        let most = pair.iter().map(|row| drawn(row).len()).max();
        HEAD + BAR * most.unwrap_or(0) as i32 + AXIS
    };
    let all: i32 = rows.chunks(2).map(height).sum();
    let size = (2 * PANEL as u32, (LEGEND + all) as u32);
    let area = SVGBackend::new(path, size).into_drawing_area();
    area.fill(&WHITE)?;
    legend(&area)?;
    let mut top = LEGEND;
    for pair in rows.chunks(2) {
        for (row, x) in pair.iter().zip([0, PANEL]) {
            panel(&area, row, (x, top))?;
        }
        top += height(pair);
    }
    area.present()?;
    Ok(())
}

/// Ours, bare, and the peers, the fastest first.
fn drawn(row: &Row) -> Vec<(&Cell, f64)> {
    let mut bars: Vec<_> = row.cells.iter().filter_map(|cell| Some((cell, cell.median?))).collect();
    let place = |cell: &Cell| ["bare", OURS].iter().position(|name| cell.name == *name);
    bars.sort_by(|(a, x), (b, y)| place(b).cmp(&place(a)).then(x.total_cmp(y)));
    bars
}

fn legend(area: &Area<'_>) -> Drawn {
    let colors = [
        (10, BLUE, "ours"),
        (75, GREEN, "bare: the work alone"),
        (250, GREY, "peers with several tasks"),
        (445, LIGHT, "peers with one task for all stages"),
    ];
    for (x, color, text) in colors {
        area.draw(&Rectangle::new([(x, 10), (x + 12, 22)], color.filled()))?;
        write(area, text, (x + 18, 9), PLAIN)?;
    }
    write(area, &format!("shorter is better; cut at {CUT_AT}x ours"), (700, 9), PLAIN)
}

fn panel(area: &Area<'_>, row: &Row, (x, top): (i32, i32)) -> Drawn {
    let bars = drawn(row);
    write(area, &row.id, (x + 10, top + 4), TITLE)?;
    let title = format!("{}; {}", row.title.replace('`', ""), row.unit);
    write(area, &title, (x + 10, top + 23), PLAIN)?;
    let Some(ours) = row.ours().or(bars.first().map(|(_, median)| *median)) else { return Ok(()) };
    let first = top + HEAD;
    axis(area, x + LEFT, (first, first + BAR * bars.len() as i32))?;
    for ((cell, median), y) in bars.into_iter().zip((first..).step_by(BAR as usize)) {
        bar(area, &cell.name, median, median / ours, (x, y))?;
    }
    Ok(())
}

fn axis(area: &Area<'_>, left: i32, (first, last): (i32, i32)) -> Drawn {
    for step in 0..=CUT_AT {
        let (at, color) = (left + step * OURS_LENGTH, if step == 1 { BLUE } else { LINE });
        area.draw(&PathElement::new([(at, first - 2), (at, last + 2)], color))?;
        write(area, &format!("{step}x"), (at - 6, last + 4), SMALL)?;
    }
    Ok(())
}

fn bar(area: &Area<'_>, job: &str, median: f64, times: f64, (x, y): (i32, i32)) -> Drawn {
    let (color, look) = match job {
        OURS => (BLUE, STRONG),
        "bare" => (GREEN, PLAIN),
        _ if in_one_task(job) => (LIGHT, PLAIN),
        _ => (GREY, PLAIN),
    };
    let text = match job {
        OURS => number(median),
        _ => format!("{} ({})", number(median), ratio(times)),
    };
    write(area, job, (x + 10, y), look)?;
    let left = x + LEFT;
    let end = left + (times.min(f64::from(CUT_AT)) * f64::from(OURS_LENGTH)).max(1.0) as i32;
    // The lines of the axis do not cross the text.
    let room = [(end + 2, y + 1), (end + 8 + 7 * text.len() as i32, y + BAR - 3)];
    area.draw(&Rectangle::new(room, WHITE.filled()))?;
    area.draw(&Rectangle::new([(left, y + 1), (end, y + BAR - 4)], color.filled()))?;
    if times > f64::from(CUT_AT) {
        cut(area, (end - 14, y))?;
    }
    write(area, &text, (end + 6, y), look)
}

/// Whether the job runs all stages in one task, so that no item crosses a thread and only one core computes.
fn in_one_task(job: &str) -> bool {
    job == "roughage" || job == "ConcurrentStream" || (job.starts_with("futures") && !job.contains("spawn"))
}

/// A slanted gap, which shows that the bar is longer than it is drawn.
fn cut(area: &Area<'_>, (x, y): (i32, i32)) -> Drawn {
    let gap = vec![(x, y + BAR - 3), (x + 4, y), (x + 8, y), (x + 4, y + BAR - 3)];
    Ok(area.draw(&Polygon::new(gap, WHITE.filled()))?)
}

fn write(area: &Area<'_>, text: &str, at: (i32, i32), (size, style): (i32, FontStyle)) -> Drawn {
    Ok(area.draw_text(text, &("sans-serif", size).into_font().style(style).color(&BLACK), at)?)
}
