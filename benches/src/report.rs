//! The table, and the data behind it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::bench::Fault;
use crate::measure::{Cell, OURS, Row};

/// One Markdown table: a workload a row, a peer a column, and how far ours is from its targets.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut names = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if !names.contains(&cell.name) {
            names.push(cell.name);
        }
    }
    let mut text = format!("| | workload | unit | {} | targets |\n", names.join(" | "));
    let _ = writeln!(text, "|---|---|---|{}---|", "---:|".repeat(names.len()));
    for row in rows {
        let _ = write!(text, "| {} | {} | {} |", row.id, row.title, row.unit.label());
        for name in &names {
            let cell = row.cells.iter().find(|cell| cell.name == *name);
            let _ = write!(text, " {} |", cell.map_or(String::new(), |cell| show(row, cell)));
        }
        let verdicts: Vec<_> = row.verdicts.iter().map(|verdict| verdict.text.as_str()).collect();
        let _ = writeln!(text, " {} |", verdicts.join("; "));
    }
    text
}

/// Every repetition.
pub(crate) fn json(rows: &[Row]) -> String {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let cells = row.cells.iter().map(|cell| {
                json!({
                    "job": cell.name,
                    "median": cell.median(),
                    "all": cell.times.as_ref().ok(),
                    "fault": cell.times.as_ref().err().map(|fault| fault.show()),
                })
            });
            let verdicts =
                row.verdicts.iter().map(|verdict| json!({ "target": verdict.text, "met": verdict.met }));
            json!({
                "row": row.id,
                "workload": row.title,
                "unit": row.unit.label(),
                "items": row.items,
                "jobs": cells.collect::<Vec<_>>(),
                "targets": verdicts.collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(rows))
}

/// A median and its ratio to ours, or why there is none.
fn show(row: &Row, cell: &Cell) -> String {
    let median = match (&cell.times, cell.median()) {
        (Err(fault), _) => return fault.show(),
        (_, None) => return String::new(),
        (_, Some(median)) => median,
    };
    let digits = if median < 10.0 {
        2
    } else if median < 100.0 {
        1
    } else {
        0
    };
    match row.median(OURS) {
        Some(ours) if cell.name != OURS => format!("{median:.digits$} ({:.2}x)", median / ours),
        _ => format!("**{median:.digits$}**"),
    }
}

impl Fault {
    fn show(&self) -> String {
        match self {
            Self::Lost(items) if *items < 0 => format!("{} too many", -items),
            Self::Lost(items) => format!("loses {items}"),
            Self::Hangs => "hangs".to_owned(),
            Self::Panics => "panics".to_owned(),
        }
    }
}
