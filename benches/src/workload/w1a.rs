//! W1a: what an item costs on rendezvous edges.

use pipeline_core::prelude::*;

use crate::bench::{Bound, Flavor, Job, Unit, Workload};
use crate::workload::line::{peers, step};

pub(crate) fn rows() -> Vec<Workload> {
    vec![
        row("W1a", "three `map_async`, rendezvous", Flavor::Threads),
        row("W1a one thread", "the same on a current-thread runtime", Flavor::Single),
    ]
}

fn row(id: &'static str, title: &'static str, flavor: Flavor) -> Workload {
    let mut jobs = vec![Job::task("ours", ours)];
    jobs.extend(peers(0));
    Workload {
        id,
        title,
        unit: Unit::NsPerItem,
        flavor,
        items: (200_000, 50_000),
        expected: |items| items,
        jobs,
        targets: vec![Bound::Times("kanal", 1.05)],
    }
}

async fn ours(n: usize) -> usize {
    Stream::from_iter(0..n).map_async(step).map_async(step).map_async(step).count().await.unwrap_or(0)
}
