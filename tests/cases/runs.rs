//! Behaviour cases: cancelling, reading by hand, and what none of the models has.

use std::collections::HashSet;
use std::error::Error;

use futures::StreamExt;
use pipeline_core::{Open, prelude::*};

use crate::support::{
    Boom, Clock, Counter, Log, TICK, assert_not_impl, boom, risky, settle, tasks, ticks, with_times,
    worker_threads,
};

/// Calls of so many ticks each, counted.
#[derive(Clone, Default)]
struct Calls {
    started: Counter,
    finished: Counter,
    /// Ended in one way or the other, and dropped.
    gone: Counter,
}

impl Calls {
    fn take(
        &self,
        n: u64,
    ) -> impl Fn(i32) -> futures::future::BoxFuture<'static, i32> + Send + Sync + 'static {
        let calls = self.clone();
        move |item| {
            calls.started.add();
            let (guard, finished) = (calls.gone.on_drop(), calls.finished.clone());
            Box::pin(async move {
                let _guard = guard;
                ticks(n).await;
                finished.add();
                item
            })
        }
    }

    fn counts(&self) -> (usize, usize, usize) {
        (self.started.get(), self.gone.get(), self.finished.get())
    }
}

#[tokio::test(start_paused = true)]
async fn can_01_cancelled_from_outside() {
    let build = |calls: &Calls| {
        let items = Stream::from_iter(0..100).map_async(calls.take(10)).workers(10);
        items.collect::<Vec<_>>()
    };
    // By a timeout around it.
    let (calls, clock) = (Calls::default(), Clock::start());
    assert!(tokio::time::timeout(TICK, build(&calls).into_future()).await.is_err());
    assert_eq!(clock.tick(), 1);
    settle().await;
    assert_eq!((calls.counts(), tasks(), clock.tick()), ((10, 10, 0), 0, 1));
    // By a signal: here the run resolves, and by then everything has ended.
    let (calls, clock) = (Calls::default(), Clock::start());
    let cancelled = build(&calls).cancel_when(ticks(1)).await;
    assert!(matches!(cancelled, Err(PipelineError::Cancelled)));
    assert_eq!((calls.counts(), tasks(), clock.tick()), ((10, 10, 0), 0, 1));
}

// To clean up is to drop, which does not wait; the calls that are left are dropped before the run resolves.
#[tokio::test(start_paused = true)]
async fn can_02_take_returns_after_the_clean_up_of_all_calls() {
    let (gone, clock) = (Counter::default(), Clock::start());
    let cleaned = gone.clone();
    let waits = Stream::from_iter([1, 10, 10]).map_async(move |n| {
        let guard = cleaned.on_drop();
        async move {
            let _guard = guard;
            ticks(n).await;
            n
        }
    });
    assert_eq!(waits.workers(3).take(1).collect::<Vec<_>>().await.unwrap(), [1]);
    assert_eq!((gone.get(), clock.tick(), tasks()), (3, 1, 0));
}

/// A source that counts when it is closed.
fn closing(closed: &Counter) -> Stream<i32> {
    let guard = closed.on_drop();
    Stream::from_stream(futures::stream::iter(0..).inspect(move |_| _ = &guard))
}

// Who has to wait to clean up gives each worker a state that is closed: the run resolves when all are.
#[tokio::test(start_paused = true)]
async fn can_02_take_returns_after_the_states_of_all_workers_are_closed() {
    let (closed, clock) = (Counter::default(), Clock::start());
    let closing = closed.clone();
    let waits = Stream::from_iter([1, 10, 10]).worker_state(|| async { Ok::<_, Boom>(()) });
    let waits = waits.on_close(move |()| {
        let closing = closing.clone();
        async move {
            ticks(5).await;
            closing.add();
            Ok::<_, Boom>(())
        }
    });
    let waits = waits.map_async(|_, n| async move {
        ticks(n).await;
        n
    });
    assert_eq!(waits.workers(3).take(1).collect::<Vec<_>>().await.unwrap(), [1]);
    assert_eq!((closed.get(), clock.tick(), tasks()), (3, 1 + 5, 0));
}

#[tokio::test(start_paused = true)]
async fn can_03_source_is_closed_when_open_is_left() {
    let closed = Counter::default();
    // One task for all, and the source in a task of its own.
    let shapes = [closing(&closed).open(), closing(&closed).map_async(|n| async move { n }).open()];
    for (place, mut open) in shapes.into_iter().enumerate() {
        assert_eq!(open.next().await.unwrap().unwrap(), 0);
        drop(open);
        settle().await;
        assert_eq!((closed.get(), tasks()), (place + 1, 0));
    }
    // A reader that is left by its pipeline sees the source closed at the end.
    let mut open = closing(&closed).map_async(|n| async move { n }).take(1).open();
    assert_eq!(open.next().await.unwrap().unwrap(), 0);
    assert!(open.next().await.is_none());
    assert_eq!((closed.get(), tasks()), (3, 0));
}

// What is read by hand has one reader, by type; several share the work as the workers of a terminal.
assert_not_impl!(Open<i32>: Clone);

#[tokio::test(start_paused = true)]
async fn can_05_two_consumers_share_the_items() {
    let seen = Log::new();
    let log = seen.clone();
    let consume = move |n| {
        let log = log.clone();
        async move {
            log.push((tokio::task::id(), n));
            ticks(1).await;
        }
    };
    Stream::from_iter(0..10).for_each_async(consume).workers(2).await.unwrap();
    let (consumers, mut items): (HashSet<_>, Vec<_>) = seen.get().into_iter().unzip();
    items.sort();
    assert_eq!((consumers.len(), items), (2, (0..10).collect()));
}

#[tokio::test(start_paused = true)]
async fn new_02_slot_is_free_while_the_window_has_room() {
    // Besides what the window holds, each worker waits with a result in its hand.
    for (window, start_of_3, start_of_4) in [(6, 4, 4), (1, 4, 10), (0, 10, 10)] {
        let (clock, starts) = (Clock::start(), Log::new());
        let log = starts.clone();
        let run = Stream::from_iter([10, 7, 4, 0, 0, 0]).enumerate().map_async(move |(place, wait)| {
            log.push((place, clock.tick()));
            async move {
                ticks(wait).await;
                place
            }
        });
        let items = with_times(run.workers(3).ordered().window(window)).await;
        assert_eq!(items, (0..6).map(|place| (place, 10)).collect::<Vec<_>>());
        assert_eq!(starts.get()[..3], [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(starts.get()[3..5], [(3, start_of_3), (4, start_of_4)], "window {window}");
    }
}

#[tokio::test(start_paused = true)]
async fn new_04_a_panic_ends_the_run() {
    for workers in [1, 4] {
        let call = |n: i32| async move { if n == 2 { boom("on 2") } else { n } };
        let run = Stream::from_iter([1, 2, 3]).map_async(call).workers(workers).name("call");
        match run.collect::<Vec<_>>().await {
            Err(PipelineError::Panicked { stage, message, .. }) => {
                assert_eq!((&*stage, &*message), ("call", "boom on 2"));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(tasks(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn new_05_two_stages_fail_in_the_same_tick() {
    let fail = |what| {
        move |_: i32| async move {
            ticks(1).await;
            boom(what)
        }
    };
    let branch =
        |name: &'static str| Stream::from_iter([0]).map_async(fail(name)).name(name).map(|_| ()).drain();
    let clock = Clock::start();
    let error = Run::join((branch("left"), branch("right"))).await.unwrap_err();
    assert_eq!(clock.tick(), 1);
    // One is the error; the other, if it still came to fail, is beside it in a flat list.
    let mut all: Vec<_> = std::iter::once(&error).chain(error.also()).map(|e| e.stage().unwrap()).collect();
    all.sort();
    assert_eq!(all, ["left", "right"]);
    assert!(error.also().iter().all(|e| e.also().is_empty()));
}

#[tokio::test(start_paused = true)]
async fn new_06_failure_stops_a_source_that_waits() {
    let (tx, rx) = tokio::sync::mpsc::channel(4);
    let calls = Calls::default();
    let pass = |n: i32| async move { n };
    let third = |n: i32| async move { if n == 1 { boom("in 3") } else { n } };
    let before = Stream::from_receiver(rx).map_async(pass).name("one").map_async(pass).name("two");
    let failing = before.map_async(third).name("three");
    let running = failing.map_async(calls.take(100)).name("four").map_async(pass).name("five").count();
    let running = tokio::spawn(running.into_future());
    tx.send(0).await.unwrap();
    tx.send(1).await.unwrap();
    let error = running.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "stage `three` panicked: boom in 3");
    assert_eq!((calls.counts(), tasks()), ((1, 1, 0), 0));
    assert!(tx.is_closed());
}

#[tokio::test(start_paused = true)]
async fn new_07_dropped_half_way() {
    let endless = |calls: &Calls| Stream::from_iter(0..).map_async(calls.take(2)).workers(100);
    // The run, while all of its second hundred calls are under way.
    let calls = Calls::default();
    assert!(tokio::time::timeout(TICK * 3, endless(&calls).drain().into_future()).await.is_err());
    settle().await;
    assert_eq!((calls.counts(), tasks()), ((200, 200, 100), 0));
    // The stream, after one item was read of it.
    let calls = Calls::default();
    let mut open = endless(&calls).open();
    assert!(open.next().await.unwrap().is_ok());
    drop(open);
    settle().await;
    let counts = calls.counts();
    assert_eq!((counts.0, tasks()), (counts.1, 0));
    ticks(10).await;
    assert_eq!(calls.counts(), counts, "nothing runs afterwards");
}

#[tokio::test(start_paused = true)]
async fn new_08_backpressure_reaches_the_source() {
    let polled = Counter::default();
    let counted = polled.clone();
    let source = Stream::from_iter((0..).inspect(move |_| counted.add()));
    let pass = |n: i32| async move { n };
    let mut reader = source.map_async(pass).map_async(pass).map_async(pass).open();
    assert_eq!(reader.next().await.unwrap().unwrap(), 0);
    settle().await;
    assert_eq!(polled.get(), 1 + 3 + 1);
}

#[test]
fn new_09_same_recipe_on_two_runtimes() {
    let recipe = || Stream::from_iter([1, 2, 3]).map_async(|n| async move { n * 2 }).workers(2).ordered();
    let current = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut multi = tokio::runtime::Builder::new_multi_thread();
    let multi = multi.worker_threads(worker_threads()).build().unwrap();
    for runtime in [current, multi] {
        let found = runtime.block_on(recipe().collect::<Vec<_>>().into_future());
        assert_eq!(found.unwrap(), [2, 4, 6]);
    }
}

#[tokio::test(start_paused = true)]
async fn new_12_error_knows_its_stage_and_item() {
    let check = |n: i32| async move { risky(n - 48) };
    let checked =
        Stream::from_iter(0..100).map(|n| n).try_map_async(check).name("check").workers(4).keep_item();
    let error = checked.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "[check] risky");
    assert_eq!(error.stage(), Some("check"));
    let PipelineError::Item(error) = error else { panic!("{error:?}") };
    assert_eq!((error.stage(), error.stage_index(), error.item::<i32>()), ("check", 2, Some(&50)));
    assert_eq!(error.error(), &Boom("risky"));
    assert_eq!(error.source().unwrap().downcast_ref::<Boom>(), Some(&Boom("risky")));
}

#[tokio::test(start_paused = true)]
async fn new_14_merge_gives_each_its_share() {
    let merged = Stream::repeat(0).merge([Stream::repeat(1), Stream::repeat(2)]).take(300);
    let items = merged.collect::<Vec<_>>().await.unwrap();
    for source in 0..3 {
        let share = items.iter().filter(|n| **n == source).count();
        assert!((99..=101).contains(&share), "{share} of source {source}");
    }
}
