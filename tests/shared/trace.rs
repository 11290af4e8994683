//! Traces of runs, read as a viewer would, and held against what was counted.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use pipeline_core::Snapshot;
use serde_json::Value;

/// A trace that was read.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) events: Vec<Value>,
    pub(crate) other: Value,
}

/// A call, with its row and its times in nanoseconds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slice {
    pub(crate) row: (u64, u64),
    pub(crate) began: u64,
    pub(crate) ended: u64,
    pub(crate) args: Value,
}

/// An arrow: where and when it begins and ends, and of which item it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arrow {
    pub(crate) from: ((u64, u64), u64),
    pub(crate) to: ((u64, u64), u64),
    pub(crate) item: String,
}

impl Slice {
    pub(crate) fn is_cut_off(&self) -> bool {
        self.args["cut off"] == true
    }
}

impl Trace {
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let mut whole: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let Value::Array(events) = whole["traceEvents"].take() else { panic!("no events: {text}") };
        Self { events, other: whole["otherData"].take() }
    }

    pub(crate) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.events.iter().filter(move |event| event["ph"] == kind)
    }

    /// What the processes are called, in the order in which they stand: the run, then its stages.
    pub(crate) fn processes(&self) -> Vec<String> {
        self.of_kind("M")
            .filter(|event| event["name"] == "process_name")
            .map(|event| event["args"]["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The calls of a stage, by its place, in the order of time.
    pub(crate) fn slices(&self, stage: usize) -> Vec<Slice> {
        let process = stage as u64 + 2;
        let mut slices: Vec<_> = self
            .of_kind("X")
            .map(|event| Slice {
                row: row(event),
                began: nanos(&event["ts"]),
                ended: nanos(&event["ts"]) + nanos(&event["dur"]),
                args: event["args"].clone(),
            })
            .filter(|slice| slice.row.0 == process)
            .collect();
        slices.sort_by_key(|slice| (slice.began, slice.ended));
        slices
    }

    /// How many items waited in the edges that lead to a stage, by the name of the queue.
    pub(crate) fn queues(&self, stage: usize) -> BTreeMap<String, Vec<(u64, u64)>> {
        let mut queues: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
        for event in self.of_kind("C").filter(|event| event["pid"] == stage as u64 + 2) {
            let queue = queues.entry(event["name"].as_str().unwrap().to_owned()).or_default();
            queue.push((nanos(&event["ts"]), event["args"]["items"].as_u64().unwrap()));
        }
        queues
    }

    pub(crate) fn arrows(&self) -> Vec<Arrow> {
        let mut ends = BTreeMap::new();
        for event in self.of_kind("f") {
            assert_eq!(event["bp"], "e");
            assert!(ends.insert(event["id"].as_u64().unwrap(), event).is_none(), "an arrow with two ends");
        }
        let arrows: Vec<_> = self
            .of_kind("s")
            .map(|begin| {
                let end = ends.remove(&begin["id"].as_u64().unwrap()).expect("an arrow has an end");
                assert_eq!(begin["name"], end["name"]);
                Arrow {
                    from: (row(begin), nanos(&begin["ts"])),
                    to: (row(end), nanos(&end["ts"])),
                    item: begin["name"].as_str().unwrap().to_owned(),
                }
            })
            .collect();
        assert!(ends.is_empty(), "ends without a begin: {ends:?}");
        arrows
    }

    /// What has happened to the run, and when, in milliseconds.
    pub(crate) fn of_run(&self) -> Vec<(String, u64)> {
        let of_run = self.of_kind("i").filter(|event| event["cat"] == "run");
        of_run
            .map(|event| (event["name"].as_str().unwrap().to_owned(), nanos(&event["ts"]) / 1_000_000))
            .collect()
    }
}

pub(crate) fn row(event: &Value) -> (u64, u64) {
    (event["pid"].as_u64().unwrap(), event["tid"].as_u64().unwrap())
}

pub(crate) fn nanos(micros: &Value) -> u64 {
    (micros.as_f64().unwrap() * 1_000.0).round() as u64
}

/// Holds a trace against what was counted.
pub(crate) fn check(seen: &Snapshot, trace: &Trace) {
    assert_eq!(trace.other["ended"], seen.state.to_string());
    assert_eq!(trace.of_run().last().unwrap().0, seen.state.to_string());
    assert_eq!(trace.other["dropped"], 0);
    let names: Vec<_> = seen.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(trace.processes()[1..], names);
    for (place, stage) in seen.stages.iter().enumerate() {
        let slices = trace.slices(place);
        let whole: Vec<_> = slices.iter().filter(|slice| !slice.is_cut_off()).collect();
        let calls = stage.calls.as_ref();
        assert_eq!(whole.len() as u64, calls.map_or(0, |calls| calls.count), "{stage:#?}");
        let lasted: u64 = whole.iter().map(|slice| slice.ended - slice.began).sum();
        let sum = calls.map_or(Duration::ZERO, |calls| calls.sum);
        // The sum is the mean of all, as often as there are calls.
        let rounded = Duration::from_nanos(whole.len() as u64);
        assert!(sum <= Duration::from_nanos(lasted) && Duration::from_nanos(lasted) <= sum + rounded);
        let total =
            |what: &str| -> u64 { slices.iter().map(|slice| slice.args[what].as_u64().unwrap_or(0)).sum() };
        assert_eq!(total("errors"), calls.map_or(0, |_| stage.errors), "{stage:#?}");
        assert_eq!([total("retries"), total("timeouts")], [stage.retries, stage.timeouts], "{stage:#?}");
        check_rows(&slices, stage.workers.map_or(0, |workers| workers.started));
    }
    for edge in &seen.edges {
        let label = edge.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        let name = format!("queue from {}{label}", seen.stages[edge.from].name);
        let queue = trace.queues(edge.to).remove(&name);
        assert_eq!(queue.is_some(), edge.channel, "{edge:#?}");
        let Some(queue) = queue else { continue };
        assert!(queue.iter().all(|(_, items)| *items <= edge.high_water), "{queue:?}: {edge:#?}");
        assert!(queue.windows(2).all(|two| two[0].0 <= two[1].0), "{queue:?}");
        assert_eq!((queue[0], queue.last().unwrap().1), ((0, 0), 0));
    }
    check_arrows(seen, trace);
}

/// A worker is in one call at a time.
fn check_rows(slices: &[Slice], workers: usize) {
    let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
    slices.iter().for_each(|slice| rows.entry(slice.row).or_default().push(slice));
    assert!(rows.len() <= workers, "{} rows of {workers} workers", rows.len());
    for row in rows.values() {
        assert!(row.windows(2).all(|two| two[0].ended <= two[1].began), "they overlap: {row:#?}");
    }
}

/// An arrow goes from a call to a later one of the next stage.
fn check_arrows(seen: &Snapshot, trace: &Trace) {
    let slices: Vec<_> = (0..seen.stages.len()).flat_map(|stage| trace.slices(stage)).collect();
    for arrow in trace.arrows() {
        let (from, to) = (arrow.from, arrow.to);
        assert!(from.1 <= to.1 && arrow.item.starts_with("item "), "{arrow:?}");
        let holds = |(row, at): ((u64, u64), u64)| {
            slices.iter().any(|slice| slice.row == row && slice.began <= at && at <= slice.ended)
        };
        assert!(holds(from) && holds(to), "{arrow:?} in {slices:#?}");
        let joins = |edge: &pipeline_core::EdgeSnapshot| {
            (edge.from as u64 + 2, edge.to as u64 + 2) == (from.0.0, to.0.0)
        };
        assert!(seen.edges.iter().any(joins), "{arrow:?}");
    }
}
