//! Promise 18, where it was broken: timers and neighbours that had to wait for many slices of a pipeline.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{Counter, compute, current_thread, turn, until};
use pipeline_core::prelude::*;

/// A function of a user's, which computes. Its clones are counted together.
type Call = Arc<dyn Fn() + Send + Sync>;

/// On one worker thread, as a task: there the pipeline and the timer share a thread.
fn one_worker<R: Send + 'static>(body: impl Future<Output = R> + Send + 'static) -> R {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async { tokio::spawn(body).await.unwrap() })
}

/// How many calls of 0.3 ms began after a timer was due and before it fired.
async fn calls_after_a_timer_was_due(pipeline: fn(Call) -> Stream<usize>) -> usize {
    let sleep = tokio::time::sleep(Duration::from_millis(1));
    // tokio's timers go by whole milliseconds.
    let due = sleep.deadline().into_std() + Duration::from_millis(1);
    let (late, fired) = (Counter::default(), Arc::new(AtomicBool::new(false)));
    let (count, over) = (late.clone(), fired.clone());
    let call: Call = Arc::new(move || {
        if Instant::now() > due && !over.load(Ordering::Relaxed) {
            count.add();
        }
        compute(Duration::from_micros(300));
    });
    let timer = async move {
        sleep.await;
        fired.store(true, Ordering::Relaxed);
    };
    let ended = pipeline(call).drain().cancel_when(timer).await;
    assert!(matches!(ended, Err(PipelineError::Cancelled)));
    late.get()
}

/// A function of a stage that makes the call.
fn calling(call: Call) -> impl Fn(usize) -> usize + Send + Sync + 'static {
    move |n| {
        call();
        n
    }
}

fn fused(call: Call) -> Stream<usize> {
    Stream::from_iter(0..).map(calling(call)).into()
}

fn long_chain(call: Call) -> Stream<usize> {
    (0..10).fold(Stream::from_iter(0..), |stream, _| {
        let call = call.clone();
        stream
            .map(move |n| {
                call();
                n
            })
            .into()
    })
}

fn buffered(call: Call) -> Stream<usize> {
    Stream::from_iter(0..).buffer(100).map(calling(call)).buffer(100).into()
}

/// Tasks that wake each other at every item.
fn rendezvous(call: Call) -> Stream<usize> {
    (0..3).fold(Stream::from_iter(0..), |stream, _| {
        let call = call.clone();
        stream
            .map_async(move |n| {
                let call = call.clone();
                async move {
                    call();
                    n
                }
            })
            .into()
    })
}

fn workers(call: Call) -> Stream<usize> {
    Stream::from_iter(0..).map(calling(call)).workers(4).into()
}

fn ordered_workers(call: Call) -> Stream<usize> {
    Stream::from_iter(0..).buffer(10).map(calling(call)).workers(4).ordered().buffer(10).into()
}

async fn timers_body() {
    for (name, pipeline) in [
        ("fused", fused as fn(Call) -> Stream<usize>),
        ("long chain", long_chain),
        ("buffered", buffered),
        ("rendezvous", rendezvous),
        ("workers", workers),
        ("ordered workers", ordered_workers),
    ] {
        let late = calls_after_a_timer_was_due(pipeline).await;
        assert!(late <= 6, "{name}: a timer that was due waited for {late} calls");
    }
}

/// A task that gave way woke itself, and so was ready: tokio looks at its timers when nothing is ready, or at every 61st poll.
/// Sleeps of 1 ms came 18 to 25 ms late beside one pipeline, for each of those polls took 0.4 ms.
mod a_timer_that_is_due_waits_for_sixty_slices {
    use super::*;

    #[test]
    fn multi_thread() {
        one_worker(timers_body());
    }

    #[test]
    fn current_thread() {
        crate::support::current_thread(timers_body());
    }
}

/// Another task, which counts its turns.
struct Neighbour {
    turns: Counter,
    task: tokio::task::JoinHandle<()>,
}

impl Neighbour {
    fn start() -> Self {
        let turns = Counter::default();
        let counting = turns.clone();
        let task = tokio::spawn(async move {
            loop {
                counting.add();
                turn().await;
            }
        });
        Self { turns, task }
    }

    /// A call of so long, and how many turns the neighbour had got when each began.
    fn noting(&self, time: Duration) -> (Call, Arc<Mutex<Vec<usize>>>) {
        let (seen, turns) = (Arc::new(Mutex::new(Vec::new())), self.turns.clone());
        let notes = seen.clone();
        let call = move || {
            notes.lock().unwrap().push(turns.get());
            compute(time);
        };
        (Arc::new(call), seen)
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The most calls in a row between which the neighbour had no turn.
fn most_in_a_row(seen: &[usize]) -> usize {
    seen.chunk_by(|one, next| one == next).map(<[usize]>::len).max().unwrap_or(0)
}

async fn chain_body() {
    type Build = fn(Call) -> Run<()>;
    let stages: [(&str, Build); 5] = [
        ("map", |call| long_chain(call).drain()),
        ("map before a rendezvous", |call| long_chain(call).map_async(|n| async move { n }).drain()),
        ("scan", |call| {
            let (first, second) = (call.clone(), call);
            let scan = Stream::from_iter(0..).scan((), move |(), n: usize| {
                first();
                Some(n)
            });
            let scan = scan.scan((), move |(), n| {
                second();
                Some(n)
            });
            scan.drain()
        }),
        ("flat_map", |call| {
            let twice = call.clone();
            let many = fused(call).flat_map(move |n| {
                twice();
                [n, n]
            });
            many.drain()
        }),
        ("fold", |call| {
            let folding = call.clone();
            long_chain(call).fold((), move |(), _| folding())
        }),
    ];
    for (name, build) in stages {
        let neighbour = Neighbour::start();
        let (call, seen) = neighbour.noting(Duration::from_millis(1));
        let enough = seen.clone();
        let enough = async move { until(|| enough.lock().unwrap().len() >= 60).await };
        assert!(matches!(build(call).cancel_when(enough).await, Err(PipelineError::Cancelled)));
        let seen = seen.lock().unwrap();
        // The first item may be through four functions before anybody looks.
        assert!(most_in_a_row(&seen) <= 4, "{name}: calls in a row: {seen:?}");
        assert_eq!(most_in_a_row(&seen[4..]), 1, "{name}: calls in a row: {seen:?}");
    }
}

/// The functions of a fused chain were called one after another before anybody else had a turn: ten maps of 1 ms held their
/// thread for 10 ms, and the functions of `scan`, `flat_map` and `fold` added to that.
mod fused_functions_add_up {
    use super::*;

    #[test]
    fn multi_thread() {
        one_worker(chain_body());
    }

    #[test]
    fn current_thread() {
        crate::support::current_thread(chain_body());
    }
}

async fn expand_body() {
    let expand: fn(Call) -> Stream<usize> = |call| {
        let expand = move |n: usize| {
            let call = call.clone();
            let more = if n == 0 { 1..200 } else { 0..0 };
            (n, more.inspect(move |_| call()))
        };
        Stream::once(0).expand(expand).into()
    };
    let expand_async: fn(Call) -> Stream<usize> = |call| {
        let expand = move |n: usize| {
            let call = call.clone();
            let more = if n == 0 { 1..200 } else { 0..0 };
            async move { (n, more.inspect(move |_| call())) }
        };
        Stream::once(0).expand_async(expand).workers(2).into()
    };
    for expand in [expand, expand_async] {
        let neighbour = Neighbour::start();
        let (call, seen) = neighbour.noting(Duration::from_micros(100));
        let mut all = expand(call).collect::<Vec<_>>().await.unwrap();
        all.sort();
        assert!(all.into_iter().eq(0..200));
        // At least 0.1 ms each, and 0.5 ms a slice.
        assert!(most_in_a_row(&seen.lock().unwrap()) <= 6, "items in a row: {seen:?}");
    }
}

/// What a call of `expand` gave was taken over in one poll, and under one lock: a call that gave millions held its thread.
mod expand_takes_over_in_one_poll {
    use super::*;

    #[test]
    fn multi_thread() {
        one_worker(expand_body());
    }

    #[test]
    fn current_thread() {
        crate::support::current_thread(expand_body());
    }
}

/// Whoever blocks a thread of tokio's with another executor never comes to wake what was left with tokio. A pipeline in the
/// caller's own task must not wait for that.
#[test]
fn a_local_run_gives_way_on_a_blocked_thread() {
    current_thread(async {
        let (calls, count) = (Counter::default(), Counter::default());
        let counting = calls.clone();
        let run = long_chain(Arc::new(move || {
            counting.add();
            compute(Duration::from_millis(1));
        }));
        let run = run.take(3).map_async(|n| async move { n }).for_each(move |_| {
            count.add();
        });
        futures::executor::block_on(run.run_local()).unwrap();
        assert!(calls.get() >= 30);
    });
}
