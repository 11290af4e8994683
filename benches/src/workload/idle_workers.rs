//! W10 memory: what a worker holds that waits for its next item.
//!
//! In a process of its own, every worker is started by an item, which waits at a gate until all have one. Then
//! the gate opens, and the source stays silent: all workers wait for their input. What a process with ten
//! thousand of them holds above one with ten is theirs.
//! The call's future holds next to nothing, so what is measured is the worker.

use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Waker};
use std::time::Duration;

use futures::future::{Either, poll_fn, select};
use futures::{StreamExt as _, stream};
use pipeline_core::prelude::*;

use crate::bench::{Amount, Bound, Fault, Flavor, Job, Outcome, Unit, Workload};
use crate::wire::{Crossfire, Flume, Kanal, Tokio, Wire};
use crate::{go, resident_memory, subprocess};

pub(crate) const ID: &str = "W10 memory";
const FEW: usize = 10;
const MANY: usize = 10_000;

pub(crate) fn rows() -> Vec<Workload> {
    let probed = |job: Job| {
        Job::probe(job.name, move |_, workers| above_few(workers, |n| subprocess::run_job(ID, job.name, n)))
    };
    let go =
        Job::probe("Go", |flavor, workers| above_few(workers, |n| go::run(flavor, "idle_workers", n, 0)));
    vec![Workload {
        id: ID.into(),
        title: "workers that have had an item and wait for the next".into(),
        unit: Unit::BytesPerItem,
        flavor: Flavor::Threads,
        items: (MANY, MANY),
        expected: |items| items,
        jobs: jobs().into_iter().map(probed).chain([go]).collect(),
        targets: vec![Bound::Value(1024.0)],
    }]
}

/// What more workers hold than a few, if a process tells what all of it holds with so many.
fn above_few(workers: usize, held: impl Fn(usize) -> Result<(usize, u64), Fault>) -> Result<Outcome, Fault> {
    let (_, few) = held(FEW)?;
    let (items, many) = held(workers)?;
    Ok(Outcome { items, amount: Amount::Bytes(many.saturating_sub(few)) })
}

/// Runs one job in this process, which is for it alone, and gives how many bytes the process holds.
pub(crate) fn run_job(name: &str, workers: usize) -> Result<(usize, u64), Fault> {
    let job = jobs().into_iter().find(|job| job.name == name).ok_or(Fault::Absent)?;
    // The list of those who wait is in memory in full length, however many there are.
    let mut gate = GATE.lock().expect("no panic");
    gate.waiting.resize(MANY, Waker::noop().clone());
    gate.waiting.clear();
    drop(gate);
    let outcome = job.outcome(Flavor::Threads, workers)?;
    let Amount::Bytes(bytes) = outcome.amount else { return Err(Fault::Panics) };
    Ok((outcome.items, bytes))
}

/// Each with as many items as workers.
fn jobs() -> Vec<Job> {
    vec![
        Job::timed("ours", |n| {
            let run = Stream::from_stream(source(n)).map_async(call).workers(n).for_each(count);
            held_when_idle(n, run.into_future())
        }),
        Job::timed("kanal", wired::<Kanal>),
        Job::timed("tokio mpsc", wired::<Tokio>),
        Job::timed("crossfire", wired::<Crossfire>),
        Job::timed("flume", wired::<Flume>),
    ]
}

async fn wired<W: Wire>(n: usize) -> Outcome {
    let mut rx = W::stage(W::source(blocking_source(n), 0), n, 0, |n| async move { Some(call(n).await) });
    held_when_idle(n, async move {
        while let Some(n) = W::recv(&mut rx).await {
            count(n);
        }
    })
    .await
}

/// So many items, and silence after them.
fn source(n: usize) -> impl futures::Stream<Item = usize> + Send + 'static {
    stream::iter(0..n).chain(stream::pending())
}

/// The same as an iterator.
fn blocking_source(n: usize) -> impl Iterator<Item = usize> + Send + 'static {
    // The runtime hands the thread's other tasks over before it blocks.
    let silence = || {
        tokio::task::block_in_place(|| {
            loop {
                std::thread::park();
            }
        })
    };
    (0..n).chain(std::iter::from_fn(silence))
}

/// Those who wait for it to open.
struct Gate {
    open: bool,
    waiting: Vec<Waker>,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { open: false, waiting: Vec::new() });
static DELIVERED: AtomicUsize = AtomicUsize::new(0);

/// Waits for the gate.
async fn call(n: usize) -> usize {
    poll_fn(|cx| {
        let mut gate = GATE.lock().expect("no panic");
        if gate.open {
            return Poll::Ready(());
        }
        gate.waiting.push(cx.waker().clone());
        Poll::Pending
    })
    .await;
    n
}

fn count(_: usize) {
    DELIVERED.fetch_add(1, Ordering::Relaxed);
}

/// What the process holds when so many workers have delivered an item each, and wait for the next.
async fn held_when_idle(workers: usize, run: impl Future) -> Outcome {
    let (run, rest) = (pin!(run), pin!(until_idle(workers)));
    match select(run, rest).await {
        Either::Left(_) => Outcome { items: 0, amount: Amount::Bytes(0) },
        Either::Right((outcome, _)) => outcome,
    }
}

async fn until_idle(workers: usize) -> Outcome {
    let a_moment = || tokio::time::sleep(Duration::from_millis(1));
    while GATE.lock().expect("no panic").waiting.len() < workers {
        a_moment().await;
    }
    GATE.lock().expect("no panic").open();
    while DELIVERED.load(Ordering::Relaxed) < workers {
        a_moment().await;
    }
    // The last worker is on its way back to its input.
    tokio::time::sleep(Duration::from_millis(50)).await;
    Outcome { items: DELIVERED.load(Ordering::Relaxed), amount: Amount::Bytes(resident_memory::current()) }
}

impl Gate {
    fn open(&mut self) {
        self.open = true;
        self.waiting.drain(..).for_each(Waker::wake);
    }
}
