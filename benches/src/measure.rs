//! Repetitions in turn, and their medians.

use crate::bench::{Bound, Fault, Unit, Workload};

/// The name of our column.
pub(crate) const OURS: &str = "ours";

/// A row that was measured.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: Unit,
    pub(crate) items: usize,
    pub(crate) cells: Vec<Cell>,
    pub(crate) verdicts: Vec<Verdict>,
}

/// A job that was measured.
pub(crate) struct Cell {
    pub(crate) name: &'static str,
    /// The repetitions, in the row's unit, in their order.
    pub(crate) times: Result<Vec<f64>, Fault>,
}

/// Whether ours is as fast as it should be.
pub(crate) struct Verdict {
    pub(crate) text: String,
    pub(crate) met: bool,
}

/// Runs every job of a row in turn, so that a slow moment of the machine hits all of them.
pub(crate) fn measure(workload: &Workload, quick: bool, rounds: usize) -> Row {
    let items = if quick { workload.items.1 } else { workload.items.0 };
    let mut cells: Vec<_> =
        workload.jobs.iter().map(|job| Cell { name: job.name, times: Ok(Vec::new()) }).collect();
    for _ in 0..rounds {
        for (job, cell) in workload.jobs.iter().zip(&mut cells) {
            if let Ok(times) = &mut cell.times {
                match job.run(workload, items) {
                    Ok(time) => times.push(time),
                    Err(fault) => cell.times = Err(fault),
                }
            }
        }
    }
    let mut row = Row {
        id: workload.id,
        title: workload.title,
        unit: workload.unit,
        items,
        cells,
        verdicts: Vec::new(),
    };
    row.verdicts = workload.targets.iter().filter_map(|bound| row.judge(bound)).collect();
    row
}

impl Row {
    pub(crate) fn median(&self, name: &str) -> Option<f64> {
        self.cells.iter().find(|cell| cell.name == name)?.median()
    }

    pub(crate) fn ours_failed(&self) -> bool {
        self.cells.iter().any(|cell| cell.name.starts_with(OURS) && cell.times.is_err())
    }

    fn judge(&self, bound: &Bound) -> Option<Verdict> {
        let ours = self.median(OURS)?;
        let (is, most, what) = match *bound {
            Bound::Times(name, most) => (ours / self.median(name)?, most, format!("times {name}")),
            Bound::Above(name, most) => {
                (ours - self.median(name)?, most, format!("{} above {name}", self.unit.label()))
            }
            Bound::Value(most) => (ours, most, self.unit.label().to_owned()),
        };
        let met = is <= most;
        let verdict = if met { "met" } else { "**not met**" };
        Some(Verdict { text: format!("at most {most:.2} {what}: {is:.2}, {verdict}"), met })
    }
}

impl Cell {
    pub(crate) fn median(&self) -> Option<f64> {
        let mut times = self.times.as_ref().ok()?.clone();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied()
    }
}
