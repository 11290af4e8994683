//! W14: how late timers are beside a pipeline that never waits for anything but itself.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::stream;
use par_stream::{ParParams, ParStreamExt as _};
use pipeline_core::prelude::*;

use super::busy_work::BusyWork;
use crate::bench::{Amount, Bound, Flavor, Job, Outcome, Unit, Workload};
use crate::wire::{self, Tokio, Wire};

/// What a timer is set to.
const NAP: Duration = Duration::from_millis(1);
const CAPACITY: usize = 100;

/// What is told of all sleeps.
#[derive(Clone, Copy)]
enum Told {
    Mean,
    Worst,
}

/// What the functions of the stages do.
#[derive(Clone, Copy)]
enum Calls {
    Quick,
    Compute(BusyWork),
}

impl Calls {
    fn call(self, n: usize) -> usize {
        match self {
            Self::Quick => n + 1,
            Self::Compute(work) => work.call(n),
        }
    }
}

pub(crate) fn rows() -> Vec<Workload> {
    let mut rows = Vec::new();
    for (name, what, calls) in [
        ("", "trivial functions", Calls::Quick),
        (" 0.4 ms", "functions of 0.4 ms", Calls::Compute(BusyWork::new(400))),
    ] {
        for (flavor, on, place) in
            [(Flavor::Threads, "", ""), (Flavor::Single, " one thread", ", current-thread runtime")]
        {
            for (told, which, word) in [(Told::Mean, "", "mean"), (Told::Worst, " worst", "worst")] {
                rows.push(Workload {
                    id: format!("W14{name}{on}{which}"),
                    title: format!("{word} lateness of sleeps of 1 ms beside three stages of {what}{place}"),
                    unit: Unit::Ms,
                    flavor,
                    items: (100, 20),
                    expected: |sleeps| sleeps,
                    jobs: jobs(calls, told),
                    targets: match told {
                        Told::Mean => vec![Bound::Value(2.0)],
                        Told::Worst => Vec::new(),
                    },
                });
            }
        }
    }
    rows
}

fn jobs(calls: Calls, told: Told) -> Vec<Job> {
    vec![
        Job::timed("ours", move |sleeps| beside(ours(calls), sleeps, told)),
        Job::timed("fused", move |sleeps| beside(fused(calls), sleeps, told)),
        Job::timed("bare", move |sleeps| beside(std::future::pending(), sleeps, told)),
        Job::timed("tokio mpsc", move |sleeps| beside(wired(calls), sleeps, told)),
        Job::timed("par-stream", move |sleeps| beside(par(calls), sleeps, told)),
    ]
}

/// Sleeps so many times while a pipeline is at work. A sleep is never short.
async fn beside(pipeline: impl Future<Output = ()> + Send + 'static, sleeps: usize, told: Told) -> Outcome {
    let pipeline = tokio::spawn(pipeline);
    let (mut sum, mut worst) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..sleeps {
        let began = Instant::now();
        tokio::time::sleep(NAP).await;
        let late = began.elapsed().saturating_sub(NAP);
        sum += late;
        worst = worst.max(late);
    }
    pipeline.abort();
    let amount = match told {
        Told::Mean => sum / sleeps as u32,
        Told::Worst => worst,
    };
    Outcome { items: sleeps, amount: Amount::Time(amount) }
}

async fn ours(calls: Calls) {
    let call = move |n| async move { calls.call(n) };
    let source = Stream::from_iter(0..).buffer(CAPACITY).map_async(call).buffer(CAPACITY);
    let stages = source.map_async(call).buffer(CAPACITY).map_async(call).buffer(CAPACITY);
    let _ = stages.drain().await;
}

async fn fused(calls: Calls) {
    let call = move |n| calls.call(n);
    let _ = Stream::from_iter(0..).map(call).map(call).map(call).drain().await;
}

async fn wired(calls: Calls) {
    let mut rx = Tokio::source(0.., CAPACITY);
    for _ in 0..3 {
        rx = Tokio::stage(rx, 1, CAPACITY, move |n| async move { Some(calls.call(n)) });
    }
    wire::count::<Tokio, _>(rx).await;
}

async fn par(calls: Calls) {
    let call = move |n| async move { calls.call(n) };
    let one = || ParParams { num_workers: 1, buf_size: Some(CAPACITY) };
    let stages = stream::iter(0..).par_then_unordered(one(), call).par_then_unordered(one(), call);
    stages.par_then_unordered(one(), call).for_each(|_| std::future::ready(())).await;
}
