//! A run that is steered from outside: spawned, stopped, paused, aborted.
#![allow(missing_docs)]

use std::future::{Future, IntoFuture, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::prelude::*;
use pipeline_core::{CancellationToken, Control, Running};
use tokio::runtime::Builder;
use tokio::task::yield_now;

/// On one thread with paused time, so that every run takes the same turns.
fn paused<R>(test: impl Future<Output = R>) -> R {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(test)
}

/// On both runtimes of tokio.
fn both<Fut: Future<Output = ()> + Send + 'static>(test: impl Fn() -> Fut) {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(test());
    let many = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    many.block_on(async { tokio::spawn(test()).await.unwrap() });
}

/// A source without end that counts what it has given.
fn counted(given: &Arc<AtomicUsize>) -> Stream<usize> {
    let given = given.clone();
    Stream::repeat_with(move || given.fetch_add(1, Ordering::SeqCst))
}

/// Tells when it is dropped.
#[derive(Clone, Default)]
struct Held(Arc<()>);

impl Held {
    fn is_held(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

fn is_control<T: Clone + Send + Sync + 'static>() {}

#[test]
fn a_control_can_be_anywhere() {
    is_control::<Control>();
    fn is_send<T: Send>() {}
    is_send::<Running<usize>>();
}

#[test]
fn spawned_it_starts_at_once() {
    both(|| async {
        let (sender, items) = Stream::channel(0);
        let total = items.map_async(|n| async move { n }).workers(2).fold(0, |sum, n| sum + n).spawn();
        for n in 1..=10 {
            sender.send(n).await.unwrap();
        }
        drop(sender);
        assert_eq!(total.await.unwrap(), 55);
    });
}

#[test]
fn spawned_without_a_runtime_it_says_so() {
    let running = Stream::from_iter(0..3).count().spawn();
    let control = running.control();
    assert!(matches!(running.now_or_never(), Some(Err(PipelineError::NoRuntime))));
    assert!(control.ended().now_or_never().is_some());
}

#[test]
fn spawned_and_dropped_it_is_cancelled() {
    both(|| async {
        let held = Held::default();
        let inside = held.clone();
        let run = Stream::repeat(1).inspect(move |_| drop(inside.clone())).map_async(|_| pending::<()>());
        let running = run.drain().spawn();
        let control = running.control();
        for _ in 0..3 {
            yield_now().await;
        }
        drop(running);
        control.ended().await;
        assert!(!held.is_held());
    });
}

#[test]
fn spawned_on_a_runtime_that_stops_it_says_so() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let running = runtime.block_on(async { Stream::<i32>::pending().drain().spawn() });
    drop(runtime);
    assert!(matches!(running.now_or_never(), Some(Err(PipelineError::RuntimeStopped))));
}

#[test]
fn a_failure_of_a_spawned_run_is_told_where_it_is_awaited() {
    both(|| async {
        let running = Stream::from_iter([0]).map(|n: i32| 1 / n).name("invert").drain().spawn();
        assert_eq!(running.await.unwrap_err().stage(), Some("invert"));
    });
}

#[test]
fn controls_hold_nothing_alive_and_dropping_them_changes_nothing() {
    both(|| async {
        let held = Held::default();
        let inside = held.clone();
        let running = Stream::from_iter(0..9).inspect(move |_| drop(inside.clone())).count().into_future();
        let (control, other) = (running.control(), running.control());
        drop(other);
        assert_eq!(running.await.unwrap(), 9);
        assert!(!held.is_held());
        // After the end nothing happens any more.
        control.ended().await;
        control.pause();
        control.stop();
        control.abort();
        assert!(control.stop_within(Duration::ZERO).await.in_time);
    });
}

#[test]
fn a_run_that_was_never_started_has_ended_when_it_is_dropped() {
    let running = Stream::from_iter(0..9).count().into_future();
    let control = running.control();
    assert!(control.ended().now_or_never().is_none());
    drop(running);
    assert!(control.ended().now_or_never().is_some());
}

#[test]
fn aborted_at_each_turn_it_is_cancelled() {
    for turns in 0..40 {
        paused(async {
            let held = Held::default();
            let inside = held.clone();
            let stream = Stream::repeat(1).inspect(move |_| drop(inside.clone()));
            let running = stream.map_async(|n| async move { n }).workers(2).buffer(1).drain().spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().abort();
            assert!(matches!(running.await, Err(PipelineError::Cancelled)));
            assert!(!held.is_held());
        });
    }
}

#[test]
fn aborted_before_it_starts_it_starts_nothing() {
    paused(async {
        let given = Arc::default();
        let running = counted(&given).drain().into_future();
        running.control().abort();
        assert!(matches!(running.await, Err(PipelineError::Cancelled)));
        assert_eq!(given.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn cancelled_with_its_token() {
    both(|| async {
        let token = CancellationToken::new();
        let running =
            Stream::repeat(1).map_async(|_| pending::<()>()).drain().cancel_on(token.clone()).spawn();
        yield_now().await;
        token.cancel();
        assert!(matches!(running.await, Err(PipelineError::Cancelled)));
    });
}

/// The pipelines that are stopped at each turn: each gives as many items as its source.
fn shapes(source: impl Fn() -> Stream<usize>) -> Vec<Run<usize>> {
    let [a, b] = source().tee();
    vec![
        source().count(),
        source().map(|n| n + 1).buffer(3).count(),
        source().map_async(|n| async move { n }).workers(3).count(),
        source().map_async(|n| yield_now().map(move |()| n)).workers(3).ordered().buffer(2).count(),
        source().map_blocking(|n| n).buffer(1).count(),
        source().chunks(4).flat_map(|chunk| chunk).map_async(|n| async move { n }).count(),
        source().chain(Vec::new()).buffer(1).count(),
        Run::join((a.count(), b.map_async(|n| async move { n }).count())).map(|(a, b)| {
            assert_eq!(a, b);
            a
        }),
        deferred(source()).map_async(|n| async move { n }).count(),
    ]
}

fn deferred(source: Stream<usize>) -> Stream<usize> {
    Stream::defer(move || source.map_async(|n| async move { n }))
}

#[test]
fn stopped_at_each_turn_what_was_let_in_comes_out() {
    for shape in 0..shapes(|| Stream::empty()).len() {
        for turns in 0..30 {
            paused(async {
                let given = Arc::default();
                let running = shapes(|| counted(&given)).swap_remove(shape).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                let out = running.await.unwrap();
                assert_eq!(out, given.load(Ordering::SeqCst), "shape {shape}, {turns} turns");
            });
        }
    }
}

#[test]
fn stopped_from_another_thread_what_was_let_in_comes_out() {
    let many = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for shape in 0..shapes(|| Stream::empty()).len() {
        for turns in 0..30 {
            many.block_on(async {
                let given = Arc::default();
                let running = shapes(|| counted(&given)).swap_remove(shape).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst), "shape {shape}");
            });
        }
    }
}

#[test]
fn stopped_before_it_starts_it_gives_what_an_empty_input_gives() {
    both(|| async {
        let given = Arc::default();
        let running = counted(&given).chunks(3).collect::<Vec<_>>().into_future();
        running.control().stop();
        assert_eq!(running.await.unwrap(), Vec::<Vec<usize>>::new());
        assert_eq!(given.load(Ordering::SeqCst), 0);
        let made = Stream::defer(|| -> Vec<i32> { panic!("made all the same") }).count().into_future();
        made.control().stop();
        assert_eq!(made.await.unwrap(), 0);
    });
}

#[test]
fn stopped_while_paused_it_ends() {
    for turns in 0..30 {
        paused(async {
            let given = Arc::default();
            let running = counted(&given).map_async(|n| async move { n }).workers(2).count().spawn();
            let control = running.control();
            for _ in 0..turns {
                yield_now().await;
            }
            control.pause();
            tokio::time::sleep(Duration::from_secs(1)).await;
            control.stop();
            // For good.
            control.resume();
            control.pause();
            assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst));
        });
    }
}

#[test]
fn aborted_while_paused_it_is_cancelled() {
    both(|| async {
        let running = Stream::repeat(1).drain().into_future();
        running.control().pause();
        let control = running.control();
        let (ended, ()) = tokio::join!(running, async move { control.abort() });
        assert!(matches!(ended, Err(PipelineError::Cancelled)));
    });
}

#[test]
fn paused_nothing_is_let_in_and_what_is_inside_goes_on() {
    paused(async {
        let (given, done) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let finished = done.clone();
        let slow = counted(&given).map_async(move |_| {
            let finished = finished.clone();
            tokio::time::sleep(Duration::from_secs(3)).map(move |()| finished.fetch_add(1, Ordering::SeqCst))
        });
        let running = slow.workers(2).buffer(4).count().spawn();
        tokio::time::sleep(Duration::from_secs(1)).await;
        running.control().pause();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let let_in = given.load(Ordering::SeqCst);
        assert_eq!(done.load(Ordering::SeqCst), let_in, "all that is inside is finished");
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(given.load(Ordering::SeqCst), let_in);
        running.control().resume();
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert!(given.load(Ordering::SeqCst) > let_in);
        running.control().stop();
        assert_eq!(running.await.unwrap(), given.load(Ordering::SeqCst));
    });
}

#[test]
fn an_idle_source_is_woken_by_a_stop() {
    both(|| async {
        let (held, other) = (Held::default(), Held::default());
        let (inside, kept) = (held.clone(), other.clone());
        let idle = Stream::from_stream(futures::stream::once(async move {
            let _inside = inside;
            pending::<i32>().await
        }));
        let block = Stream::generate(move |out| async move {
            out.give(1).await;
            let _kept = kept;
            pending::<()>().await;
        });
        let running = idle.merge(block).map_async(|n| async move { n }).count().spawn();
        for _ in 0..3 {
            yield_now().await;
        }
        running.control().stop();
        assert_eq!(running.await.unwrap(), 1);
        assert!(!held.is_held() && !other.is_held());
    });
}

#[test]
fn what_a_channel_has_accepted_is_given_after_a_stop() {
    for capacity in [0, 1, 5] {
        for turns in 0..30 {
            paused(async {
                let (sender, items) = Stream::channel(capacity);
                let running = items.map_async(|n: usize| async move { n }).count().spawn();
                let accepted = Arc::new(AtomicUsize::new(0));
                let counting = accepted.clone();
                let producer = tokio::spawn(async move {
                    loop {
                        match sender.send(7).await {
                            Ok(()) => counting.fetch_add(1, Ordering::SeqCst),
                            Err(refused) => return refused.into_item(),
                        };
                    }
                });
                for _ in 0..turns {
                    yield_now().await;
                }
                running.control().stop();
                assert_eq!(running.await.unwrap(), accepted.load(Ordering::SeqCst));
                assert_eq!(producer.await.unwrap(), 7, "the item that was refused comes back");
            });
        }
    }
}

#[test]
fn a_channel_is_closed_at_once_though_its_task_waits() {
    paused(async {
        let (sender, items) = Stream::channel(4);
        let running = items.for_each_async(|_| pending::<()>()).spawn();
        for n in 0..3 {
            sender.send(n).await.unwrap();
        }
        yield_now().await;
        running.control().stop();
        assert!(sender.is_closed());
        assert!(sender.send(9).await.is_err());
    });
}

#[test]
fn what_waits_in_a_channel_of_yours_is_given_after_a_stop() {
    both(|| async {
        let (tx, rx) = tokio::sync::mpsc::channel(8);
        let (open, endless) = tokio::sync::mpsc::unbounded_channel();
        let (all, copies) = tokio::sync::broadcast::channel(512);
        for n in 0..8 {
            tx.send(n).await.unwrap();
        }
        for n in 0..300 {
            open.send(n).unwrap();
            all.send(n).unwrap();
        }
        let run = Run::join([Stream::from_receiver(rx).count(), Stream::from_receiver(endless).count()]);
        let run = Run::join((run, Stream::from_receiver(copies).count()));
        let running = run.into_future();
        running.control().stop();
        assert_eq!(running.await.unwrap(), ([8, 300], 300));
        assert!(tx.send(1).await.is_err() && open.send(1).is_err());
    });
}

#[test]
fn an_endless_crawl_that_is_stopped_stops() {
    for (workers, turns) in [1, 4].into_iter().flat_map(|workers| (0..40).map(move |turns| (workers, turns)))
    {
        paused(async {
            let (given, called) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
            let calls = called.clone();
            let crawl = counted(&given).expand_async(move |n| {
                calls.fetch_add(1, Ordering::SeqCst);
                yield_now().map(move |()| (n, [n, n]))
            });
            let running = crawl.workers(workers).buffer(2).count().spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().stop();
            let out = running.await.unwrap();
            assert_eq!(out, called.load(Ordering::SeqCst), "what was called for comes out");
            assert!(out >= given.load(Ordering::SeqCst), "each item of the source was called for");
        });
    }
}

#[test]
fn a_crawl_that_is_paused_goes_on_later() {
    paused(async {
        let called = Arc::new(AtomicUsize::new(0));
        let calls = called.clone();
        let tree = Stream::once(1_u32).expand_async(move |n| {
            calls.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1))
                .map(move |()| (n, if n < 64 { vec![n * 2; 2] } else { vec![] }))
        });
        let running = tree.workers(3).count().spawn();
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        running.control().pause();
        tokio::time::sleep(Duration::from_secs(5)).await;
        let before = called.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(50)).await;
        assert_eq!(called.load(Ordering::SeqCst), before);
        running.control().resume();
        assert_eq!(running.await.unwrap(), 127);
    });
}

/// A signal that is given by hand.
fn signal() -> (CancellationToken, impl Future<Output = ()> + Send + 'static) {
    let token = CancellationToken::new();
    (token.clone(), token.cancelled_owned())
}

#[test]
fn stopped_by_a_signal_at_each_turn_what_was_let_in_comes_out() {
    for shape in 0..shapes(|| Stream::empty()).len() {
        for turns in 0..20 {
            paused(async {
                let given = Arc::default();
                let (now, signal) = signal();
                let running = shapes(|| counted(&given)).swap_remove(shape).stop_when(signal).spawn();
                for _ in 0..turns {
                    yield_now().await;
                }
                now.cancel();
                assert_eq!(
                    running.await.unwrap(),
                    given.load(Ordering::SeqCst),
                    "shape {shape}, {turns} turns"
                );
            });
        }
    }
}

#[test]
fn a_signal_that_is_ready_lets_nothing_in() {
    both(|| async {
        let given = Arc::default();
        assert_eq!(counted(&given).count().stop_when(async {}).await.unwrap(), 0);
        assert_eq!(counted(&given).take_until_future(async {}).count().await.unwrap(), 0);
        assert_eq!(given.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_signal_stops_all_that_is_joined_and_is_dropped_at_the_end() {
    both(|| async {
        let (held, (now, signal)) = (Held::default(), signal());
        let inside = held.clone();
        let first = Stream::repeat(1).count().stop_when(async move {
            let _inside = inside;
            signal.await;
        });
        let running = Run::join((first, Stream::repeat(2).count())).spawn();
        yield_now().await;
        now.cancel();
        running.await.unwrap();
        assert!(!held.is_held());

        let inside = held.clone();
        let run = Stream::from_iter(0..3).count().stop_when(async move {
            let _inside = inside;
            pending::<()>().await;
        });
        assert_eq!(run.await.unwrap(), 3);
        assert!(!held.is_held());
    });
}

#[test]
fn a_signal_that_panics_fails_the_run() {
    both(|| async {
        let run = Stream::repeat(1).drain().stop_when(async { panic!("no signal") });
        assert_eq!(run.await.unwrap_err().stage(), Some("drain"));
        let run = Stream::repeat(1).drain().stop_when(yield_now().map(|()| panic!("no signal")));
        assert_eq!(run.await.unwrap_err().stage(), Some("drain"));
        for now in [true, false] {
            let until = Stream::repeat(1).take_until_future(async move {
                if !now {
                    yield_now().await;
                }
                panic!("no signal")
            });
            let failed = until.count().await.unwrap_err();
            assert_eq!(failed.stage(), Some("take_until_future"));
            assert!(matches!(failed, PipelineError::Panicked { .. }));
        }
    });
}

#[test]
fn a_signal_stops_a_run_in_the_callers_task() {
    let (now, signal) = signal();
    let given = Arc::new(AtomicUsize::new(0));
    let run = counted(&given)
        .inspect(move |n| {
            if *n == 100 {
                now.cancel()
            }
        })
        .map_async(|n| async move { n });
    let out = futures::executor::block_on(run.workers(3).count().stop_when(signal).run_local()).unwrap();
    assert_eq!(out, given.load(Ordering::SeqCst));
}

/// Pipelines of one source up to a signal.
fn parts(source: impl Fn() -> Stream<usize>, signal: impl Fn() -> CancellationToken) -> Vec<Run<usize>> {
    let until = || signal().cancelled_owned();
    vec![
        source().take_until_future(until()).count(),
        source().take_until_future(until()).map_async(|n| async move { n }).workers(2).count(),
        source().map_async(|n| async move { n }).workers(2).take_until_future(until()).buffer(2).count(),
        source()
            .map_async(|n| async move { n })
            .take_until_future(pending())
            .take_until_future(until())
            .count(),
        source().take_until_future(until()).take_until_future(pending()).chain([1, 2]).count().map(|n| n - 2),
        Stream::defer({
            let (source, until) = (source(), until());
            move || source.take_until_future(until).map(|n| n)
        })
        .count(),
    ]
}

#[test]
fn a_part_that_is_ended_at_each_turn_gives_what_it_has_let_in() {
    for shape in 0..parts(|| Stream::empty(), CancellationToken::new).len() {
        for turns in 0..30 {
            for whole in [false, true] {
                paused(async {
                    let (given, token) = (Arc::default(), CancellationToken::new());
                    let all = parts(|| counted(&given), || token.clone());
                    let running = all.into_iter().nth(shape).unwrap().spawn();
                    for _ in 0..turns {
                        yield_now().await;
                    }
                    if whole {
                        running.control().pause();
                        running.control().stop();
                        yield_now().await;
                    }
                    token.cancel();
                    let out = running.await.unwrap_or_default();
                    let given = given.load(Ordering::SeqCst);
                    // What stands behind a part is not started any more once the whole is stopped.
                    let chained = if shape == 4 && whole { given.saturating_sub(2) } else { given };
                    assert_eq!(out, chained, "shape {shape}, {turns} turns, whole: {whole}");
                });
            }
        }
    }
}

#[test]
fn what_stands_behind_a_part_goes_on() {
    paused(async {
        let ticks = || Stream::interval(Duration::from_secs(1)).map_async(|_| async { 1 });
        let part = ticks().take_until_future(tokio::time::sleep(Duration::from_millis(2_500)));
        let all = part.merge(ticks().take(10)).chain([5, 5]).collect::<Vec<_>>().await.unwrap();
        assert_eq!(all, [vec![1; 13], vec![5; 2]].concat());
    });
}

#[test]
fn a_call_under_way_is_finished_after_the_signal() {
    paused(async {
        let slow = Stream::interval(Duration::from_secs(1))
            .map_async(|_| tokio::time::sleep(Duration::from_secs(9)));
        let run = slow.workers(3).take_until_future(tokio::time::sleep(Duration::from_millis(1_500)));
        assert_eq!(run.count().await.unwrap(), 2);
    });
}

#[test]
fn a_branch_that_has_its_signal_leaves_and_the_others_go_on() {
    for turns in 0..30 {
        paused(async {
            let (now, signal) = signal();
            let [a, b] = Stream::from_iter(0..50).tee();
            let a = a.map_async(|n| async move { n }).take_until_future(signal).count();
            let running = Run::join((a, b.map_async(|n| yield_now().map(move |()| n)).count())).spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            now.cancel();
            let (left, stayed) = running.await.unwrap();
            assert!(left < 50, "{left}");
            assert_eq!(stayed, 50);
        });
    }
}

#[test]
fn a_branch_behind_a_signal_that_does_not_come_is_given_all_when_the_run_stops() {
    for turns in 0..30 {
        paused(async {
            let given = Arc::default();
            let [a, b] = counted(&given).tee();
            let a = a.map_async(|n| async move { n }).take_until_future(pending()).count();
            let running = Run::join((a, b.count())).spawn();
            for _ in 0..turns {
                yield_now().await;
            }
            running.control().stop();
            let given = given.load(Ordering::SeqCst);
            let out = running.await.unwrap();
            assert!(out.0 == out.1 && out.0 >= given, "{out:?} of {given}");
        });
    }
}
