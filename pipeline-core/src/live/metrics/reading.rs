//! The values of the metrics, as a snapshot has them.

use std::collections::HashMap;

use metrics::{Key, Label};

use super::description::*;
use crate::live::expected::expected;
use crate::live::text::{all_shown, shown};
use crate::plan::GraphKind;
use crate::watch::{RunEnd, RunState, Snapshot, StageSnapshot};

/// The most characters of a name in a label.
const NAME: usize = 64;

/// The names of a run and its stages, as they stand in labels.
pub(super) struct Names {
    pub(super) pipeline: String,
    pub(super) stages: Vec<String>,
}

impl Names {
    pub(super) fn of(now: &Snapshot) -> Self {
        Self {
            pipeline: shown(now.name.as_deref().unwrap_or("pipeline"), NAME),
            stages: all_shown(now.stages.iter().map(|stage| stage.name.as_str()), NAME),
        }
    }
}

/// The value of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    /// How many there have been in all.
    Counted(u64),
    /// How many there are now, to be added to those of other runs.
    Present(f64),
}

impl Value {
    /// Two edges between the same stages are one queue.
    fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Counted(n), Self::Counted(m)) => *n += m,
            (Self::Present(n), Self::Present(m)) => *n += m,
            (Self::Counted(_) | Self::Present(_), _) => unreachable!("a metric is of one kind"),
        }
    }
}

/// All values of a run.
pub(super) fn read(now: &Snapshot, names: &Names, said: Option<u64>) -> HashMap<Key, Value> {
    let mut reading = Reading {
        pipeline: &names.pipeline,
        has_ended: matches!(now.state, RunState::Ended(_)),
        values: HashMap::new(),
    };
    reading.run(now, said.or_else(|| expected(now, GraphKind::Terminal)));
    let names = &names.stages;
    for (stage, name) in now.stages.iter().zip(names) {
        reading.stage(stage, name);
    }
    for edge in now.edges.iter().filter(|edge| edge.channel) {
        let labels = [("from", names[edge.from].clone()), ("stage", names[edge.to].clone())];
        reading.put(QUEUE, labels.clone(), Value::Present(edge.waiting as f64));
        if let Some(capacity) = edge.capacity {
            reading.put(CAPACITY, labels, reading.while_it_works(capacity));
        }
    }
    reading.values
}

/// A metric of a run, with labels beside the name of that.
pub(super) fn key<const N: usize>(
    name: &'static str,
    pipeline: &str,
    labels: [(&'static str, String); N],
) -> Key {
    let pipeline = Label::new("pipeline", pipeline.to_owned());
    let labels = labels.into_iter().map(|(key, value)| Label::new(key, value));
    Key::from_parts(name, [pipeline].into_iter().chain(labels).collect::<Vec<_>>())
}

struct Reading<'a> {
    pipeline: &'a str,
    has_ended: bool,
    values: HashMap<Key, Value>,
}

impl Reading<'_> {
    fn put<const N: usize>(&mut self, name: &'static str, labels: [(&'static str, String); N], value: Value) {
        self.values.entry(key(name, self.pipeline, labels)).and_modify(|sum| sum.add(value)).or_insert(value);
    }

    /// What is gone with the run.
    fn while_it_works(&self, n: u64) -> Value {
        Value::Present(if self.has_ended { 0.0 } else { n as f64 })
    }

    fn run(&mut self, now: &Snapshot, expected: Option<u64>) {
        self.put(ALIVE, [], self.while_it_works(now.alive));
        self.put(WORKING, [], self.while_it_works(1));
        if let Some(expected) = expected {
            self.put(EXPECTED, [], self.while_it_works(expected));
        }
        for end in [RunEnd::Succeeded, RunEnd::Failed, RunEnd::Cancelled] {
            let state = RunState::Ended(end);
            let value = Value::Counted(u64::from(now.state == state));
            self.put(ENDED, [("outcome", state.to_string())], value);
        }
    }

    fn stage(&mut self, stage: &StageSnapshot, name: &str) {
        let name = || ("stage", name.to_owned());
        let outcome = |outcome: &str| [name(), ("outcome", outcome.to_owned())];
        self.put(RECEIVED, [name()], Value::Counted(stage.items_in));
        self.put(ITEMS, outcome("ok"), Value::Counted(stage.items_out));
        self.put(ITEMS, outcome("error"), Value::Counted(stage.errors));
        // Until the run has ended, what was filtered cannot be told from what is inside.
        let filtered = if self.has_ended { stage.filtered } else { 0 };
        self.put(ITEMS, outcome("filtered"), Value::Counted(filtered));
        self.put(RETRIES, [name()], Value::Counted(stage.retries));
        self.put(TIMEOUTS, [name()], Value::Counted(stage.timeouts));
        if let Some(workers) = stage.workers {
            self.put(BUSY, [name()], self.while_it_works(workers.in_call as u64));
            self.put(IDLE, [name()], self.while_it_works(workers.waiting_for_input as u64));
            self.put(BLOCKED, [name()], self.while_it_works(workers.waiting_to_send as u64));
            self.put(LIMIT, [name()], self.while_it_works(workers.limit as u64));
        }
        if let Some(waiting) = stage.waiting_beside_edges() {
            self.put(HELD, [name()], self.while_it_works(waiting));
        }
    }
}
