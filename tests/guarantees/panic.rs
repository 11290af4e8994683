//! No short success: a panic anywhere is the run's error, with the stage's name and message, and never a truncated result.

use std::fmt::Debug;
use std::future::IntoFuture;

use pipeline_core::prelude::*;

use crate::support::{self, turn};

const ITEMS: usize = 20;
const TIMES: usize = 50;

/// Panics where it must.
fn check(n: usize, at: usize) -> usize {
    assert!(n != at, "boom {n}");
    n
}

type Build<R> = fn(Stream<usize>, usize, usize) -> Run<R>;

/// On both runtimes, with 1, 2 and 8 workers, at every position, 50 times.
fn never_short<R: Send + Debug + 'static>(build: Build<R>) {
    support::quiet();
    let body = async {
        for workers in [1, 2, 8] {
            for at in 0..ITEMS {
                for _ in 0..TIMES {
                    let ended = build(Stream::from_iter(0..ITEMS), workers, at).await;
                    let error = ended.expect_err("a short success");
                    assert_eq!(error.to_string(), format!("stage `bad` panicked: boom {at}"));
                    assert!(error.also().is_empty());
                }
            }
        }
    };
    support::current_thread(body);
    support::multi_thread(async move {
        let runs = (0..2).map(|half| {
            tokio::spawn(async move {
                for workers in [1, 2, 8] {
                    for at in 0..ITEMS {
                        for _ in 0..TIMES / 2 {
                            let ended = build(Stream::from_iter(0..ITEMS), workers, at).into_future().await;
                            let error =
                                ended.map(|result| format!("short: {result:?}, half {half}")).unwrap_err();
                            assert_eq!(error.to_string(), format!("stage `bad` panicked: boom {at}"));
                            assert!(error.also().is_empty());
                        }
                    }
                }
            })
        });
        for run in runs.collect::<Vec<_>>() {
            run.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        }
    });
}

/// One test for each kind of stage that can panic, with the rest of a pipeline around it.
macro_rules! never_short {
    ($($name:ident: $build:expr;)*) => {$(
        #[test]
        fn $name() {
            never_short($build);
        }
    )*};
}

never_short! {
    fused: |source, workers, at| {
        source.map(move |n| check(n, at)).name("bad").map_async(|n| async move { n }).workers(workers).collect::<Vec<_>>()
    };
    fused_in_the_terminal: |source, workers, at| {
        source.map(|n| n).workers(workers).map(move |n| check(n, at)).name("bad").count()
    };
    sync_with_workers: |source, workers, at| {
        source.map(move |n| check(n, at)).name("bad").workers(workers).buffer(2).collect::<Vec<_>>()
    };
    asynchronous: |source, workers, at| {
        let calls = source.map_async(move |n| async move { turn().await; check(n, at) });
        calls.name("bad").workers(workers).map(|n| n).collect::<Vec<_>>()
    };
    before_the_future: |source, workers, at| {
        let calls = source.buffer(4).map_async(move |n| std::future::ready(check(n, at)));
        calls.name("bad").workers(workers).count()
    };
    blocking: |source, workers, at| {
        source.map_blocking(move |n| check(n, at)).name("bad").workers(workers).drain()
    };
    ordered: |source, workers, at| {
        let calls = source.map_async(move |n| async move { turn().await; check(n, at) });
        calls.name("bad").workers(workers).ordered().buffer(1).collect::<Vec<_>>()
    };
    what_comes_out: |source, workers, at| {
        source.flat_map(move |n| [n].map(|n| n).into_iter().map(move |n| check(n, at))).name("bad").workers(workers).count()
    };
    fallible: |source, workers, at| {
        let calls = source.try_map_async(move |n| async move { Ok::<_, ()>(check(n, at)) });
        calls.name("bad").workers(workers).ordered().collect_split()
    };
    stateful: |source, workers, at| {
        let stage = source.map(|n| n).workers(workers).scan((), move |(), n| Some(check(n, at)));
        stage.name("bad").buffer(3).count()
    };
    terminal: |source, workers, at| {
        source.map_async(|n| async move { n }).workers(workers).fold(0, move |sum, n| sum + check(n, at)).name("bad")
    };
    terminal_with_workers: |source, workers, at| {
        let source: Stream<usize> = source.map_async(|n| async move { n }).workers(workers).into();
        source.for_each_async(move |n| async move { turn().await; check(n, at); }).name("bad").workers(workers).map(|()| ())
    };
    search: |source, workers, at| {
        source.map(|n| n).workers(workers).find(move |n| check(*n, at) > ITEMS).name("bad")
    };
}

/// The source itself, at every position.
#[test]
fn source() {
    never_short(|_, workers, at| {
        let items = (0..ITEMS).map(move |n| check(n, at));
        let source = Stream::from_iter(items).name("bad");
        let source = if workers == 2 { source.buffer(3) } else { source };
        source.map_async(|n| async move { n }).workers(workers).collect::<Vec<_>>()
    });
}

/// A stage may fail while the stages behind it are still being started; the terminal must not wait for it then.
///
/// Held in its start by the second branch, the run had nothing yet that could be cancelled, and hung.
#[test]
fn a_panic_before_the_terminal_has_started() {
    support::quiet();
    support::multi_thread(async {
        let failed = support::Counter::default();
        let (fails, seen) = (failed.clone(), failed.clone());
        let early = Stream::once(1).map_async(move |n| {
            fails.add();
            std::future::ready(check(n, 1))
        });
        let late = Stream::defer(move || {
            while seen.get() == 0 {
                std::thread::yield_now();
            }
            // The other thread has all the time it takes to put the panic on record and to cancel the run.
            for _ in 0..20_000 {
                std::thread::yield_now();
            }
            [2]
        });
        let run = early.name("bad").merge(late).count();
        // Awaited here, it starts beside the runtime's workers, which are all free for the stages.
        let error = run.await.unwrap_err();
        assert_eq!(error.to_string(), "stage `bad` panicked: boom 1");
    });
}
