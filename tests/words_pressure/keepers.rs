//! `conflate`, `debounce` and `sample`, and what holds for every relay.

use std::future::IntoFuture;
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::testkit::Counts;
use pipeline_core::{Overflow, prelude::*};

use crate::support::*;

#[test]
fn conflate_merges_what_comes_while_the_reader_is_busy() {
    paused(async {
        let sums = ticks(35).map(|n| vec![n]).conflate(|all, mut more| all.append(&mut more));
        let given = read_slowly(sums, 10).await;
        assert_eq!(given.iter().map(Vec::len).collect::<Vec<_>>(), [1, 10, 10, 10, 4]);
        assert_eq!(given.concat(), (0..35).collect::<Vec<_>>());
    });
}

#[test]
fn an_error_passes_before_what_is_kept_and_nothing_after_it() {
    paused(async {
        let check = |n: usize| if n == 3 { Err(n) } else { Ok(n) };
        let given = read_results_slowly(ticks(8).try_map(check).conflate(|sum, n| *sum += n), 10).await;
        // 1 and 2 wait, the error goes first, and holds up what comes behind it.
        assert_eq!(given[..2], [Ok(0), Err(3)]);
        assert_eq!(given[2..].iter().map(|item| item.unwrap()).sum::<usize>(), 1 + 2 + 4 + 5 + 6 + 7);
    });
}

#[test]
fn debounce_gives_the_last_item_of_each_burst() {
    paused(async {
        let bursts = at([0, 2, 4, 20, 40, 46, 50, 54]).debounce(TICK * 5);
        assert_eq!(timed(bursts).await, [(4, 9), (20, 25), (40, 45), (54, 54)]);
        // The reader is busy from 9 to 29: the burst of 15 waits for it, and is joined by that of 22.
        assert_eq!(read_slowly(at([0, 2, 4, 15, 22, 40]).debounce(TICK * 5), 20).await, [4, 22, 40]);
        assert_eq!(timed(at([1, 3]).debounce(Duration::MAX)).await, [(3, 3)]);
    });
}

#[test]
fn sample_gives_the_newest_item_at_each_tick() {
    paused(async {
        let found = timed(at([0, 3, 12, 14, 35, 41]).sample(TICK * 10)).await;
        assert_eq!(found, [(3, 10), (14, 20), (35, 40), (41, 41)]);
        // Busy at the tick, the reader gets what is the newest when it asks; the ticks stay where they are.
        let found = read_slowly(at([1, 11, 13, 24, 39, 45]).sample(TICK * 10), 15).await;
        assert_eq!(found, [1, 24, 39, 45]);
    });
}

#[test]
fn a_panic_names_the_stage() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload_as_str() != Some("boom") {
            usual(info);
        }
    }));
    let fast = || Stream::from_iter(0..1_000);
    let runs = [
        fast().name("drops").overflow(Overflow::Latest).on_drop(|_| panic!("boom")).map_async(slow).count(),
        fast().conflate(|_, _| panic!("boom")).name("merges").map_async(slow).count(),
    ];
    for (run, name) in runs.into_iter().zip(["drops", "merges"]) {
        match current_thread(run.into_future()) {
            Err(PipelineError::Panicked { stage, message, .. }) => {
                assert_eq!((&*stage, &*message), (name, "boom"));
            }
            other => panic!("{other:?}"),
        }
    }
}

async fn slow<T>(item: T) -> T {
    tokio::task::yield_now().await;
    item
}

/// Dropped after each number of turns, nothing of a run stays.
#[test]
fn a_run_may_be_dropped_at_any_time() {
    current_thread(async {
        for turns in 0..60 {
            let counts = Counts::new();
            let items = Stream::from_iter(counts.items(std::iter::repeat(())));
            let source = items.buffer(2).overflow(Overflow::DropOldest);
            let run =
                source.conflate(|_, _| ()).debounce(TICK).sample(TICK).map_async(slow).workers(2).drain();
            let mut run = run.into_future();
            for _ in 0..turns {
                assert!(futures::poll!(&mut run).is_pending());
                tokio::task::yield_now().await;
            }
            drop(run);
            settle().await;
            assert_eq!(counts.alive(), 0, "after {turns} turns");
        }
    });
}

#[test]
fn a_reader_that_leaves_ends_the_relay() {
    current_thread(async {
        let endless = || Stream::repeat(1).overflow(Overflow::Latest);
        assert_eq!(endless().first().await.unwrap(), Some(1));
        assert_eq!(endless().take(3).count().await.unwrap(), 3);
        let mut open = endless().conflate(|sum, n| *sum += n).open();
        assert!(open.next().await.transpose().unwrap() >= Some(1));
        open.close().await.unwrap();
    });
}
