//! W5: by how much memory a process grows. Each job has a process of its own.

use pipeline_core::prelude::*;

use crate::bench::{Amount, Bound, Fault, Flavor, Job, Outcome, Unit, Workload};
use crate::workload::three_stages::{Load, Numbers, peers};
use crate::{resident_memory, subprocess};

const BUFFER: usize = 100;
/// The bytes of an item of the second row.
const ITEM_BYTES: usize = 1024;
/// Ten million items would take these a third of the time that the whole benchmark takes.
const SLOW: [&str; 2] = ["pumps", "futures map(spawn).buffered"];

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row::<Numbers>("W5", "small items through three stages, buffer 100", (10_000_000, 100_000), &SLOW),
        row::<Kibibytes>(
            "W5 1 KiB",
            "items of 1 KiB through three stages, buffer 100",
            (1_000_000, 20_000),
            &[],
        ),
    ]
}

fn row<L: Load>(id: &'static str, title: &str, items: (usize, usize), without: &[&str]) -> Workload {
    let jobs = jobs::<L>().into_iter().filter(|job| !without.contains(&job.name)).map(|job| {
        Job::probe(job.name, move |_, items| {
            let (items, bytes) = subprocess::run_job(id, job.name, items)?;
            Ok(Outcome { items, amount: Amount::Bytes(bytes) })
        })
    });
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::MiB,
        flavor: Flavor::Threads,
        items,
        expected: |items| items,
        jobs: jobs.collect(),
        targets: vec![Bound::Value(2.0)],
    }
}

/// Runs one job in this process, which is for it alone, and gives by how many bytes the process grew.
pub(crate) fn run_job(row: &str, name: &str, items: usize) -> Result<(usize, u64), Fault> {
    let jobs = if row == "W5" { jobs::<Numbers>() } else { jobs::<Kibibytes>() };
    let job = jobs.into_iter().find(|job| job.name == name).ok_or(Fault::Absent)?;
    // What any run needs once, the runtime's threads among it, is there before the run that counts.
    job.outcome(Flavor::Threads, 1_000)?;
    let before = resident_memory::current();
    let came = job.outcome(Flavor::Threads, items)?.items;
    Ok((came, resident_memory::peak().saturating_sub(before)))
}

fn jobs<L: Load>() -> Vec<Job> {
    let mut jobs = vec![Job::task("ours", ours::<L>)];
    jobs.extend(peers::<L>(BUFFER));
    jobs
}

async fn ours<L: Load>(n: usize) -> usize {
    let stream = Stream::from_iter(L::source(n)).buffer(BUFFER).map_async(L::call).buffer(BUFFER);
    let stream = stream.map_async(L::call).buffer(BUFFER).map_async(L::call).buffer(BUFFER);
    stream.count().await.unwrap_or(0)
}

struct Kibibytes;

impl Load for Kibibytes {
    type Item = Vec<u8>;

    fn source(n: usize) -> impl Iterator<Item = Vec<u8>> + Send + 'static {
        (0..n).map(|n| vec![n as u8; ITEM_BYTES])
    }

    fn call(item: Vec<u8>) -> impl Future<Output = Vec<u8>> + Send + 'static {
        std::future::ready(item)
    }
}
