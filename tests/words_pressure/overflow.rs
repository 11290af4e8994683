//! `.overflow(..)` and `.on_drop(..)`.

use std::future::IntoFuture;
use std::time::Duration;

use pipeline_core::testkit::{Counted, Counts};
use pipeline_core::{Overflow, prelude::*};

use crate::support::*;

const POLICIES: [Overflow; 4] =
    [Overflow::DropOldest, Overflow::DropNewest, Overflow::Latest, Overflow::Fail];

#[test]
fn latest_is_the_newest_when_the_reader_asks() {
    paused(async {
        let (dropped, on_drop) = seen();
        let stream = ticks(35).overflow(Overflow::Latest).on_drop(on_drop);
        assert_eq!(read_slowly(stream, 10).await, [0, 10, 20, 30, 34]);
        let skipped: Vec<usize> = (0..34).filter(|n| n % 10 != 0).collect();
        assert_eq!(*dropped.lock().unwrap(), skipped);
    });
}

#[test]
fn the_buffer_keeps_the_last_or_the_first() {
    paused(async {
        let (dropped, on_drop) = seen();
        let stream = ticks(20).buffer(3).overflow(Overflow::DropOldest).on_drop(on_drop);
        assert_eq!(read_slowly(stream, 100).await, [0, 17, 18, 19]);
        assert_eq!(*dropped.lock().unwrap(), (1..17).collect::<Vec<_>>());
        let (dropped, on_drop) = seen();
        let stream = ticks(20).buffer(3).overflow(Overflow::DropNewest).on_drop(on_drop);
        assert_eq!(read_slowly(stream, 100).await, [0, 1, 2, 3]);
        assert_eq!(*dropped.lock().unwrap(), (4..20).collect::<Vec<_>>());
    });
}

#[test]
fn without_a_buffer_the_newest_is_dropped_unless_it_is_waited_for() {
    paused(async {
        let (dropped, on_drop) = seen();
        let stream = at([1, 2, 3, 8, 9, 21, 22]).overflow(Overflow::DropNewest).on_drop(on_drop);
        assert_eq!(read_slowly(stream, 5).await, [1, 8, 21]);
        assert_eq!(*dropped.lock().unwrap(), [2, 3, 9, 22]);
    });
}

#[test]
fn a_full_buffer_fails_the_run() {
    paused(async {
        let slow = |n| async move {
            tokio::time::sleep(TICK * 100).await;
            n
        };
        let stream = ticks(20).name("prices").buffer(3).overflow(Overflow::Fail);
        let error = stream.map_async(slow).count().await.unwrap_err();
        assert_eq!(error.to_string(), "stage `prices` failed: its buffer of 3 is full");
        let fits = ticks(4).buffer(3).overflow(Overflow::Fail).map_async(slow).count().await;
        assert_eq!(fits.unwrap(), 4);
    });
}

async fn nothing_is_lost_without_a_trace() {
    for policy in POLICIES {
        for workers in [1, 3] {
            let (dropped, on_drop) = seen();
            let stream = Stream::from_iter(0..3_000).map_async(|n| async move { n }).workers(workers);
            let stream = match policy {
                Overflow::Latest => stream.overflow(policy),
                Overflow::Fail => stream.overflow(policy).buffer(3_000),
                _ => stream.overflow(policy).buffer(4),
            };
            let given = stream.on_drop(on_drop).map_async(|n| async move { n }).workers(workers);
            let mut all = given.collect::<Vec<_>>().await.unwrap();
            let given = all.len();
            all.append(&mut dropped.lock().unwrap());
            all.sort_unstable();
            assert_eq!(all, (0..3_000).collect::<Vec<_>>(), "{policy:?}, {given} given");
            assert!(given > 0);
        }
    }
}

#[test]
fn given_and_dropped_is_all_that_came_in() {
    multi_thread(nothing_is_lost_without_a_trace());
    current_thread(nothing_is_lost_without_a_trace());
}

#[test]
fn an_error_is_an_item_like_any_other() {
    paused(async {
        let (dropped, on_drop) = seen();
        let odd = |n: usize| if n.is_multiple_of(2) { Err(n) } else { Ok(n) };
        let stream = ticks(6).try_map(odd).overflow(Overflow::Latest).on_drop(on_drop);
        assert_eq!(read_results_slowly(stream.into(), 100).await, [Err(0), Ok(5)]);
        let dropped = std::mem::take(&mut *dropped.lock().unwrap());
        let dropped: Vec<_> = dropped.into_iter().map(|item| item.map_err(StageError::into_error)).collect();
        assert_eq!(dropped, [Ok(1), Err(2), Ok(3), Err(4)]);
    });
}

/// Every kind of stage in front, a reader that takes one item at most, and the bound that the run tells.
async fn no_more_is_alive_than_told() {
    let overflows = [
        (Overflow::DropOldest, Some(3)),
        (Overflow::DropNewest, None),
        (Overflow::DropNewest, Some(2)),
        (Overflow::Latest, None),
    ];
    for (policy, room) in overflows {
        for kind in 0..7 {
            for readers in [1, 4] {
                let counts = Counts::new();
                let source = Stream::from_iter(counts.items(std::iter::repeat(())));
                let stream = match kind {
                    0 => overflowing(source, policy, room),
                    1 => overflowing(source.map(|item| item), policy, room),
                    2 => overflowing(source.map(|item| item).workers(3), policy, room),
                    3 => overflowing(
                        source.map_async(|item| async { item }).workers(3).ordered(),
                        policy,
                        room,
                    ),
                    4 => overflowing(source.map_blocking(|item| item), policy, room),
                    5 => source.conflate(|kept, item| *kept = item),
                    _ => source.overflow(policy).buffer(1).overflow(Overflow::DropOldest),
                };
                let run = stream.for_each_async(keep_for_ever).workers(readers);
                let told = run.max_in_flight();
                let mut run = run.into_future();
                tokio::select! {
                    ended = &mut run => panic!("nobody reads: {ended:?}"),
                    () = turns(100) => {}
                }
                let most = counts.most_alive();
                assert!(
                    most <= told,
                    "{policy:?} {room:?}, stage {kind}, {readers} readers: {most} > {told}"
                );
                drop(run);
                while counts.alive() > 0 {
                    tokio::task::yield_now().await;
                }
            }
        }
    }
}

async fn keep_for_ever(item: Counted<()>) {
    std::future::pending::<()>().await;
    drop(item);
}

fn overflowing<S: Send + 'static>(
    stream: Stream<Counted<()>, Plain, S>,
    policy: Overflow,
    room: Option<usize>,
) -> Stream<Counted<()>> {
    let stream = stream.overflow(policy).via(|stream: Stream<_>| stream);
    room.into_iter().fold(stream, Stream::buffer)
}

#[test]
fn a_reader_that_never_reads_is_bounded() {
    multi_thread(no_more_is_alive_than_told());
    current_thread(no_more_is_alive_than_told());
}

#[test]
fn what_cannot_work_is_refused() {
    let source = || Stream::from_iter(0..9);
    let refused = [
        source().overflow(Overflow::DropOldest),
        source().overflow(Overflow::Fail).buffer(0),
        source().overflow(Overflow::Latest).buffer(3),
        source().overflow(Overflow::DropNewest).unbounded(),
        source().on_drop(|_| ()),
        source().sample(Duration::ZERO),
    ];
    let options: Vec<_> = refused
        .into_iter()
        .map(|stream| match current_thread(stream.count().into_future()) {
            Err(PipelineError::InvalidOption { option, .. }) => option,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(options, ["overflow", "overflow", "overflow", "overflow", "on_drop", "every"]);
    // Without a runtime there is no clock to wait on; what needs none works.
    for timed in [source().debounce(TICK), source().sample(TICK)] {
        let refused = futures::executor::block_on(timed.count().run_local()).unwrap_err();
        assert!(matches!(refused, PipelineError::InvalidOption { .. }), "{refused}");
    }
    let alone = source().overflow(Overflow::Latest).conflate(|sum, n| *sum += n).last().run_local();
    assert_eq!(futures::executor::block_on(alone).unwrap(), Some(8));
}

#[test]
fn all_three_forms_are_one_pipeline() {
    current_thread(async {
        let method = Stream::from_iter(0..9).map(|n| n + 1).overflow(Overflow::DropNewest).on_drop(drop);
        let method = method.buffer(9).conflate(|sum, n| *sum += n).debounce(TICK).sample(TICK).last();
        let piped = (0..9)
            | pipe::map(|n: i32| n + 1).overflow(Overflow::DropNewest).on_drop(drop::<i32>).buffer(9)
            | pipe::conflate(|sum: &mut i32, n: i32| *sum += n)
            | pipe::debounce(TICK)
            | pipe::sample(TICK)
            | pipe::last();
        let written = pipeline!(
            0..9 | map(|n| n + 1).overflow(Overflow::DropNewest).on_drop(|_: i32| ()).buffer(9)
                | conflate(|sum, n| *sum += n)
                | debounce(TICK)
                | sample(TICK)
                | last()
        );
        let drawn =
            "from_iter => map (buffer 9, drops the newest) => conflate => debounce => sample => last\n";
        assert_eq!(method.graph().to_string(), drawn);
        for run in [method, piped, written] {
            assert_eq!(run.graph().to_string(), drawn);
            assert!(run.await.unwrap().is_some());
        }
    });
}

#[test]
fn a_default_buffer_is_not_for_what_overflows() {
    let run = pipeline! {
        #![buffer = 4]
        0..9 | map(|n| n + 1).overflow(Overflow::Latest) | map(|n| n * 2) | last()
    };
    assert_eq!(run.graph().to_string(), "from_iter -> map (keeps the latest) => map#2 (buffer 4) => last\n");
    assert_eq!(current_thread(run.into_future()).unwrap(), Some(18));
}

#[test]
fn a_slow_branch_holds_no_other_up() {
    current_thread(async {
        let [fast, slow] = Stream::from_iter(0..1_000).tee();
        let slow = slow.overflow(Overflow::Latest).for_each_async(|_| std::future::pending());
        let (counted, mut counting) = tokio::sync::oneshot::channel();
        let fast = fast.count().map(|count| _ = counted.send(count));
        let mut run = Run::join((fast, slow)).into_future();
        tokio::select! {
            _ = &mut run => panic!("one branch is never done"),
            () = settle() => {}
        }
        assert!(counting.try_recv().is_err(), "it is the result of a run that goes on");
        drop(run);
        let [first, next] = Stream::from_iter(0..1_000).tee();
        // A chain opens its second stream too late for that: nobody would take in what comes.
        let chained = first.chain(next.overflow(Overflow::Latest)).collect::<Vec<_>>().await;
        assert!(matches!(chained, Err(PipelineError::Deadlock { .. })), "{chained:?}");
    });
}
