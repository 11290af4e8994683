//! Measures the jobs of a row in turn, and keeps every repetition and the medians.

use serde::{Deserialize, Serialize};

use crate::bench::{Bound, Fault, Workload, number};

/// The name of our column.
pub(crate) const OURS: &str = "ours";

/// A row that was measured, as `--json` writes it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Row {
    #[serde(rename = "row")]
    pub(crate) id: String,
    #[serde(rename = "workload")]
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) items: usize,
    #[serde(rename = "jobs")]
    pub(crate) cells: Vec<Cell>,
    #[serde(rename = "targets")]
    pub(crate) verdicts: Vec<Verdict>,
}

/// A job that was measured.
#[derive(Serialize, Deserialize)]
pub(crate) struct Cell {
    #[serde(rename = "job")]
    pub(crate) name: String,
    /// Nothing if a repetition went wrong.
    pub(crate) median: Option<f64>,
    /// The repetitions, in the row's unit, in their order.
    #[serde(rename = "all")]
    pub(crate) times: Vec<f64>,
    /// What went wrong.
    pub(crate) fault: Option<String>,
}

/// Whether ours is as fast as it should be.
#[derive(Serialize, Deserialize)]
pub(crate) struct Verdict {
    #[serde(rename = "target")]
    pub(crate) text: String,
    /// Nothing if the other job has no number.
    pub(crate) met: Option<bool>,
}

/// Runs every job of a row in turn, so that a slow moment of the machine hits all of them.
pub(crate) fn measure(workload: &Workload, items: usize, rounds: usize) -> Row {
    let mut runs: Vec<_> = workload.jobs.iter().map(|job| (job, Vec::new(), None)).collect();
    for _ in 0..rounds {
        for (job, times, fault) in &mut runs {
            if fault.is_none() {
                match workload.run(job, items) {
                    Ok(time) => times.push(time),
                    Err(why) => *fault = Some(why),
                }
            }
        }
    }
    let cells = runs.into_iter().map(|(job, times, fault)| Cell::new(job.name, times, fault)).collect();
    let mut row = Row {
        id: workload.id.clone(),
        title: workload.title.clone(),
        unit: workload.unit.label().to_owned(),
        items,
        cells,
        verdicts: Vec::new(),
    };
    row.verdicts = workload.targets.iter().filter_map(|bound| row.judge(bound)).collect();
    row
}

impl Row {
    pub(crate) fn ours_failed(&self) -> bool {
        self.cell(OURS).is_some_and(|cell| cell.fault.is_some())
    }

    /// What ours needs.
    pub(crate) fn ours(&self) -> Option<f64> {
        self.cell(OURS)?.median
    }

    /// Adds the repetitions of the same row in another file.
    pub(crate) fn add(&mut self, other: Row) {
        for cell in other.cells {
            match self.cells.iter_mut().find(|known| known.name == cell.name) {
                Some(known) => known.add(cell),
                None => self.cells.push(cell),
            }
        }
    }

    pub(crate) fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.name == name)
    }

    /// Nothing if ours or the other job was not asked for.
    fn judge(&self, bound: &Bound) -> Option<Verdict> {
        let ours = self.ours()?;
        let unit = &self.unit;
        let (name, target) = match *bound {
            Bound::Times(name, most) => (name, format!("at most {} times {name}", number(most))),
            Bound::Faster(name, least) => {
                (name, format!("at least {} times as fast as {name}", number(least)))
            }
            Bound::Above(name, most) => (name, format!("at most {} {unit} above {name}", number(most))),
            Bound::Value(most) => (OURS, format!("at most {} {unit}", number(most))),
        };
        let cell = self.cell(name)?;
        let Some(other) = cell.median else {
            let why = cell.fault.as_deref().unwrap_or_default();
            return Some(Verdict { text: format!("{target}: {name} {why}"), met: None });
        };
        let (is, met) = match *bound {
            Bound::Times(_, most) => (ours / other, ours / other <= most),
            Bound::Faster(_, least) => (other / ours, other / ours >= least),
            Bound::Above(_, most) => (ours - other, ours - other <= most),
            Bound::Value(most) => (ours, ours <= most),
        };
        let verdict = if met { "met" } else { "**not met**" };
        Some(Verdict { text: format!("{target}: {}, {verdict}", number(is)), met: Some(met) })
    }
}

impl Cell {
    pub(crate) fn new(name: &str, times: Vec<f64>, fault: Option<Fault>) -> Self {
        let fault = fault.map(|fault| fault.to_string());
        Self { name: name.to_owned(), median: median(&times, &fault), times, fault }
    }

    pub(crate) fn fastest(&self) -> f64 {
        self.times.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub(crate) fn slowest(&self) -> f64 {
        self.times.iter().copied().fold(0.0, f64::max)
    }

    fn add(&mut self, other: Cell) {
        self.times.extend(other.times);
        self.fault = self.fault.take().or(other.fault);
        self.median = median(&self.times, &self.fault);
    }
}

/// Nothing if a repetition went wrong.
fn median(times: &[f64], fault: &Option<String>) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().filter(|_| fault.is_none())
}
