//! The cases of a broadcast, by id: how it ends, and what is replayed.

use std::error::Error;
use std::sync::Arc;

use futures::{FutureExt, StreamExt};
use pipeline_core::SendError;
use pipeline_core::prelude::*;

use crate::support::{collect, next, put_all, quiet_booms, settle, tasks};

#[tokio::test(start_paused = true)]
async fn brd_12_the_producer_fails() {
    let hub = Broadcast::new();
    let mut readers = [hub.subscribe().open(), hub.subscribe().open()];
    let (_, putting) = put_all(&hub, [1]);
    let [a, b] = &mut readers;
    assert_eq!(tokio::join!(next(a), next(b)), (Some(1), Some(1)));
    putting.await.unwrap().unwrap();
    hub.fail(std::io::Error::other("unplugged"));
    hub.close(); // the first end is the one that counts
    assert_eq!(hub.put(2).await, Err(SendError(2)));
    for reader in &mut readers {
        let error = reader.next().await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "stage `subscribe` failed: unplugged");
        assert!(error.also().is_empty());
        assert!(reader.next().await.is_none());
    }
    let error = hub.subscribe().name("prices").count().await.unwrap_err();
    assert_eq!(error.stage(), Some("prices"));
    let PipelineError::Failed { source, .. } = error else { panic!("{error}") };
    let shared = source.downcast_ref::<Arc<dyn Error + Send + Sync>>().unwrap();
    assert!(shared.is::<std::io::Error>());
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn brd_12_what_was_delivered_is_read_before_the_error() {
    let hub = Broadcast::new();
    let mut reader = hub.subscribe().open();
    let mut reading = reader.next();
    assert!((&mut reading).now_or_never().is_none());
    settle().await;
    hub.put(1).await.unwrap();
    hub.fail("late");
    assert_eq!(reading.await.unwrap().unwrap(), 1);
    assert!(reader.next().await.unwrap().is_err());
}

#[tokio::test(start_paused = true)]
async fn brd_12_the_run_that_sends_to_it_fails_or_is_dropped() {
    let fails = |hub| Stream::from_iter(0..5).map(|n| if n == 2 { panic!("boom") } else { n }).send_to(hub);
    let hub = Broadcast::new();
    let reader = collect(&hub);
    quiet_booms();
    let failed = fails(hub).await.unwrap_err();
    assert!(matches!(failed, PipelineError::Panicked { .. }));
    let error = reader.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "stage `subscribe` failed: the run that was to send to the broadcast was dropped or has failed before its end"
    );
    // Dropped while it runs, and before it was run.
    for started in [true, false] {
        let hub = Broadcast::new();
        let reader = collect(&hub);
        let mut running = Stream::pending().send_to(hub).into_future();
        if started {
            assert!((&mut running).now_or_never().is_none());
            settle().await;
        }
        drop(running);
        assert!(matches!(reader.await.unwrap(), Err(PipelineError::Failed { .. })), "{started}");
    }
    settle().await;
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn brd_13_close_without_consumers_and_twice() {
    let hub = Broadcast::<i32>::new();
    hub.close();
    hub.close();
    hub.fail("too late");
    assert_eq!(hub.put(1).await, Err(SendError(1)));
    assert_eq!(hub.clone().subscribe().count().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn new_13_replay() {
    for (replays, wanted) in [(1, vec![2, 3, 4, 5]), (2, vec![1, 2, 3, 4, 5]), (9, vec![0, 1, 2, 3, 4, 5])] {
        let hub = Broadcast::new().replay(replays);
        let first = collect(&hub);
        for item in 0..3 {
            hub.put(item).await.unwrap();
        }
        let late = collect(&hub);
        for item in 3..6 {
            hub.put(item).await.unwrap();
        }
        drop(hub);
        assert_eq!(first.await.unwrap().unwrap(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(late.await.unwrap().unwrap(), wanted, "replay({replays})");
    }
}

#[tokio::test(start_paused = true)]
async fn new_13_what_is_replayed_is_read_after_the_close_by_who_joined_before() {
    let hub = Broadcast::new().replay(3).drop_when_alone();
    for item in 0..5 {
        hub.put(item).await.unwrap();
    }
    let late = hub.subscribe().collect::<Vec<_>>();
    assert_eq!(late.max_in_flight(), 1 + 3);
    hub.close();
    assert_eq!(late.await.unwrap(), [2, 3, 4]);
    assert_eq!(hub.subscribe().count().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn new_13_too_much_to_replay_is_refused() {
    let refused = Broadcast::<i32>::new().replay(usize::MAX).subscribe().count();
    assert!(refused.max_in_flight() > 1 << 20);
    assert!(matches!(refused.await, Err(PipelineError::InvalidOption { option: "replay", .. })));
}
