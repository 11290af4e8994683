//! The cases of a broadcast, by id: who is waited for, who comes and goes.

use futures::{FutureExt, StreamExt};
use pipeline_core::SendError;
use pipeline_core::prelude::*;

use crate::support::{TICK, collect, next, put_all, settle, tasks};

#[tokio::test(start_paused = true)]
async fn hub_01_one_leaves_and_the_other_goes_on() {
    let hub = Broadcast::new();
    let (mut a, b) = (hub.subscribe().open(), collect(&hub));
    let (_, putting) = put_all(&hub, [1, 2]);
    assert_eq!((next(&mut a).await, next(&mut a).await), (Some(1), Some(2)));
    putting.await.unwrap().unwrap();
    a.close().await.unwrap();
    hub.put(3).await.unwrap();
    hub.close();
    assert_eq!(b.await.unwrap().unwrap(), [1, 2, 3]);
    assert_eq!(hub.put(4).await, Err(SendError(4)));
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn hub_02_unsubscribe_while_put_waits() {
    let hub = Broadcast::new();
    let mut slow = hub.subscribe().open();
    let (put, first) = tokio::join!(hub.put(1), next(&mut slow));
    assert_eq!((put, first), (Ok(()), Some(1)));
    let quick = collect(&hub);
    let (times, putting) = put_all(&hub, [2]);
    settle().await;
    assert!(times.lock().unwrap().is_empty(), "the slow one was not waited for");
    slow.close().await.unwrap();
    putting.await.unwrap().unwrap();
    let late = collect(&hub);
    settle().await;
    hub.put(3).await.unwrap();
    drop(hub);
    assert_eq!((quick.await.unwrap().unwrap(), late.await.unwrap().unwrap()), (vec![2, 3], vec![3]));
}

#[tokio::test(start_paused = true)]
async fn hub_02_the_only_one_leaves_while_put_waits() {
    let hub = Broadcast::new();
    let waiting = hub.subscribe();
    let (times, putting) = put_all(&hub, [1]);
    settle().await;
    drop(waiting);
    settle().await;
    assert!(times.lock().unwrap().is_empty(), "there is nobody, and it waits for one");
    assert_eq!(hub.subscribe().first().await.unwrap(), Some(1));
    putting.await.unwrap().unwrap();

    let hub = Broadcast::new().drop_when_alone();
    let waiting = hub.subscribe();
    let (_, putting) = put_all(&hub, [1]);
    settle().await;
    assert!(!putting.is_finished());
    drop(waiting);
    putting.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn brd_01_each_gets_all_in_order() {
    let hub = Broadcast::new();
    let readers = [collect(&hub), collect(&hub)];
    let doubled =
        tokio::spawn(pipeline!(hub.subscribe() | map(|n| n * 2) | fold(0, |a, b| a + b)).into_future());
    Stream::from_iter(0..100).send_to(hub).await.unwrap();
    for reader in readers {
        assert_eq!(reader.await.unwrap().unwrap(), (0..100).collect::<Vec<_>>());
    }
    assert_eq!(doubled.await.unwrap().unwrap(), 99 * 100);
    assert_eq!(tasks(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn brd_01_on_several_threads() {
    for replays in [0, 3] {
        let hub = Broadcast::new().replay(replays);
        let readers: Vec<_> = (0..5).map(|_| collect(&hub)).collect();
        let few = tokio::spawn(hub.subscribe().take(7).count().into_future());
        let async_stage = hub.subscribe().map_async(|n| async move { n }).workers(3).ordered();
        let async_stage = tokio::spawn(async_stage.collect::<Vec<_>>().into_future());
        Stream::from_iter(0..3000).send_to(hub).await.unwrap();
        for reader in readers.into_iter().chain([async_stage]) {
            assert_eq!(reader.await.unwrap().unwrap(), (0..3000).collect::<Vec<_>>());
        }
        assert_eq!(few.await.unwrap().unwrap(), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn brd_02_the_slowest_sets_the_pace() {
    let hub = Broadcast::new();
    let (fast, mut slow) = (collect(&hub), hub.subscribe().open());
    let (times, putting) = put_all(&hub, 0..4);
    drop(hub);
    let mut found = Vec::new();
    while let Some(item) = next(&mut slow).await {
        found.push(item);
        tokio::time::sleep(5 * TICK).await;
    }
    assert_eq!(found, [0, 1, 2, 3]);
    assert_eq!(fast.await.unwrap().unwrap(), [0, 1, 2, 3]);
    putting.await.unwrap().unwrap();
    assert_eq!(*times.lock().unwrap(), [0, 5, 10, 15]);
}

#[tokio::test(start_paused = true)]
async fn brd_02_a_stage_with_a_task_asks_one_ahead() {
    let hub = Broadcast::new();
    let slow = hub.subscribe().for_each_async(|_: i32| tokio::time::sleep(5 * TICK));
    let slow = tokio::spawn(slow.into_future());
    let (times, _) = put_all(&hub, 0..4);
    drop(hub);
    slow.await.unwrap().unwrap();
    assert_eq!(*times.lock().unwrap(), [0, 0, 5, 10]);
}

#[tokio::test(start_paused = true)]
async fn brd_02_a_buffer_lets_a_subscriber_lag() {
    let hub = Broadcast::new();
    let run = hub.subscribe().buffer(8).for_each_async(|_: i32| tokio::time::sleep(5 * TICK));
    assert_eq!(run.max_in_flight(), 1 + 8 + 1);
    let slow = tokio::spawn(run.into_future());
    let (times, _) = put_all(&hub, 0..10);
    drop(hub);
    slow.await.unwrap().unwrap();
    assert_eq!(*times.lock().unwrap(), [0; 10]);
}

#[tokio::test(start_paused = true)]
async fn brd_04_who_joins_later_gets_what_comes_later() {
    let hub = Broadcast::new();
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
    assert_eq!(late.await.unwrap().unwrap(), [3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn brd_05_subscribe_after_close() {
    let hub = Broadcast::new().replay(2).drop_when_alone();
    hub.put(1).await.unwrap();
    hub.close();
    assert_eq!(hub.subscribe().collect::<Vec<i32>>().await.unwrap(), [0; 0]);
}

#[tokio::test(start_paused = true)]
async fn brd_06_no_consumer() {
    // Waits for one; closed while it waits, the items come back to whoever wanted to put them.
    let hub = Broadcast::new();
    let ((first, one), (second, two)) = (put_all(&hub, [1]), put_all(&hub, [2]));
    settle().await;
    assert!(first.lock().unwrap().is_empty() && second.lock().unwrap().is_empty());
    hub.close();
    assert_eq!((one.await.unwrap(), two.await.unwrap()), (Err(SendError(1)), Err(SendError(2))));
    // Or drops.
    let hub = Broadcast::new().drop_when_alone();
    assert_eq!((hub.put(1).await, hub.put(2).await), (Ok(()), Ok(())));
    hub.close();
    assert_eq!(hub.subscribe().count().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn brd_10_two_producers() {
    let hub = Broadcast::new();
    let reader = collect(&hub);
    let (_, a) = put_all(&hub, [1, 2, 3]);
    let (_, b) = put_all(&hub, [10, 20, 30]);
    drop(hub);
    a.await.unwrap().unwrap();
    b.await.unwrap().unwrap();
    let found = reader.await.unwrap().unwrap();
    let of = |small: bool| found.iter().copied().filter(|n| (*n < 10) == small).collect::<Vec<_>>();
    assert_eq!((of(true), of(false)), (vec![1, 2, 3], vec![10, 20, 30]));
    // Those that wait are let in in the order they came.
    let at = |item| found.iter().position(|n| *n == item).unwrap();
    assert!(at(10) < at(3) && at(1) < at(20), "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn brd_11_a_subscription_that_is_not_run() {
    let hub = Broadcast::new();
    let (reader, idle, mut read_once) = (collect(&hub), hub.subscribe(), hub.subscribe().open());
    let (times, putting) = put_all(&hub, [0, 1]);
    assert!(read_once.next().now_or_never().is_none());
    settle().await;
    assert!(times.lock().unwrap().is_empty());
    drop(idle);
    settle().await;
    assert_eq!(times.lock().unwrap().len(), 1);
    drop(read_once);
    putting.await.unwrap().unwrap();
    drop(hub);
    assert_eq!(reader.await.unwrap().unwrap(), [0, 1]);
}
