//! Runs that are traced.

use std::path::PathBuf;

use pipeline_core::Snapshot;
use pipeline_core::prelude::*;
use tempfile::TempDir;

#[path = "../shared/both_runtimes.rs"]
mod both;
#[path = "../shared/calls.rs"]
mod calls;
#[path = "../shared/runtimes.rs"]
mod runtimes;
#[path = "../shared/trace.rs"]
mod trace;
pub(crate) use both::both_runtimes;
pub(crate) use calls::{ms, never, takes};
pub(crate) use runtimes::{current_thread, multi_thread, paused};
pub(crate) use trace::{Trace, check};

/// A place for one file.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("trace.json")
    }

    pub(crate) fn trace(&self) -> Trace {
        Trace::read(&self.path())
    }
}

/// What has happened to items: the process, what, and when, in milliseconds.
pub(crate) fn marks(trace: &Trace) -> Vec<(u64, String, u64)> {
    let marks = trace.of_kind("i").filter(|event| event["cat"] == "call");
    marks
        .map(|event| {
            let name = event["name"].as_str().unwrap().to_owned();
            (trace::row(event).0, name, trace::nanos(&event["ts"]) / 1_000_000)
        })
        .collect()
}

/// Runs it, and holds its trace against what was counted.
pub(crate) async fn traced<R, E, S>(run: Run<R, E, S>) -> (Result<R, PipelineError<E>>, Snapshot, Trace)
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let place = Place::new();
    let (run, watch) = run.trace_to(place.path()).unwrap().watch();
    let result = run.await;
    let (seen, trace) = (watch.snapshot(), place.trace());
    check(&seen, &trace);
    (result, seen, trace)
}
