//! The report for a terminal.

use std::fmt;

use super::report::Report;
use crate::draw::escape::{columns, shortened};
use crate::watch::stage::StageSnapshot;
use crate::watch::state::RunState;
use crate::watch::units::{count, exact, percent, time};

const WIDTH: usize = 80;
const NAME: usize = 25;
/// What stands in each column but the first, and how wide it is.
const COLUMNS: [(&str, usize); 7] =
    [("in", 7), ("out", 7), ("errors", 8), ("workers", 9), ("busy", 7), ("p50", 9), ("p99", 8)];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.headline())?;
        if !self.graph.is_empty() {
            writeln!(f)?;
            // Names are spelled out in it already: what is left is to cut them.
            for line in self.graph.lines() {
                writeln!(f, "  {}", cut(line, WIDTH - 2))?;
            }
        }
        writeln!(f)?;
        write!(f, "{:NAME$}", "stage")?;
        for (title, width) in COLUMNS {
            write!(f, "{title:>width$}")?;
        }
        writeln!(f)?;
        for stage in &self.last.stages {
            let name = shortened(&stage.name, NAME);
            write!(f, "{name}{:1$}", "", NAME - columns(&name))?;
            for (cell, (_, width)) in cells(stage).into_iter().zip(COLUMNS) {
                write!(f, "{:>1$}", cell, width)?;
            }
            writeln!(f)?;
        }
        writeln!(f)?;
        writeln!(f, "{}", wrapped(&self.verdict()))
    }
}

impl Report {
    /// The name, how the run ended, and when.
    pub(super) fn headline(&self) -> String {
        let name =
            self.last.name.as_deref().map_or_else(|| "pipeline".to_owned(), |name| shortened(name, 40));
        let state = self.last.state;
        match state {
            RunState::NotStarted => format!("{name}: {state}"),
            RunState::Ended(_) => format!("{name}: {state} after {}", time(self.last.elapsed)),
            _ => format!(
                "{name}: {state} for {}, {} items inside",
                time(self.last.elapsed),
                count(self.last.alive)
            ),
        }
    }

    /// What held the run up, as a sentence.
    pub(super) fn verdict(&self) -> String {
        self.last
            .bottleneck()
            .map_or_else(|| "nothing has gone through yet".to_owned(), |found| found.to_string())
    }
}

/// What stands in the row of a stage.
fn cells(stage: &StageSnapshot) -> [String; 7] {
    let none = || "-".to_owned();
    let workers = stage.workers.as_ref();
    let calls = stage.calls.as_ref();
    [
        exact(stage.items_in),
        exact(stage.items_out),
        exact(stage.errors),
        workers.map_or_else(none, |workers| match workers.started == workers.limit {
            true => count(workers.limit as u64),
            false => format!("{} of {}", count(workers.started as u64), count(workers.limit as u64)),
        }),
        workers.map_or_else(none, |workers| percent(workers.busy_share())),
        calls.map_or_else(none, |calls| time(calls.p50)),
        calls.map_or_else(none, |calls| time(calls.p99)),
    ]
}

fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.chars().take_while(|c| {
        taken += columns(c.encode_utf8(&mut [0; 4]));
        taken < most
    });
    kept.chain(['…']).collect()
}

/// A sentence in lines no wider than the terminal.
fn wrapped(sentence: &str) -> String {
    let (mut text, mut taken) = (String::new(), 0);
    for word in sentence.split(' ') {
        let width = columns(word);
        if taken > 0 && taken + 1 + width > WIDTH {
            text.push('\n');
            taken = 0;
        } else if taken > 0 {
            text.push(' ');
            taken += 1;
        }
        text.push_str(word);
        taken += width;
    }
    text
}
