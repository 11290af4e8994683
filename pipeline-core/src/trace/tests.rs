//! Writers that fail, and writers that cannot follow.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

use super::error::NotWhole;
use super::recorder::Recorder;
use crate::engine::lock::lock;
use crate::meter::{Event, TraceSink};
use crate::plan::Graph;
use crate::prelude::*;
use crate::watch::TraceWriter;

/// A file that several hold, which can be shut: then a write waits until it is opened.
#[derive(Clone, Default)]
struct Shared(Arc<(Mutex<File>, Condvar)>);

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    is_shut: bool,
    /// After how many bytes it is full.
    most: Option<usize>,
}

impl Shared {
    fn set(&self, set: impl FnOnce(&mut File)) {
        set(&mut lock(&self.0.0));
        self.0.1.notify_all();
    }

    /// Waits until so many lines are written, and gives how many there are.
    fn wait_for_lines(&self, lines: usize) -> usize {
        let written = |file: &File| file.bytes.iter().filter(|byte| **byte == b'\n').count();
        written(&self.0.1.wait_while(lock(&self.0.0), |file| written(file) < lines).unwrap())
    }

    fn read(&self) -> Value {
        serde_json::from_slice(&lock(&self.0.0).bytes).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self.0.1.wait_while(lock(&self.0.0), |file| file.is_shut).unwrap();
        if file.most.is_some_and(|most| file.bytes.len() + bytes.len() > most) {
            return Err(ErrorKind::StorageFull.into());
        }
        file.bytes.extend(bytes);
        self.0.1.notify_all();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn graph() -> Graph {
    Stream::from_iter(0..9).map_async(|n| async move { n }).count().graph()
}

fn waiting(items: u64) -> Event {
    Event::Waiting { edge: 0, at: items, items }
}

fn of_kind<'a>(trace: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    trace["traceEvents"].as_array().unwrap().iter().filter(move |event| event["ph"] == kind)
}

#[test]
fn events_for_which_there_is_no_room_are_counted() {
    let file = Shared::default();
    let recorder = Arc::new(Recorder::new(file.clone(), 8));
    recorder.clone().begin(None, &graph());
    file.set(|file| file.is_shut = true);
    (1..=1_000).for_each(|items| recorder.record(waiting(items)));
    file.set(|file| file.is_shut = false);
    recorder.finish("succeeded").unwrap();
    let trace = file.read();
    let dropped = trace["otherData"]["dropped"].as_u64().unwrap();
    // Two stand at zero from the start; eight were being written, and eight waited.
    let written = of_kind(&trace, "C").count() as u64 - 2;
    assert_eq!(written + dropped, 1_000);
    assert!((8..=16).contains(&written), "{written}");
    let told = of_kind(&trace, "i").next().unwrap();
    assert_eq!(told["name"], format!("{dropped} events were dropped"));
}

#[test]
fn nothing_is_dropped_where_the_writer_follows() {
    let file = Shared::default();
    let recorder = Arc::new(Recorder::new(file.clone(), 64));
    recorder.clone().begin(Some("all"), &graph());
    let mut lines = file.wait_for_lines(0);
    for _ in 0..200 {
        // A quarter of what may wait is worth a write.
        (1..=16).for_each(|items| recorder.record(waiting(items)));
        lines = file.wait_for_lines(lines + 16);
    }
    recorder.finish("succeeded").unwrap();
    recorder.record(waiting(1));
    let trace = file.read();
    assert_eq!(trace["otherData"]["dropped"], 0);
    assert_eq!(of_kind(&trace, "C").count(), 2 + 200 * 16);
}

/// It is opened when all calls are over: a run that waited for it would never come that far.
#[test]
fn a_run_does_not_wait_for_a_writer_that_hangs() {
    for mut runtime in
        [tokio::runtime::Builder::new_multi_thread(), tokio::runtime::Builder::new_current_thread()]
    {
        runtime.enable_all().build().unwrap().block_on(async {
            let file = Shared::default();
            let recorder = Arc::new(Recorder::new(file.clone(), 64));
            let (shuts, opens) = (file.clone(), file.clone());
            let store = move |n| {
                if n == 0 {
                    shuts.set(|file| file.is_shut = true);
                }
                async {}
            };
            let numbers = Stream::from_iter(0..5_000).map_async(|n| async move { n }).workers(3);
            let run = numbers.for_each_async(store).map(move |()| opens.set(|file| file.is_shut = false));
            let finish = recorder.clone();
            run.traced_by(recorder, move |_| finish.finish("succeeded").unwrap()).await.unwrap();
            let trace = file.read();
            assert!(trace["otherData"]["dropped"].as_u64().unwrap() > 0);
            assert!(of_kind(&trace, "X").count() > 0);
            assert!(of_kind(&trace, "i").any(|event| event["name"] == "succeeded"));
        });
    }
}

#[test]
fn a_full_disk_is_told_of_at_the_end() {
    let file = Shared::default();
    file.set(|file| file.most = Some(2_000));
    let recorder = Arc::new(Recorder::new(file, 1 << 16));
    recorder.clone().begin(None, &graph());
    (1..=1_000).for_each(|items| recorder.record(waiting(items)));
    let source = recorder.finish("succeeded").unwrap_err();
    assert_eq!(source.kind(), ErrorKind::StorageFull);
    let told = NotWhole { path: "out.json".into(), source }.to_string();
    assert_eq!(told, "the trace `out.json` is not whole: no storage space");
}
