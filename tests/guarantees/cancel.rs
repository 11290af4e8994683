//! Promises 7, 11 and 12, exhaustively: a run dropped after any turn of the scheduler leaves nothing behind.

use std::future::IntoFuture;
use std::sync::Arc;

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{self, settle, tasks, turn};

const ITEMS: usize = 6;

/// A pipeline to cancel; its items, and a token in each of its functions, are on the ledger.
type Shape = fn(&Counts) -> Run<usize>;

fn source(ledger: &Counts) -> Stream<Counted<usize>> {
    // Made beforehand, so that a source that is torn down has something to drop.
    Stream::from_iter(ledger.items(0..ITEMS).collect::<Vec<_>>())
}

/// A function that waits once, with a token that it owns.
fn wait(
    ledger: &Counts,
) -> impl Fn(Counted<usize>) -> futures::future::BoxFuture<'static, Counted<usize>> + Send + Sync + 'static {
    let token = Arc::new(ledger.item(usize::MAX));
    move |item| {
        let token = token.clone();
        async move {
            turn().await;
            drop(token);
            item
        }
        .boxed()
    }
}

fn shapes() -> [(&'static str, Shape); 14] {
    [
        ("fused", |l| {
            let token = Arc::new(l.item(usize::MAX));
            source(l)
                .map(move |item| {
                    let _ = &token;
                    item
                })
                .filter(|item| **item != 2)
                .count()
        }),
        ("one worker", |l| source(l).map_async(wait(l)).map_async(wait(l)).count()),
        ("workers", |l| {
            source(l).map_async(wait(l)).workers(3).buffer(2).map_async(wait(l)).workers(2).count()
        }),
        ("ordered", |l| {
            source(l).map_async(wait(l)).workers(3).ordered().window(1).collect::<Vec<_>>().map(|v| v.len())
        }),
        ("sync workers", |l| source(l).buffer(1).map(|item| item).workers(3).ordered().count()),
        ("stateful", |l| {
            source(l)
                .chunks(2)
                .map_async(|c| async move {
                    turn().await;
                    c
                })
                .flatten()
                .scan((), |(), i| Some(i))
                .count()
        }),
        ("take", |l| source(l).map_async(wait(l)).workers(2).take(3).count()),
        ("fallible", |l| {
            let fail = |item: Counted<usize>| if *item == 3 { Err(item) } else { Ok(item) };
            source(l)
                .map_async(wait(l))
                .try_map(fail)
                .buffer(1)
                .collect_split()
                .map(|(ok, err)| ok.len() + err.len())
        }),
        ("flat_map_stream", |l| {
            source(l).flat_map_stream(|item| futures::stream::iter([item.clone(), item])).count()
        }),
        ("panic", |l| {
            let fail = |item: Counted<usize>| {
                assert!(*item != 3, "boom");
                item
            };
            source(l).map_async(wait(l)).workers(2).map(fail).buffer(1).count()
        }),
        ("merge", |l| source(l).map_async(wait(l)).merge(source(l).map_async(wait(l)).workers(2)).count()),
        ("zip and chain", |l| {
            source(l).chain(source(l).map_async(wait(l))).zip(source(l).map_async(wait(l))).count()
        }),
        ("tee", |l| {
            let [a, b] = source(l).map_async(wait(l)).tee();
            Run::join((a.map_async(wait(l)).workers(2).count(), b.buffer(1).count())).map(|(a, b)| a + b)
        }),
        ("expand", |l| {
            let wait = wait(l);
            let grow = move |item: Counted<usize>| {
                let more = (*item > 3).then(|| Counted::clone(&item)).map(|mut item| {
                    *item -= 3;
                    item
                });
                let call = wait(item);
                async move { (call.await, more) }
            };
            source(l).expand_async(grow).workers(2).count()
        }),
    ]
}

/// Lets the runtime poll one task.
fn one_task_a_turn() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().event_interval(1).build().unwrap()
}

#[test]
fn dropped_after_every_turn() {
    support::quiet();
    for (name, build) in shapes() {
        let mut ended = false;
        let mut turns = 0;
        while !ended {
            let ledger = Counts::new();
            let runtime = one_task_a_turn();
            ended = runtime.block_on(async {
                let mut run = Box::pin(build(&ledger).into_future());
                for _ in 0..turns {
                    if run.as_mut().now_or_never().is_some() {
                        return true;
                    }
                    turn().await;
                }
                drop(run);
                settle().await;
                assert_eq!(tasks(), 0, "{name} dropped after {turns} turns");
                false
            });
            ledger.assert_clean();
            turns += 1;
            assert!(turns < 5_000, "{name} does not get to its end");
        }
        assert!(turns > 10 || name == "fused" && turns > 2, "{name} was dropped at {turns} points only");
    }
}

/// The same on a runtime that goes away with the run still in it: its tasks are dropped wherever they are.
#[test]
fn left_behind_after_every_turn() {
    support::quiet();
    let stopped = Err(<PipelineError>::RuntimeStopped.to_string());
    for (name, build) in shapes() {
        let whole =
            support::current_thread(build(&Counts::new()).into_future()).map_err(|error| error.to_string());
        let mut ended = false;
        let mut turns = 0;
        while !ended {
            let ledger = Counts::new();
            let runtime = one_task_a_turn();
            let mut run = Box::pin(build(&ledger).into_future());
            ended = runtime.block_on(async {
                for _ in 0..turns {
                    if run.as_mut().now_or_never().is_some() {
                        return true;
                    }
                    turn().await;
                }
                false
            });
            drop(runtime);
            if !ended && turns > 0 {
                // What was at work is an error; what was done by then is whole.
                let left = futures::executor::block_on(run).map_err(|error| error.to_string());
                assert!(left == stopped || left == whole, "{name} after {turns} turns: {left:?}");
            } else {
                drop(run);
            }
            ledger.assert_clean();
            turns += 1;
        }
    }
}

/// One future on no runtime, dropped after every poll.
#[test]
fn a_local_run_dropped_after_every_poll() {
    support::quiet();
    for (name, build) in shapes() {
        let mut ended = false;
        let mut polls = 0;
        while !ended {
            let ledger = Counts::new();
            let mut run = Box::pin(build(&ledger).run_local());
            ended = (0..polls).any(|_| run.as_mut().now_or_never().is_some());
            drop(run);
            ledger.assert_clean();
            polls += 1;
            assert!(polls < 5_000, "{name} does not get to its end");
        }
    }
}
