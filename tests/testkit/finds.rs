//! What is left behind is found: by `Counts`, by `assert_no_leaks`, by `every_turn`.

use std::future::pending;
use std::mem::forget;

use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counts, assert_no_leaks, every_turn};

#[test]
#[should_panic(expected = "of 3 items 1 are alive")]
fn an_item_that_is_kept() {
    let counts = Counts::new();
    let kept = counts.items(0..3).last();
    counts.assert_clean();
    drop(kept);
}

#[tokio::test(start_paused = true)]
async fn a_test_in_order_gives_its_result() {
    let counted = assert_no_leaks(async {
        let counts = Counts::new();
        Stream::from_iter(counts.items(0..9)).map_blocking(|n| n).workers(2).count().await.unwrap()
    });
    assert_eq!(counted.await, 9);
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "of 9 items 1 are alive (at tests/testkit/finds.rs:")]
async fn an_item_that_is_lost_in_a_stage() {
    assert_no_leaks(async {
        let counts = Counts::new();
        let run = Stream::from_iter(counts.items(0..9)).for_each(|n| {
            if *n == 4 {
                forget(n)
            }
        });
        run.await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "1 tasks are alive (at tests/testkit/finds.rs:")]
async fn a_task_that_goes_on() {
    let mut task = None;
    assert_no_leaks(async { task = Some(tokio::spawn(pending::<()>())) }).await;
}

#[test]
#[should_panic(expected = "a run that was dropped after Turns(")]
fn an_item_that_is_lost_when_a_run_is_dropped_half_way() {
    /// Is forgotten, unless its call came to its end.
    struct Held<T>(Option<T>);
    impl<T> Drop for Held<T> {
        fn drop(&mut self) {
            forget(self.0.take());
        }
    }
    every_turn(|| {
        let counts = Counts::new();
        let calls = Stream::from_iter(counts.items(0..3)).map_async(|n| {
            let mut held = Held(Some(n));
            async move {
                tokio::task::yield_now().await;
                held.0.take()
            }
        });
        calls.count()
    });
}

/// A run that waits for time is dropped while it waits, too.
#[test]
fn a_run_that_waits_for_time_is_dropped_while_it_waits() {
    let dropped = std::sync::Mutex::new(Vec::new());
    every_turn(|| {
        let (began, counts) = (std::sync::OnceLock::new(), Counts::new());
        let ticks = Stream::interval(std::time::Duration::from_secs(60))
            .map(move |now| (now - *began.get_or_init(|| now)).as_secs());
        dropped.lock().unwrap().push(counts.clone());
        ticks.map(move |minute| counts.item(minute)).take(8).count()
    });
    let most = dropped.lock().unwrap().iter().map(Counts::made).max();
    assert_eq!(most, Some(8));
}
