//! Ours before and after a change: medians, ratios, and which rows have become worse.

use std::fmt::Write as _;

use crate::bench::{number, ratio};
use crate::measure::{Cell, OURS, Row};

/// A row is worse if ours needs more than this many times what it needed before.
const TOLERANCE: f64 = 1.03;

/// A row of both sides.
pub(crate) struct Comparison {
    before: Row,
    after: Row,
}

/// How ours has changed.
#[derive(Debug, PartialEq)]
enum Change {
    None,
    Worse,
    /// By the medians it is worse, but some repetition after the change was as fast as one before it.
    WorseWithinSpread,
    /// After the change there is no number.
    Fails(String),
}

/// Pairs the rows of files that hold before and after in turn. The repetitions of several files count as
/// those of one.
pub(crate) fn compare(files: Vec<Vec<Row>>) -> Result<Vec<Comparison>, String> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (at, rows) in files.into_iter().enumerate() {
        let side = if at % 2 == 0 { &mut before } else { &mut after };
        rows.into_iter().try_for_each(|row| add(side, row))?;
    }
    let mut pairs = Vec::new();
    for before in before {
        let at = after.iter().position(|row: &Row| row.id == before.id).ok_or_else(|| alone(&before))?;
        let after = after.remove(at);
        same_items(&before, &after)?;
        pairs.push(Comparison { before, after });
    }
    after.first().map_or(Ok(pairs), |row| Err(alone(row)))
}

/// One Markdown table: a workload a row.
pub(crate) fn table(rows: &[Comparison]) -> String {
    let mut text =
        "| workload | before | after | ratio | peers | |\n|---|---:|---:|---:|---:|---|\n".to_owned();
    for row in rows {
        let (Row { id, unit, .. }, change) = (&row.before, row.change());
        let (before, after) = (shown(row.before.cell(OURS)), shown(row.after.cell(OURS)));
        let (ours, peers) = (row.ours().map(ratio), row.peers().map(ratio));
        let (ours, peers) = (ours.unwrap_or_default(), peers.unwrap_or_default());
        let _ = writeln!(
            text,
            "| **{id}** {unit} | {before} | {after} | {ours} | {peers} | {} |",
            change.label()
        );
    }
    text
}

impl Comparison {
    pub(crate) fn is_worse(&self) -> bool {
        self.change() != Change::None
    }

    fn change(&self) -> Change {
        match (self.after.cell(OURS), self.before.cell(OURS), self.ours()) {
            (None, ..) => Change::Fails("not measured".to_owned()),
            (Some(Cell { fault: Some(fault), .. }), ..) => Change::Fails(fault.clone()),
            (Some(after), Some(before), Some(ours)) if ours > TOLERANCE => {
                if after.fastest() > before.slowest() { Change::Worse } else { Change::WorseWithinSpread }
            }
            _ => Change::None,
        }
    }

    /// After to before, of ours.
    fn ours(&self) -> Option<f64> {
        Some(self.after.ours()? / self.before.ours()?)
    }

    /// After to before, of the peer in the middle. Peers have not changed, so it is what the machine was
    /// slower by.
    fn peers(&self) -> Option<f64> {
        let peers = self.before.cells.iter().filter(|cell| cell.name != OURS);
        let mut ratios: Vec<_> =
            peers.filter_map(|peer| Some(self.after.cell(&peer.name)?.median? / peer.median?)).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied()
    }
}

impl Change {
    fn label(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Worse => "**worse**".to_owned(),
            Self::WorseWithinSpread => "worse, within the spread".to_owned(),
            Self::Fails(fault) => format!("**{fault}**"),
        }
    }
}

fn add(rows: &mut Vec<Row>, row: Row) -> Result<(), String> {
    match rows.iter_mut().find(|known| known.id == row.id) {
        Some(known) => {
            same_items(known, &row)?;
            known.add(row);
        }
        None => rows.push(row),
    }
    Ok(())
}

fn same_items(a: &Row, b: &Row) -> Result<(), String> {
    if a.items == b.items {
        return Ok(());
    }
    Err(format!(
        "{} has {} items in one file and {} in another: compare runs of one kind",
        a.id, a.items, b.items
    ))
}

fn alone(row: &Row) -> String {
    format!("{} is only on one side: name the rows that both sides have", row.id)
}

/// The median, and the repetitions around it.
fn shown(cell: Option<&Cell>) -> String {
    let shown = |cell: &Cell| {
        let median = number(cell.median?);
        Some(format!("{median} ({} to {})", number(cell.fastest()), number(cell.slowest())))
    };
    cell.and_then(shown).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ours: &[f64], peer: &[f64]) -> Vec<Row> {
        let cells = vec![Cell::new(OURS, ours.to_vec(), None), Cell::new("kanal", peer.to_vec(), None)];
        vec![Row {
            id: "W1a".into(),
            title: String::new(),
            unit: "ms".into(),
            items: 10,
            cells,
            verdicts: vec![],
        }]
    }

    fn compared(files: Vec<Vec<Row>>) -> Vec<Comparison> {
        compare(files).expect("the files hold the same rows")
    }

    fn change(before: &[f64], after: &[f64]) -> Change {
        compared(vec![rows(before, &[1.0]), rows(after, &[1.0])])[0].change()
    }

    #[test]
    fn a_row_is_worse_above_three_percent() {
        assert_eq!(change(&[100.0, 101.0, 99.0], &[103.0, 104.0, 102.0]), Change::None);
        assert_eq!(change(&[100.0, 101.0, 99.0], &[104.0, 105.0, 103.0]), Change::Worse);
        assert_eq!(change(&[100.0, 104.0, 99.0], &[104.0, 105.0, 103.0]), Change::WorseWithinSpread);
    }

    #[test]
    fn repetitions_of_several_files_are_one_median() {
        let files = vec![
            rows(&[10.0], &[2.0]),
            rows(&[30.0], &[4.0]),
            rows(&[20.0, 12.0], &[2.0]),
            rows(&[24.0, 26.0], &[4.0]),
        ];
        let compared = compared(files);
        assert_eq!((compared[0].before.ours(), compared[0].after.ours()), (Some(12.0), Some(26.0)));
        assert_eq!(compared[0].peers(), Some(2.0));
    }

    #[test]
    fn quick_and_full_runs_are_not_compared() {
        let mut quick = rows(&[1.0], &[1.0]);
        quick[0].items = 1;
        assert!(compare(vec![rows(&[1.0], &[1.0]), quick]).is_err());
    }

    #[test]
    fn a_row_of_one_side_is_an_error() {
        assert!(compare(vec![rows(&[1.0], &[1.0]), vec![]]).is_err());
        assert!(compare(vec![vec![], rows(&[1.0], &[1.0])]).is_err());
    }

    #[test]
    fn a_fault_after_the_change_is_shown() {
        let mut after = rows(&[1.0], &[1.0]);
        after[0].cells[0].fault = Some("hangs".to_owned());
        assert_eq!(
            compared(vec![rows(&[1.0], &[1.0]), after])[0].change(),
            Change::Fails("hangs".to_owned())
        );
    }
}
