//! W1a: what an item costs on rendezvous edges.

use pipeline_core::prelude::*;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::go;
use crate::workload::three_stages::{Numbers, peers, step};

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row("W1a", "three `map_async`, rendezvous", Flavor::Threads),
        row("W1a one thread", "three `map_async`, rendezvous, current-thread runtime", Flavor::Single),
    ]
}

fn row(id: &str, title: &str, flavor: Flavor) -> Workload {
    let mut jobs = vec![Job::task("ours", ours)];
    jobs.extend(peers::<Numbers>(0));
    jobs.push(go::job("three_stages", 0));
    Workload {
        id: id.into(),
        title: title.into(),
        unit: Unit::NsPerItem,
        flavor,
        items: (1_000_000, 50_000),
        expected: |items| items,
        jobs,
        targets: vec![Bound::Times("kanal", 1.05), Bound::Times("Go", 1.0)],
    }
}

async fn ours(n: usize) -> usize {
    Stream::from_iter(0..n).map_async(step).map_async(step).map_async(step).count().await.unwrap_or(0)
}
