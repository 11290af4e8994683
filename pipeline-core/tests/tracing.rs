//! The feature `tracing`: which spans there are, and which events.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::Elapsed;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down what it is told.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    ids: Arc<AtomicU64>,
    open: Arc<AtomicUsize>,
}

impl Log {
    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn with(&self, start: &str) -> Vec<String> {
        self.lines().into_iter().filter(|line| line.starts_with(start)).collect()
    }
}

/// The fields of a span or an event, in a line.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl Subscriber for Log {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target().starts_with("pipeline_core")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
        self.open.fetch_add(1, Relaxed);
        Id::from_u64(self.ids.fetch_add(1, Relaxed) + 1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn try_close(&self, _: Id) -> bool {
        self.open.fetch_sub(1, Relaxed);
        true
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// What is told of a run under paused time.
fn told<R>(run: impl Future<Output = R>) -> (R, Log) {
    let log = Log::default();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let result = tracing::subscriber::with_default(log.clone(), || runtime.block_on(run));
    (result, log)
}

#[test]
fn a_span_for_the_run_each_stage_with_workers_and_each_worker() {
    let run = Stream::from_iter(0..9)
        .map(|n| n + 1)
        .map_async(|n| async move { n })
        .name("fetch")
        .workers(2)
        .for_each_async(|_| async {})
        .name("store");
    let (result, log) = told(async move { run.await });
    result.unwrap();
    assert_eq!(log.with("pipeline"), ["pipeline pipeline=\"store\""]);
    assert_eq!(
        log.with("stage"),
        ["stage stage=\"store\"", "stage stage=\"fetch\""]
            .map(String::from)
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        log.with("worker stage=\"fetch\""),
        ["worker stage=\"fetch\" worker=0", "worker stage=\"fetch\" worker=1"]
    );
    assert_eq!(log.with("worker stage=\"store\"").len(), 1);
    assert_eq!(log.open.load(Relaxed), 0, "spans are left when the run has ended");
}

#[test]
fn retries_and_timeouts() {
    let calls = AtomicUsize::new(0);
    let fetch = move |n: u32| {
        let first = calls.fetch_add(1, Relaxed) == 0;
        async move { if first { std::future::pending().await } else { Ok::<_, Elapsed>(n) } }
    };
    let policy = ConstantBuilder::new().with_delay(Duration::from_secs(2)).with_max_times(1);
    let run = Stream::from_iter([1])
        .try_map_async(fetch)
        .name("fetch")
        .timeout(Duration::from_secs(1))
        .retry(policy);
    let (count, log) = told(async move { run.try_count().await });
    assert_eq!(count.unwrap(), 1);
    assert_eq!(log.with("WARN"), ["WARN message=a call took too long stage=\"fetch\" limit=1s"]);
    assert_eq!(log.with("DEBUG"), ["DEBUG message=a call is made again stage=\"fetch\" after=2s"]);
}

#[test]
fn failures_panics_and_stops() {
    let (_, log) = told(async { Stream::from_iter([0]).map(|n: i32| 1 / n).name("invert").count().await });
    assert_eq!(
        log.with("ERROR"),
        ["ERROR message=a stage failed stage=\"invert\" reason=panicked: attempt to divide by zero"]
    );
    let (_, log) = told(async {
        let running = Stream::<u8>::pending().count().spawn();
        running.control().stop();
        running.await
    });
    assert_eq!(log.with("INFO"), ["INFO message=the sources are stopped"]);
}
