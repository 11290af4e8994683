//! The table of all rows, in Markdown.

use std::fmt::Write as _;

use crate::bench::{ABSENT, number, ratio};
use crate::measure::{Cell, OURS, Row};

/// The columns. A job stands in the one that its name begins with, and what is left of the name stands in the cell.
const COLUMNS: [&str; 10] =
    [OURS, "bare", "kanal", "tokio mpsc", "crossfire", "flume", "Go", "par-stream", "pumps", "roughage"];
/// The last column: peers that only some rows have, or that do a row in more than one way, each with its name.
const OTHERS: &str = "others";

/// One Markdown table: a workload a row; ours, how far that is from its targets, and the peers.
pub(crate) fn table(rows: &[Row]) -> String {
    let peers: Vec<_> = COLUMNS.into_iter().skip(1).chain([OTHERS]).collect();
    let mut text = format!("| workload | {OURS} | targets | {} |\n", peers.join(" | "));
    let _ = writeln!(text, "|---|---:|---|{}---|", "---:|".repeat(peers.len() - 1));
    for row in rows {
        let verdicts: Vec<_> = row.verdicts.iter().map(|verdict| verdict.text.as_str()).collect();
        let _ = write!(text, "| {} | {} | {} |", heading(row), cell(row, OURS), verdicts.join("<br>"));
        for name in &peers {
            let _ = write!(text, " {} |", cell(row, name));
        }
        text.push('\n');
    }
    text
}

fn heading(row: &Row) -> String {
    let items = match row.items {
        0 => String::new(),
        items => format!("; {} items", thousands(items)),
    };
    format!("**{}** {}{items}; {}", row.id, row.title, row.unit)
}

/// Every job of a column.
fn cell(row: &Row, column: &str) -> String {
    let jobs = row.cells.iter().filter(|cell| column_of(&cell.name) == column);
    jobs.map(|job| show(row, job, job.name.strip_prefix(column).unwrap_or(&job.name)))
        .collect::<Vec<_>>()
        .join("<br>")
}

fn column_of(job: &str) -> &'static str {
    COLUMNS.into_iter().find(|column| job.starts_with(column)).unwrap_or(OTHERS)
}

/// A median and its ratio to ours, or why there is none.
fn show(row: &Row, cell: &Cell, name: &str) -> String {
    let what = match (&cell.fault, cell.median, row.ours()) {
        (Some(fault), ..) if fault == ABSENT => return String::new(),
        (Some(fault), ..) => fault.clone(),
        (None, None, _) => return String::new(),
        (None, Some(median), _) if cell.name == OURS => format!("**{}**", number(median)),
        (None, Some(median), None) => number(median),
        (None, Some(median), Some(ours)) => format!("{} ({})", number(median), ratio(median / ours)),
    };
    format!("{name} {what}").trim().to_owned()
}

fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1_000), number % 1_000),
    }
}
