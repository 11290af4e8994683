//! Probes: what they ask for, what they wait for, and what they say when it does not come.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counts, SinkProbe, SourceProbe};
use tokio::time::Instant;

const HOUR: Duration = Duration::from_secs(3_600);

/// What a future panics with.
async fn panic_of(future: impl Future) -> String {
    let panic = AssertUnwindSafe(future).catch_unwind().await.err().expect("it panics");
    *panic.downcast::<String>().expect("with a text")
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_gives_what_was_asked_for_and_no_more() {
    let counts = Counts::new();
    let (mut source, items) = SourceProbe::new();
    let mut sink = SinkProbe::of(items.map_async(|n| async { n }));
    source.expect_no_request().await;
    sink.request(2);
    source.send(counts.item(1)).await;
    sink.expect_next(1).await;
    source.send(counts.item(2)).await;
    sink.expect_next(2).await;
    sink.expect_no_item().await;
    // The stage has a hand free, and nobody has asked for what is in it.
    source.send(counts.item(3)).await;
    sink.expect_no_item_for(HOUR).await;
    sink.request(1);
    sink.expect_next(3).await;
    source.end();
    sink.expect_end().await;
    counts.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn waiting_takes_the_clocks_time_and_no_other() {
    let start = Instant::now();
    let (mut source, items) = SourceProbe::new();
    let mut sink = SinkProbe::of(items.delay(HOUR)).patience(2 * HOUR);
    sink.request(1);
    source.send("late").await;
    sink.expect_no_item().await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    sink.expect_no_item_for(HOUR - Duration::from_millis(1)).await;
    sink.expect_next("late").await;
    assert_eq!(start.elapsed(), HOUR);
    drop(source.patience(HOUR));
    sink.leave().await;
}

#[tokio::test(start_paused = true)]
async fn what_does_not_come_is_told_with_the_line_of_the_test() {
    let mut sink = SinkProbe::of(Stream::<i32>::pending());
    let told = panic_of(sink.request_next()).await;
    assert!(
        told.starts_with(
            "an item was to come, and within 10s that did not come (at tests/testkit/probes.rs:"
        ),
        "{told}"
    );
    let (mut source, items) = SourceProbe::new();
    let told = panic_of(source.send(1)).await;
    assert!(
        told.starts_with("the pipeline was to take an item, and within 10s that did not come (at "),
        "{told}"
    );
    drop(items);
    let told = panic_of(source.send(1)).await;
    assert!(told.starts_with("the pipeline was to take an item, and it has left its source (at "), "{told}");
    let told = panic_of(source.expect_request()).await;
    assert!(told.contains("it has left its source"), "{told}");
    source.expect_left().await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_the_place_of_another_is_told() {
    let numbers = || SinkProbe::of(Stream::from_iter([1]));
    let told = panic_of(numbers().expect_next(1)).await;
    assert!(told.starts_with("an item was expected, and none was asked for: call `request(1)`"), "{told}");
    let mut sink = numbers();
    sink.request(1);
    let told = panic_of(sink.expect_next(2)).await;
    assert!(told.starts_with("2 was to come, and 1 came (at "), "{told}");
    let told = panic_of(numbers().expect_end()).await;
    assert!(told.starts_with("the end was to come, and an item came (at "), "{told}");
    let told = panic_of(numbers().expect_error()).await;
    assert!(told.starts_with("a failure was to come, and an item came (at "), "{told}");
    let mut fails = SinkProbe::of(Stream::from_iter([0]).map(|n| 1 / n).name("divide"));
    let told = panic_of(fails.request_next()).await;
    assert!(told.starts_with("an item was to come, and the run failed: stage `divide` panicked: "), "{told}");
    let mut sink = numbers();
    sink.request(2);
    let told = panic_of(sink.expect_no_item()).await;
    assert!(told.starts_with("nothing was to come, and an item came (at "), "{told}");
    let told = panic_of(sink.expect_no_item_for(HOUR)).await;
    assert!(told.starts_with("nothing was to come for 3600s, and the pipeline ended (at "), "{told}");
    let (mut source, items) = SourceProbe::<i32>::new();
    let running = items.count().spawn();
    let told = panic_of(source.expect_no_request()).await;
    assert!(told.starts_with("the pipeline was not to ask for an item, and it does (at "), "{told}");
    drop(running);
    source.expect_left().await;
}
