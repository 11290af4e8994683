//! Time that leaps, that is nothing, that is for ever, and that is not there.

use std::future::pending;
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::{Counts, SinkProbe, SourceProbe};
use pipeline_core::{Elapsed, Missed};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, advance};

use crate::support::{Watchdog, on, paused, quiet, refused, text, worker_threads};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);

fn few() -> Stream<i32> {
    Stream::from_iter(0..5)
}

/// A word that waits, with a duration to be.
type Timed = fn(Duration) -> Run<Vec<i32>>;

const TIMED: [(&str, Timed); 16] = [
    ("throttle", |d| few().throttle(d).collect()),
    ("rate_limit", |d| few().rate_limit(2, d).collect()),
    ("delay", |d| few().delay(d).collect()),
    ("delay_start", |d| few().delay_start(d).collect()),
    ("idle_timeout", |d| few().idle_timeout(d).ok_only().collect()),
    ("keep_alive", |d| few().keep_alive(d, || 9).collect()),
    ("chunks_timeout", |d| few().chunks_timeout(2, d).flatten().collect()),
    ("tumbling", |d| few().tumbling(d).flatten().collect()),
    ("sliding", |d| few().sliding(d, d).flatten().collect()),
    ("session", |d| few().session(d).flatten().collect()),
    ("debounce", |d| few().debounce(d).collect()),
    ("sample", |d| few().sample(d).collect()),
    ("chunks_by_key", |d| few().chunks_by_key(2, d, |n| *n).flatten().collect()),
    ("timeout", |d| {
        few().try_map_async(|n| async move { Ok::<_, Elapsed>(n) }).timeout(d).ok_only().collect()
    }),
    ("retry", |d| {
        let policy = ConstantBuilder::new().with_delay(d).with_max_times(1);
        few().try_map(|n| if n == 2 { Err("no") } else { Ok(n) }).retry(policy).ok_only().collect()
    }),
    ("calls_per", |d| {
        few().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(2, d).ok_only().collect()
    }),
];

/// It is refused by name, or gives no more than there is.
#[track_caller]
fn assert_sane(name: &str, ended: Result<Vec<i32>, PipelineError>) {
    match ended {
        Ok(found) => assert!(found.iter().all(|n| (0..5).contains(n)), "{name}: {found:?}"),
        Err(PipelineError::InvalidOption { .. }) => {}
        Err(other) => panic!("{name}: {other}"),
    }
}

#[test]
fn f45_a_duration_of_nothing() {
    for (name, run) in TIMED {
        // It would give its own item without end.
        if name != "keep_alive" {
            on(paused(), async move { assert_sane(name, run(Duration::ZERO).await) });
        }
    }
    on(paused(), async {
        let at_once =
            few().try_map_async(|_| pending::<Result<i32, Elapsed>>()).timeout(Duration::ZERO).name("late");
        let (values, errors) = at_once.workers(2).collect_split().await.unwrap();
        assert!(values.is_empty() && errors.len() == 5 && errors[0].stage() == "late");
        let kept = few().keep_alive(Duration::ZERO, || 9).take(20).collect::<Vec<_>>();
        if let Ok(found) = kept.await {
            assert!(found.len() <= 20);
        }
    });
}

#[test]
fn f46_a_duration_without_end() {
    for (name, run) in TIMED {
        on(paused(), async move {
            // What waits for ever for its first item is cancelled; nothing overflows.
            let run = run(Duration::MAX).cancel_when(tokio::time::sleep(DAY));
            match run.await {
                Err(PipelineError::Cancelled) => {}
                ended => assert_sane(name, ended),
            }
        });
    }
    on(paused(), async {
        let ticks = Stream::interval(Duration::MAX).cancel_when_full();
        assert!(matches!(
            ticks.await,
            Ok(1) | Err(PipelineError::Cancelled | PipelineError::InvalidOption { .. })
        ));
    });
}

trait CancelWhenFull {
    fn cancel_when_full(self) -> Run<usize>;
}

impl<T: Send + 'static> CancelWhenFull for Stream<T> {
    fn cancel_when_full(self) -> Run<usize> {
        self.take(2).count().cancel_when(tokio::time::sleep(DAY))
    }
}

#[test]
fn f47_a_clock_that_leaps_a_day() {
    on(paused(), async {
        // A timer that was due long ago fires once, and the others in their order.
        let (mut source, items) = SourceProbe::new();
        let hangs = items.try_map_async(|_: i32| pending::<Result<i32, Elapsed>>()).timeout(SECOND);
        let mut sink = SinkProbe::of(hangs);
        sink.request(2);
        source.send(1).await;
        source.expect_request().await;
        advance(DAY).await;
        assert_eq!(sink.request_next().await.unwrap_err().stage(), "try_map_async");
        source.send(2).await;
        assert!(sink.request_next().await.is_err());
        source.end();
        sink.expect_end().await;
    });
    on(paused(), async {
        for (missed, wanted) in [(Missed::Skip, 2), (Missed::Burst, 86_401), (Missed::Delay, 2)] {
            let mut sink = SinkProbe::of(Stream::interval_at(SECOND, missed));
            sink.request_next().await;
            advance(DAY).await;
            let mut ticks = 1;
            sink.request(wanted - 1);
            let start = Instant::now();
            for _ in 1..wanted {
                sink.request_next().await;
                ticks += 1;
            }
            assert!(start.elapsed() <= SECOND, "{missed:?}: {:?}", start.elapsed());
            assert_eq!(ticks, wanted);
            sink.expect_no_item().await;
            sink.leave().await;
        }
    });
    for (name, run) in TIMED {
        on(paused(), async move {
            let running = run(SECOND).spawn();
            for _ in 0..10 {
                tokio::task::yield_now().await;
                advance(DAY).await;
            }
            assert_sane(
                name,
                if name == "keep_alive" {
                    running.await.map(|found| found.into_iter().filter(|n| *n < 5).collect())
                } else {
                    running.await
                },
            );
        });
    }
}

/// Runtimes that were made without `enable_time`.
fn without_time() -> [Runtime; 2] {
    [
        Builder::new_current_thread().enable_io().build().unwrap(),
        Builder::new_multi_thread().worker_threads(worker_threads()).enable_io().build().unwrap(),
    ]
}

/// Nothing of the engine's own asks for the clock.
#[test]
fn f48_a_runtime_without_a_time_driver_runs_what_waits_for_no_time() {
    let _watchdog = Watchdog::start();
    quiet();
    for runtime in without_time() {
        runtime.block_on(async {
            let counts = Counts::new();
            let run = Stream::from_iter(counts.items(0..5_000))
                .map(|n| n)
                .buffer(4)
                .map_async(|n| async { n })
                .workers(3)
                .ordered();
            let run = run.map_blocking(|n| n).workers(2).chunks(3).flatten().count();
            assert_eq!(run.await.unwrap(), 5_000);
            let panics = Stream::from_iter(counts.items(0..9))
                .map_async(|_| async {
                    if true {
                        panic!("boom")
                    }
                })
                .count();
            assert_eq!(text(panics.await), "stage `map_async` panicked: boom");
            let running = Stream::from_iter(counts.items(0..)).map_async(|n| async { n }).drain().spawn();
            running.control().stop();
            running.await.unwrap();
            counts.assert_clean();
        });
    }
}

/// tokio tells whether a runtime has timers by a panic alone; so it comes as that of the stage, and in no other way.
#[test]
fn f49_a_runtime_without_a_time_driver_fails_what_waits() {
    let _watchdog = Watchdog::start();
    quiet();
    for runtime in without_time() {
        for (name, run) in TIMED {
            match runtime.block_on(async move { run(SECOND).await }) {
                Err(PipelineError::Panicked { message, .. }) => {
                    assert!(message.contains("timers are disabled"), "{name}: {message}");
                }
                // It had no need to wait.
                ended => assert_sane(name, ended),
            }
        }
    }
}

/// An executor of another kind has no clock at all, and that can be seen before anything runs.
#[test]
fn f50_no_runtime_at_all() {
    let _watchdog = Watchdog::start();
    for (name, run) in TIMED {
        let (_, option) = refused(futures::executor::block_on(run(SECOND).run_local()));
        assert!(!option.is_empty(), "{name}");
    }
}
