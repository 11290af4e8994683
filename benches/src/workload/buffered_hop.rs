//! W1b: what an item costs on buffered edges.

use pipeline_core::prelude::*;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::workload::three_stages::{Numbers, peers, step};

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row("W1b 100", "three `map_async`, buffer 100", 100, Flavor::Threads),
        row("W1b 1024", "three `map_async`, buffer 1024", 1024, Flavor::Threads),
        row("W1b one thread", "three `map_async`, buffer 1024, current-thread runtime", 1024, Flavor::Single),
    ]
}

fn row(id: &str, title: &str, buffer: usize, flavor: Flavor) -> Workload {
    let mut jobs = vec![Job::task("ours", move |n| ours(n, buffer))];
    jobs.extend(peers::<Numbers>(buffer));
    jobs.push(go::job("three_stages", buffer));
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::NsPerItem,
        flavor,
        items: (1_000_000, 50_000),
        expected: |items| items,
        jobs,
        targets: vec![Bound::Times("kanal", 0.8), Bound::Times("tokio mpsc", 0.4), Bound::Times("Go", 0.7)],
    }
}

async fn ours(n: usize, buffer: usize) -> usize {
    let stream = Stream::from_iter(0..n).buffer(buffer).map_async(step).buffer(buffer);
    let stream = stream.map_async(step).buffer(buffer).map_async(step).buffer(buffer);
    stream.count().await.unwrap_or(0)
}
