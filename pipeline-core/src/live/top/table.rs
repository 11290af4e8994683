//! The table of the stages, as it is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Constraint, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::Text;
use ratatui::widgets::{Cell, Paragraph, Row, Table, Widget, Wrap};

use super::cells::{Cells, HEADS, Widths, cells};
use crate::live::frame::Frame;
use crate::live::text::{count, of_run};

/// Lines for what holds the run up.
const BOTTLENECK: u16 = 3;
/// Lines beside those of the stages: how far the run is, the heads of the columns, and what holds the run up.
const BESIDE: u16 = 2 + BOTTLENECK;

/// How many lines it takes to show so many stages on a screen of so many, of which the cursor has one.
pub(super) fn height(stages: usize, screen: u16) -> u16 {
    let screen = screen.saturating_sub(1).max(1);
    u16::try_from(stages).unwrap_or(u16::MAX).saturating_add(BESIDE).min(screen)
}

/// Draws how the run stands, and what holds it up.
pub(super) fn draw(frame: &Frame<'_>, bottleneck: Option<&str>, area: Rect, buffer: &mut Buffer) {
    let rows = usize::from(area.height.saturating_sub(BESIDE));
    let line = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    Paragraph::new(of_run(frame)).render(line(0, 1), buffer);

    let (columns, widths) = columns(area.width);
    let mut stages = cells(frame, widths);
    let hidden = stages.len().saturating_sub(rows);
    if hidden > 0 {
        // The last line that there is says how many are not shown, itself among those.
        stages.truncate(rows.saturating_sub(1));
    }
    let left_out = (hidden > 0).then(|| Row::new([format!("and {} more", count(hidden as u64 + 1))]));
    let head = Row::new(HEADS.iter().enumerate().map(|(at, head)| aligned(at, head)));
    let table = Table::new(stages.iter().map(row).chain(left_out), columns)
        .header(head.style(Style::new().bold()))
        .column_spacing(1);
    table.render(line(1, area.height.saturating_sub(BOTTLENECK + 1)), buffer);

    if let Some(text) = bottleneck {
        let at = area.height.saturating_sub(BOTTLENECK);
        Paragraph::new(text).wrap(Wrap { trim: true }).render(line(at, BOTTLENECK), buffer);
    }
}

/// How wide the columns are on a screen of this width, and how long what is in them may be.
fn columns(screen: u16) -> ([Constraint; 8], Widths) {
    let (bar, queue) = if screen < 100 { (4, 15) } else { (12, 27) };
    let fixed = [7, 5, 5, queue, 6, 6, 6];
    let taken: u16 = fixed.iter().map(|width| width + 1).sum();
    let name = screen.saturating_sub(taken).clamp(8, 40);
    let [busy, items_in, items_out, queue, p50, p99, errors] = fixed.map(Constraint::Length);
    let columns = [Constraint::Length(name), busy, items_in, items_out, queue, p50, p99, errors];
    (columns, Widths { name: usize::from(name), bar })
}

fn row(stage: &Cells) -> Row<'_> {
    let cell = |(at, text)| {
        let style = match HEADS[at] {
            "queue" if stage.is_full => Style::new().fg(Color::Yellow),
            "errors" if stage.has_errors => Style::new().fg(Color::Red),
            _ => Style::new(),
        };
        aligned(at, text).style(style)
    };
    Row::new(stage.texts.iter().map(String::as_str).enumerate().map(cell))
}

/// Names and bars begin at the left, numbers end at the right.
fn aligned(column: usize, text: &str) -> Cell<'_> {
    let to = if matches!(HEADS[column], "stage" | "queue") { Alignment::Left } else { Alignment::Right };
    Cell::new(Text::from(text).alignment(to))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::live::fixture::{snapshot, workers};
    use crate::live::rates::Rates;
    use crate::watch::{Calls, Snapshot};

    fn drawn(now: &Snapshot, width: u16, screen: u16) -> Vec<String> {
        let stages = now.stages.iter().map(|stage| (stage.items_in as f64, stage.items_out as f64));
        let rates = Rates { arriving: 97.0, stages: stages.collect() };
        let area = Rect::new(0, 0, width, height(now.stages.len(), screen));
        let mut buffer = Buffer::empty(area);
        draw(&Frame { now, rates, total: None }, Some("`fetch` holds it up"), area, &mut buffer);
        let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..area.height).map(line).collect()
    }

    fn busy() -> Snapshot {
        let mut now = snapshot([100, 100, 97]);
        now.stages[1].name = "fetch".to_owned();
        now.stages[1].workers = Some(workers(10, 9));
        now.stages[1].errors = 1_500;
        let (count, timed, sum) = (97, 97, Duration::from_secs(9));
        let [p50, p90, p99, max] = [80, 120, 450, 500].map(Duration::from_millis);
        now.stages[1].calls = Some(Calls { count, timed, sum, max, p50, p90, p99 });
        now.edges[0].waiting = 8;
        now
    }

    #[test]
    fn at_80_columns() {
        assert_eq!(
            drawn(&busy(), 80, 24),
            [
                "97 items, 97/s, 3.0 s, 1,500 errors",
                "stage                      busy  in/s out/s queue              p50    p99 errors",
                "stage 0                       -   100   100 -                    -      -      0",
                "fetch                      9/10   100   100 ████ 8/8        80.0ms  450ms   1.5k",
                "stage 2                       -    97    97 ░░░░ 0/8             -      -      0",
                "`fetch` holds it up",
                "",
                "",
            ]
        );
    }

    #[test]
    fn at_120_columns() {
        let lines = drawn(&busy(), 120, 24);
        assert_eq!(
            lines[3],
            "fetch                                       9/10   100   100 ████████████ 8/8".to_owned()
                + "            80.0ms  450ms   1.5k"
        );
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let now = snapshot([7; 12]);
        let lines = drawn(&now, 80, 11);
        assert_eq!(lines.len(), 10);
        assert!(lines[5].starts_with("stage 3 ") && lines[6] == "and 8 more", "{lines:?}");
        // However small the screen is.
        for (width, screen) in [(1, 1), (8, 3), (20, 6), (300, 100)] {
            drawn(&now, width, screen);
        }
    }

    #[test]
    fn names_are_escaped_and_shortened() {
        let mut now = snapshot([1, 1, 1, 1]);
        now.stages[0].name = "\x1b[31m\r\n".to_owned();
        now.stages[1].name = "x".repeat(1 << 20);
        now.stages[2].name = String::new();
        now.stages[3].name = "a|\"<script>\u{202e}".to_owned();
        let names: Vec<_> = drawn(&now, 80, 24)[2..6]
            .iter()
            .map(|line| line.split("  ").next().unwrap().to_owned())
            .collect();
        assert_eq!(names, [r"\u{1b}[31m\r\n", "xxxxxxxxxxx…xxxxxxxxxxx", "\"\"", r#"a|"<script>\u{202e}"#]);
    }
}
