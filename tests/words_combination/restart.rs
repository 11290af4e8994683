//! `restart`.

use std::sync::atomic::{AtomicI32, Ordering::SeqCst};

use pipeline_core::prelude::*;
use pipeline_core::retry::{ConstantBuilder, ExponentialBuilder};

use crate::support::*;

/// Makes the streams one after another, and empty ones after that.
fn in_turn(streams: Vec<Vec<i32>>) -> impl Fn() -> TryStream<i32, i32> {
    let made = AtomicI32::new(0);
    move || {
        let numbers = streams.get(made.fetch_add(1, SeqCst) as usize).cloned().unwrap_or_default();
        Stream::from_iter(numbers).try_map(|n| if n < 0 { Err(n) } else { Ok(n) }).into()
    }
}

#[tokio::test(start_paused = true)]
async fn restart_waits_longer_each_time_until_a_value_comes() {
    let policy = ExponentialBuilder::new().with_min_delay(TICK).with_factor(2.0).with_max_times(3);
    let streams = vec![vec![1], vec![], vec![], vec![2, -3, 9], vec![-4], vec![5]];
    let found = timed(errors_as_numbers(Stream::restart(policy, in_turn(streams)))).await;
    // Waits of 1, 2, 4; then anew 1, 2; then anew 1, 2, 4, and no more.
    assert_eq!(found, (vec![(1, 0), (2, 7), (-3, 7), (-4, 8), (5, 10)], 17));
}

#[tokio::test(start_paused = true)]
async fn restart_ends_where_the_policy_has_no_more_waits() {
    let starts = Counter::default();
    let counted = starts.clone();
    let policy = ConstantBuilder::new().with_delay(TICK).with_max_times(2);
    let empty = Stream::restart(policy, move || started(&counted, []));
    assert_eq!((timed(empty).await, starts.get()), ((vec![], 2), 3));
}

#[tokio::test(start_paused = true)]
async fn restart_drops_the_stream_that_gave_an_error_and_the_last_with_the_run() {
    let closed = Counter::default();
    let closing = closed.clone();
    let policy = ConstantBuilder::new().with_delay(TICK).without_max_times();
    let failing = Stream::restart(policy, move || {
        then_silent(&closing, [1, -1]).try_map(|n| if n < 0 { Err(n) } else { Ok(n) })
    });
    assert_eq!(
        timed(errors_as_numbers(failing.take(5))).await,
        (vec![(1, 0), (-1, 0), (1, 1), (-1, 1), (1, 2), (-1, 2), (1, 3), (-1, 3), (1, 4)], 4)
    );
    assert_eq!((closed.get(), tasks()), (5, 0));
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_what_makes_it_names_the_source() {
    quiet();
    let run = Stream::restart(ConstantBuilder::new(), || -> Vec<i32> { panic!("boom") }).count();
    assert_eq!(run.await.unwrap_err().to_string(), "stage `restart` panicked: boom");
}

#[test]
fn restart_needs_a_clock() {
    let run = Stream::restart(ConstantBuilder::new(), || [1]).count();
    let error = futures::executor::block_on(run.run_local()).unwrap_err();
    assert!(matches!(error, PipelineError::InvalidOption { option: "policy", .. }), "{error}");
}
