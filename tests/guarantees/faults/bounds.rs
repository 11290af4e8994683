//! More items alive than `max_in_flight` had told.
//!
//! A stream that joined a merge or a zip went through a change of tracks, though there was none to change. Where
//! the stage behind had a buffer, that was a task with an edge of its own, and held one item more.

use std::future::IntoFuture;

use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{Gate, both_runtimes, settle};

fn source(ledger: &Counts) -> Stream<Counted<usize>> {
    Stream::from_iter(ledger.items(0..100))
}

/// Has all come to a standstill behind a reader that reads nothing.
async fn no_more_than_told<S: Send + 'static>(
    what: &str,
    ledger: &Counts,
    stream: Stream<Counted<usize>, Plain, S>,
) {
    let gate = Gate::new();
    let held = gate.clone();
    let run = stream.for_each_async(move |item| {
        let held = held.clone();
        async move {
            held.pass().await;
            drop(item);
        }
    });
    let told = run.max_in_flight();
    let run = tokio::spawn(run.into_future());
    settle().await;
    gate.open();
    run.await.unwrap().unwrap();
    assert!(ledger.most_alive() <= told, "{what}: {} alive, {told} told", ledger.most_alive());
    ledger.assert_clean();
}

async fn pass(item: Counted<usize>) -> Counted<usize> {
    item
}

both_runtimes! {
    async fn branches_of_a_split_merged_into_a_buffer() {
        for buffer in [0, 2] {
            let ledger = Counts::new();
            let (even, odd) = source(&ledger).partition(|item| **item % 2 == 0);
            no_more_than_told("partition", &ledger, even.merge(odd).buffer(buffer)).await;
            let ledger = Counts::new();
            let [a, b] = source(&ledger).tee();
            no_more_than_told("tee", &ledger, a.merge(b).buffer(buffer)).await;
            let ledger = Counts::new();
            let [a, b, c] = source(&ledger).route(|item| **item % 3);
            no_more_than_told("route", &ledger, a.merge([b, c]).buffer(buffer)).await;
        }
    }

    async fn stages_with_tasks_joined_behind_a_buffer() {
        for buffer in [0, 2] {
            let ledger = Counts::new();
            let merged = source(&ledger).map_async(pass).merge(source(&ledger).map_async(pass)).buffer(buffer);
            no_more_than_told("merge", &ledger, merged).await;
            let ledger = Counts::new();
            let chained = source(&ledger).map_async(pass).chain(source(&ledger).map_async(pass)).buffer(buffer);
            no_more_than_told("chain", &ledger, chained).await;
        }
    }

    /// Here the tracks do differ, and what changes them is counted.
    async fn plain_items_that_join_results() {
        for buffer in [0, 2] {
            let ledger = Counts::new();
            let (even, odd) = source(&ledger).partition(|item| **item % 2 == 0);
            let results = even.try_map(Ok::<_, String>).merge(odd.map_async(pass)).buffer(buffer);
            no_more_than_told("results", &ledger, results.ok_only()).await;
        }
    }
}
