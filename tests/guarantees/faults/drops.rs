//! Faults around a `Drop` that panics: it must not unwind into who awaits a run or drops it, on no kind of runtime.
//!
//! On tokio such a panic stayed in its task, so the run gave its result; with `run_local` it unwound into the caller.

use std::future::{IntoFuture, pending};
use std::panic::panic_any;
use std::sync::Arc;

use crate::support::{quiet, turn};
use futures::FutureExt;
use futures::executor::block_on;
use pipeline_core::prelude::*;

/// Panics when it is dropped, if its number is the one. Nothing else may be alive of it: two panics at once abort.
#[derive(Debug)]
struct Bomb(i32);

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(self.0 != 7, "boom");
    }
}

impl Bomb {
    /// For functions that are to hold all of it, and not only its number.
    fn zero(&self) -> i32 {
        0
    }
}

fn bomb() -> Bomb {
    Bomb(7)
}

/// What the run gave is forgotten: it may hold a bomb, which would be the test's to drop.
fn text<R, E: std::fmt::Display>(ended: Result<R, PipelineError<E>>) -> String {
    let text = ended.as_ref().map_or_else(ToString::to_string, |_| "ok".to_owned());
    std::mem::forget(ended);
    text
}

/// Each kind of runtime gives the same, and none panics.
#[track_caller]
fn same<R: Send + 'static, E: Send + std::fmt::Display + 'static, S: Send + 'static>(
    build: fn() -> Run<R, E, S>,
    expected: &str,
) {
    quiet();
    for _ in 0..20 {
        assert_eq!(block_on(build().run_local().map(text)), expected, "by itself");
        assert_eq!(crate::support::current_thread(build().run_local().map(text)), expected, "beside tokio");
        assert_eq!(
            crate::support::current_thread(build().into_future().map(text)),
            expected,
            "on one thread"
        );
        assert_eq!(crate::support::multi_thread(build().into_future().map(text)), expected, "on several");
    }
}

/// `take` has enough, and what waits is dropped with the edge, whichever end of it is the last.
#[test]
fn an_item_that_waits_in_a_ring_when_take_ends() {
    same(|| Stream::from_iter([1, 7]).map(Bomb).buffer(4).take(1).map(|bomb| bomb.0).count(), "ok");
    same(
        || Stream::from_iter([1, 7, 3, 4, 5, 6, 8]).map(Bomb).buffer(2).take(1).map(|bomb| bomb.0).count(),
        "ok",
    );
}

#[test]
fn an_item_that_waits_in_a_channel_for_many_when_take_ends() {
    same(
        || {
            let items = Stream::from_iter([1, 7]).map_async(|n| async move { Bomb(n) }).workers(2).buffer(4);
            items.map_async(|bomb| async move { (bomb.0 == 1).then_some(1) }).workers(2).take(0).count()
        },
        "ok",
    );
    same(
        || {
            let items = Stream::from_iter([1, 7, 7, 3]).map(Some).map_async(|n| async move { n });
            items.workers(3).buffer(4).filter_map(|n| n).filter(|n| *n != 7).take(1).count()
        },
        "ok",
    );
}

#[test]
fn a_result_that_waits_in_the_window_of_an_ordered_stage() {
    same(
        || {
            let items = Stream::from_iter(0..8).map_async(|n| async move {
                for _ in 0..(n == 1) as usize * 200 {
                    turn().await;
                }
                Bomb(if n == 3 { 7 } else { 0 })
            });
            items.workers(3).ordered().take(1).map(|_| ()).count()
        },
        "ok",
    );
}

#[test]
fn an_item_that_waits_to_be_expanded() {
    same(
        || {
            let tree = Stream::once(1).map(Bomb).expand(|bomb| match bomb.0 {
                1 => (1, vec![Bomb(2), Bomb(7)]),
                n => (n, vec![]),
            });
            tree.take(1).count()
        },
        "ok",
    );
}

/// The future of a call that is under way when the run is cancelled, or when its reader leaves.
#[test]
fn a_future_under_way() {
    same(
        || {
            let waits = Stream::from_iter(0..9).map_async(|n| async move {
                let _bomb = (n == 1).then(bomb);
                if n > 0 {
                    pending::<()>().await;
                }
            });
            waits.workers(3).take(1).count()
        },
        "ok",
    );
    same(
        || {
            let waits = Stream::once(1).map_async(|_| async {
                let _bomb = bomb();
                pending::<()>().await;
            });
            waits.drain().cancel_when(async {
                for _ in 0..50 {
                    turn().await;
                }
            })
        },
        "the run was cancelled",
    );
}

#[test]
fn what_a_function_has_captured() {
    same(
        || {
            let held = bomb();
            Stream::from_iter(0..4).map_async(move |n| std::future::ready(n + held.zero())).count()
        },
        "ok",
    );
    same(
        || {
            let held = Arc::new(bomb());
            Stream::repeat(1)
                .map_async(move |n| std::future::ready(n + held.zero()))
                .workers(3)
                .take(2)
                .count()
        },
        "ok",
    );
}

#[test]
fn the_iterator_of_a_source_that_is_left_early() {
    same(
        || {
            let held = bomb();
            let items = (0..9).map(move |n| n + held.zero());
            Stream::from_iter(items).buffer(1).map_async(|n| async move { n }).take(1).count()
        },
        "ok",
    );
}

/// What a panic carries is dropped by who caught it.
#[test]
fn what_a_panic_carries() {
    same(
        || Stream::once(1).map(|_: i32| -> i32 { panic_any(bomb()) }).count(),
        "stage `map` panicked: a panic that carries no text",
    );
    same(
        || Stream::once(1).map_async(|_: i32| async { panic_any(bomb()) }).map(|()| ()).count(),
        "stage `map_async` panicked: a panic that carries no text",
    );
    same(
        || Stream::once(1).map_blocking(|_: i32| -> i32 { panic_any(bomb()) }).count(),
        "stage `map_blocking` panicked: a panic that carries no text",
    );
    same(
        || Stream::<i32>::generate(|_| -> std::future::Ready<()> { panic_any(bomb()) }).count(),
        "stage `generate` panicked: a panic that carries no text",
    );
    struct Nested;
    impl Drop for Nested {
        fn drop(&mut self) {
            panic_any(bomb());
        }
    }
    same(
        || Stream::once(1).map(|_: i32| -> i32 { panic_any(Nested) }).count(),
        "stage `map` panicked: a panic that carries no text",
    );
}

/// A run that fails or is refused drops what it has, and says why.
#[test]
fn a_result_that_is_never_read() {
    same(
        || {
            let done = Stream::once(7).map(Bomb).collect::<Vec<_>>();
            let fails = Stream::once(1).map_async(|_: i32| async {
                for _ in 0..50 {
                    turn().await;
                }
                panic!("boom")
            });
            Run::join((done, fails.name("bad").map(|()| ()).count()))
        },
        "stage `bad` panicked: boom",
    );
    same(
        || {
            let held = bomb();
            Stream::once(1).map(move |n| n + held.zero()).workers(0).count()
        },
        "stage `map` cannot run: its `workers` is refused: a stage with 0 workers never runs; give it at least 1",
    );
}

/// An error that counts no more: its reader has left.
#[test]
fn an_error_whose_reader_has_left() {
    #[derive(Debug)]
    struct Bad(#[allow(dead_code)] Bomb);
    impl std::fmt::Display for Bad {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bad")
        }
    }
    impl std::error::Error for Bad {}
    let build = || {
        let fails = Stream::from_iter([1, 2]).try_map(|n| if n == 1 { Ok(n) } else { Err(Bad(bomb())) });
        fails.or_fail().buffer(2).take(1).count()
    };
    quiet();
    // On several threads it is a matter of time whether the reader leaves before the failure counts.
    assert_eq!(block_on(build().run_local().map(text)), "ok");
    assert_eq!(crate::support::current_thread(build().into_future().map(text)), "ok");
}
