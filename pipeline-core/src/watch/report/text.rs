//! The report for a terminal.

use std::fmt;

use super::report::Report;
use super::sparkline::{averaged, sparkline};
use crate::draw::escape::{columns, shortened};
use crate::plan::GraphKind;
use crate::watch::stage::StageSnapshot;
use crate::watch::state::RunState;
use crate::watch::units::{exact, percent, rate, time};

const WIDTH: usize = 80;
const NAME: usize = 25;
const TITLE: usize = 40;
/// How many blocks a row of them has at most.
const BLOCKS: usize = 32;
/// What stands in each column but the first, and how wide it is.
const COLUMNS: [(&str, usize); 7] =
    [("in", 7), ("out", 7), ("errors", 8), ("workers", 9), ("busy", 7), ("p50", 9), ("p99", 8)];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.title("pipeline"), self.headline())?;
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
            f.write_str(&padded(&stage.name))?;
            for (cell, (_, width)) in cells(stage).into_iter().zip(COLUMNS) {
                write!(f, "{:>1$}", cell, width)?;
            }
            writeln!(f)?;
        }
        self.over_time(f)?;
        self.times_of_calls(f)?;
        writeln!(f)?;
        writeln!(f, "{}", wrapped(&self.verdict()))
    }
}

impl Report {
    /// How the run ended, and when.
    pub(super) fn headline(&self) -> String {
        let state = self.last.state;
        match state {
            RunState::NotStarted => state.to_string(),
            RunState::Ended(_) => format!("{state} after {}", time(self.last.elapsed)),
            _ => {
                let inside = exact(self.last.alive);
                format!("{state} for {}, {inside} items inside", time(self.last.elapsed))
            }
        }
    }

    /// The name of the run, where it has one.
    pub(super) fn title(&self, unnamed: &str) -> String {
        self.last.name.as_deref().map_or_else(|| unnamed.to_owned(), |name| shortened(name, TITLE))
    }

    /// What each terminal took in from the start to the end.
    fn over_time(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        if parts.len() < 2 {
            return Ok(());
        }
        writeln!(f, "\nitems over time")?;
        let stages = self.last.stages.iter().enumerate();
        for (place, stage) in stages.filter(|(_, stage)| stage.kind == GraphKind::Terminal) {
            let rates = parts.iter().filter_map(|(_, rates)| Some(rates.stages.get(place)?.items_in));
            let rates = averaged(&rates.collect::<Vec<_>>(), BLOCKS);
            let most = rates.iter().copied().fold(0.0, f64::max);
            writeln!(f, "{}{}  up to {}", padded(&stage.name), sparkline(&rates), rate(most))?;
        }
        Ok(())
    }

    /// How many calls took how long, from the quickest to the slowest.
    fn times_of_calls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.call_times.iter().filter_map(|times| {
            let stage = self.last.stages.get(times.stage)?;
            let parts = times.joined(BLOCKS);
            let (first, last) = (parts.first()?.0, parts.last()?.0);
            let calls: Vec<_> = parts.iter().map(|part| part.1 as f64).collect();
            let times = format!("{} to {}", time(first), time(last));
            Some(format!("{}{}  {times}", padded(&stage.name), sparkline(&calls)))
        });
        let known: Vec<_> = known.collect();
        if !known.is_empty() {
            writeln!(f, "\ntimes of calls\n{}", known.join("\n"))?;
        }
        Ok(())
    }

    /// What held the run up, as a sentence.
    pub(super) fn verdict(&self) -> String {
        self.last
            .bottleneck()
            .map_or_else(|| "nothing has gone through yet".to_owned(), |found| found.to_string())
    }
}

/// A name as wide as its column.
fn padded(name: &str) -> String {
    let name = shortened(name, NAME - 1);
    let rest = NAME - columns(&name);
    name + &" ".repeat(rest)
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
            true => exact(workers.limit as u64),
            false => format!("{} of {}", exact(workers.started as u64), exact(workers.limit as u64)),
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
