//! What the words hold, and that nothing is left of them.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::testkit::Counts;
use tokio::time::sleep;

use crate::support::{TICK, of_seconds, paused};

type Words = &'static [(&'static str, fn(Stream<Arc<u64>>) -> Stream<()>)];

/// Each word that holds a bounded number of items.
const BOUNDED: Words = &[
    ("throttle", |s| s.throttle(TICK).map(drop).into()),
    ("rate_limit", |s| s.rate_limit(2, TICK).map(drop).into()),
    ("delay", |s| s.delay(TICK).workers(4).map(drop).into()),
    ("delay_start", |s| s.delay_start(TICK).map(drop).into()),
    ("idle_timeout", |s| s.idle_timeout(TICK).ok_only().map(drop).into()),
    ("keep_alive", |s| s.keep_alive(TICK, Arc::default).map(drop).into()),
    ("chunks_timeout", |s| s.chunks_timeout(3, TICK).map(drop).into()),
    ("ready_chunks", |s| s.ready_chunks(3).map(drop).into()),
    ("chunks_by_weight", |s| s.chunks_by_weight(5, |_| 2).map(drop).into()),
    ("tumbling", |s| s.tumbling(3).map(drop).into()),
    ("sliding", |s| s.sliding(3, 1).map(drop).into()),
    ("chunks_by_key", |s| s.chunks_by_key(3, TICK, |n| **n % 5).map(drop).into()),
];

/// The others.
const UNBOUNDED: Words = &[
    ("tumbling", |s| s.tumbling(TICK).map(drop).into()),
    ("tumbling_by", |s| s.tumbling_by(TICK, TICK, |n| of_seconds(n)).map(drop).into()),
    ("sliding", |s| s.sliding(TICK * 2, TICK).map(drop).into()),
    ("sliding_by", |s| s.sliding_by(TICK * 2, TICK, TICK, |n| of_seconds(n)).map(drop).into()),
    ("session", |s| s.session(TICK).map(drop).into()),
    ("session_by", |s| s.session_by(TICK, TICK, |n| of_seconds(n)).map(drop).into()),
];

#[test]
fn what_a_word_holds_has_the_bound_that_it_tells() {
    paused(async {
        for (word, attach) in BOUNDED {
            let made = Arc::new(AtomicUsize::new(0));
            let count = made.clone();
            let source = Stream::from_iter((0..10_000_u64).map(move |n| {
                count.fetch_add(1, SeqCst);
                Arc::new(n)
            }));
            let run = attach(source).for_each_async(|()| std::future::pending());
            let most = run.max_in_flight();
            assert!(tokio::time::timeout(TICK * 60, run.into_future()).await.is_err());
            let made = made.load(SeqCst);
            // Chunks count as one item in the reader's hand, whatever is in them.
            assert!(made <= most + 4, "{word}: {made} of {most}");
        }
        for (word, attach) in UNBOUNDED {
            let run = attach(Stream::from_iter([])).drain();
            assert_eq!(run.max_in_flight(), usize::MAX, "{word}");
        }
    });
}

#[test]
fn an_item_that_comes_while_a_heartbeat_waits_is_counted() {
    paused(async {
        let counts = Counts::new();
        let made = counts.clone();
        let late = |item| async move {
            sleep(TICK * 7 / 2).await;
            item
        };
        let for_ever = |item| async move {
            std::future::pending::<()>().await;
            drop(item);
        };
        let source = Stream::from_iter(counts.items(1..10)).map_async(late).workers(2);
        let run = source.keep_alive(TICK, move || made.item(0)).for_each_async(for_ever);
        let most = run.max_in_flight();
        assert!(tokio::time::timeout(TICK * 60, run.into_future()).await.is_err());
        let alive = counts.most_alive();
        assert!(alive <= most, "{alive} of {most}");
    });
}

#[test]
fn dropped_at_any_time_nothing_is_left() {
    paused(async {
        for (word, attach) in BOUNDED.iter().chain(UNBOUNDED) {
            for ms in (0..4_000).step_by(370) {
                let item = Arc::new(7);
                let (given, left) = (item.clone(), Arc::downgrade(&item));
                let source = Stream::repeat(given).throttle(Duration::from_millis(40));
                drop(item);
                let run = attach(source).drain();
                let _ = tokio::time::timeout(Duration::from_millis(ms), run.into_future()).await;
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                assert_eq!(left.strong_count(), 0, "{word} after {ms} ms");
            }
        }
    });
}

#[test]
fn the_words_stand_in_the_macro() {
    paused(async {
        let windows = pipeline!({
            [1_u64, 2, 3]
                | throttle(TICK)
                | rate_limit(2, TICK)
                | chunks_timeout(9, TICK * 5)
                | flatten()
                | tumbling_by(TICK * 2, TICK, of_seconds)
                | flat_map(|window| window.items)
                | sliding(2, 1)
                | collect::<Vec<_>>()
        });
        assert_eq!(windows.await.unwrap(), [[1, 2], [2, 3]]);
    });
}
