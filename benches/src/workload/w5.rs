//! W5: memory. Each job runs in a process of its own, which tells by how much it has grown.

use std::process::Command;

use pipeline_core::prelude::*;

use crate::bench::{Amount, Bound, Fault, Flavor, Job, Outcome, Unit, Workload};
use crate::wire::{self, CrossfireLine, Flume, Kanal, Tokio, Wire};
use crate::workload::line::step;

const BUFFER: usize = 100;
/// What an item of the second row weighs.
const WEIGHT: usize = 1024;

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row("W5", "small items through three stages, buffer 100", "small", (10_000_000, 200_000)),
        row("W5 1 KiB", "items of 1 KiB through three stages, buffer 100", "large", (1_000_000, 50_000)),
    ]
}

fn row(id: &'static str, title: &'static str, kind: &'static str, items: (usize, usize)) -> Workload {
    let names = ["ours", "kanal", "tokio mpsc", "crossfire", "flume"];
    let jobs = names.map(|name| Job::probe(name, move |items| in_a_process(name, kind, items)));
    Workload {
        id,
        title,
        unit: Unit::MiB,
        flavor: Flavor::Threads,
        items,
        expected: |items| items,
        jobs: jobs.into(),
        targets: vec![Bound::Value(2.0)],
    }
}

/// Runs a job in a process of its own; it prints how many items came out, and by how many bytes it grew.
fn in_a_process(name: &str, kind: &str, items: usize) -> Result<Outcome, Fault> {
    let program = std::env::current_exe().map_err(|_| Fault::Panics)?;
    let job = format!("{name}/{kind}/{items}");
    let told = Command::new(program).args(["--probe", &job]).output().map_err(|_| Fault::Panics)?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let mut numbers = told.split_whitespace().filter_map(|number| number.parse().ok());
    let (Some(items), Some(bytes)) = (numbers.next(), numbers.next()) else { return Err(Fault::Panics) };
    Ok(Outcome { items: items as usize, amount: Amount::Bytes(bytes) })
}

/// The other side of [`in_a_process`].
pub(crate) fn probe(job: &str) {
    let mut parts = job.split('/');
    let (Some(name), Some(kind), Some(Ok(items))) =
        (parts.next(), parts.next(), parts.next().map(str::parse::<usize>))
    else {
        return;
    };
    let large = kind == "large";
    let job: Job = match name {
        "ours" => Job::task("ours", move |n| ours(n, large)),
        "kanal" => Job::task("kanal", move |n| wired::<Kanal>(n, large)),
        "tokio mpsc" => Job::task("tokio mpsc", move |n| wired::<Tokio>(n, large)),
        "crossfire" => Job::task("crossfire", move |n| wired::<CrossfireLine>(n, large)),
        _ => Job::task("flume", move |n| wired::<Flume>(n, large)),
    };
    // What any run needs once, the runtime's threads among it, is there before the run that counts.
    let _ = job.outcome(Flavor::Threads, 1_000);
    let before = memory("VmRSS:");
    let came = job.outcome(Flavor::Threads, items).map_or(0, |outcome| outcome.items);
    println!("{came} {}", memory("VmHWM:").saturating_sub(before));
}

/// A line of what the system knows of this process, in bytes; nothing where it is not Linux.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)).unwrap_or("0");
    found.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}

fn source(n: usize, large: bool) -> impl Iterator<Item = (usize, Vec<u8>)> + Send + 'static {
    (0..n).map(move |n| (n, if large { vec![n as u8; WEIGHT] } else { Vec::new() }))
}

async fn call((n, load): (usize, Vec<u8>)) -> (usize, Vec<u8>) {
    (step(n).await, load)
}

async fn ours(n: usize, large: bool) -> usize {
    let stream = Stream::from_iter(source(n, large)).buffer(BUFFER).map_async(call).buffer(BUFFER);
    let stream = stream.map_async(call).buffer(BUFFER).map_async(call).buffer(BUFFER);
    stream.count().await.unwrap_or(0)
}

async fn wired<W: Wire>(n: usize, large: bool) -> usize {
    let mut rx = W::source(source(n, large), BUFFER);
    for _ in 0..3 {
        rx = W::stage(rx, 1, BUFFER, |item| async move { Some(call(item).await) });
    }
    wire::count::<W, _>(rx).await
}
