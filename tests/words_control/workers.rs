//! Stages whose number of workers is a range.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use pipeline_core::NotElastic;
use pipeline_core::prelude::*;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use crate::support::{multi_thread, paused};

/// Calls under way, and the most there ever were.
#[derive(Clone, Default)]
struct Calls(Arc<[AtomicUsize; 2]>);

impl Calls {
    async fn sleeping(self, time: Duration) {
        let now = self.0[0].fetch_add(1, Ordering::SeqCst) + 1;
        self.0[1].fetch_max(now, Ordering::SeqCst);
        sleep(time).await;
        self.0[0].fetch_sub(1, Ordering::SeqCst);
    }

    fn now(&self) -> usize {
        self.0[0].load(Ordering::SeqCst)
    }

    /// The most since it was last asked.
    fn most(&self) -> usize {
        self.0[1].swap(0, Ordering::SeqCst)
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn where_each_brings_as_much_they_become_as_many_as_may_be() {
    paused(async {
        let (calls, counted) = (Calls::default(), Calls::default());
        let counting = counted.clone();
        let run = Stream::repeat(()).map_async(move |()| counting.clone().sleeping(SECOND)).workers(2..=20);
        let running = run.drain().spawn();
        sleep(SECOND / 2).await;
        assert_eq!(counted.now(), 2);
        sleep(SECOND * 100).await;
        assert_eq!(counted.now(), 20);
        assert_eq!(running.control().workers("map_async"), Some(20));
        running.control().stop();
        running.await.unwrap();
        drop(calls);
    });
}

#[test]
fn where_the_service_takes_no_more_they_stay_near_that() {
    paused(async {
        let (service, calls) = (Arc::new(Semaphore::new(8)), Calls::default());
        let counting = calls.clone();
        let run = Stream::repeat(()).map_async(move |()| {
            let (service, calls) = (service.clone(), counting.clone());
            async move {
                let _place = service.acquire_owned().await.unwrap();
                calls.sleeping(SECOND).await;
            }
        });
        let began = Instant::now();
        let run = run.workers(1..=500).take(4_000).drain();
        let running = run.spawn();
        let control = running.control();
        sleep(SECOND * 300).await;
        let workers = control.workers("map_async").unwrap();
        assert!((5..=14).contains(&workers), "{workers}");
        running.await.unwrap();
        assert!(began.elapsed() < SECOND * 550, "500 s is the best: {:?}", began.elapsed());
        assert_eq!(calls.most(), 8);
    });
}

#[test]
fn a_number_that_is_set_holds_at_once_however_many_wait_at_the_input() {
    for ordered in [false, true] {
        paused(async {
            let (sender, items) = Stream::channel(0);
            let calls = Calls::default();
            let counting = calls.clone();
            let run = items.map_async(move |()| counting.clone().sleeping(SECOND)).workers(1..=64);
            let run = if ordered { run.ordered().drain() } else { run.drain() };
            let running = run.spawn();
            let control = running.control();
            control.set_workers("map_async", 64).unwrap();
            let producer = tokio::spawn(async move {
                for burst in [100, 100, 100] {
                    for _ in 0..burst {
                        sender.send(()).await.unwrap();
                    }
                    sleep(SECOND * 200).await;
                }
            });
            sleep(SECOND * 100).await;
            assert_eq!(calls.most(), 64);
            // All of them wait at the input now.
            control.set_workers("map_async", 2).unwrap();
            sleep(SECOND * 200).await;
            assert_eq!(calls.most(), 2);
            control.set_workers("map_async", 5).unwrap();
            sleep(SECOND * 300).await;
            assert_eq!((calls.most(), control.workers("map_async")), (5, Some(5)));
            producer.await.unwrap();
            running.await.unwrap();
        });
    }
}

#[test]
fn a_number_that_is_raised_holds_while_all_calls_are_under_way() {
    paused(async {
        let calls = Calls::default();
        let counting = calls.clone();
        let run = Stream::repeat(()).for_each_async(move |()| counting.clone().sleeping(SECOND * 1_000));
        let running = run.name("load").workers(1..=9).spawn();
        sleep(SECOND).await;
        assert_eq!(calls.now(), 1);
        running.control().set_workers("load", 7).unwrap();
        sleep(SECOND).await;
        assert_eq!(calls.now(), 7);
        // Fewer: those under way are finished, and no more than two follow.
        running.control().set_workers("load", 2).unwrap();
        sleep(SECOND * 1_500).await;
        assert_eq!(calls.now(), 2);
    });
}

#[test]
fn the_order_is_kept_and_nothing_waits_for_ever() {
    for (most, window) in [(1, 1), (2, 1), (5, 1), (5, 3), (30, 1)] {
        paused(async {
            // The first of every seven takes longest, so that the others wait for it.
            let take_time = |n: u64| {
                sleep(Duration::from_millis(1 + 50 * u64::from(n.is_multiple_of(7)))).map(move |()| n)
            };
            let run =
                Stream::from_iter(0..400).map_async(take_time).workers(1..=most).ordered().window(window);
            assert_eq!(run.collect::<Vec<_>>().await.unwrap(), (0..400).collect::<Vec<_>>());

            let several = move |n: u64| {
                futures::stream::unfold(0, move |i| async move {
                    sleep(Duration::from_millis(n % 5)).await;
                    (i < 3).then_some((n, i + 1))
                })
            };
            let run =
                Stream::from_iter(0..200).flat_map_stream(several).workers(1..=most).ordered().window(window);
            let triples = (0..200).flat_map(|n| [n; 3]).collect::<Vec<_>>();
            assert_eq!(run.collect::<Vec<_>>().await.unwrap(), triples);
        });
    }
}

#[test]
fn all_kinds_of_stages_have_ranges_in_all_forms() {
    multi_thread(async {
        let (least, most) = (1, 8);
        let tree = Stream::once(1_u32).expand(|n| (n, if n < 512 { vec![2 * n; 2] } else { vec![] }));
        assert_eq!(tree.workers(least..=most).count().await.unwrap(), 1_023);
        let blocking = Stream::from_iter(0..500).map_blocking(|n| n).workers(2..=3);
        assert_eq!(blocking.count().await.unwrap(), 500);
        let piped = (0..500) | pipe::map(|n: i32| n + 1).workers(2..=9).ordered() | pipe::collect::<Vec<_>>();
        assert_eq!(piped.await.unwrap(), (1..=500).collect::<Vec<_>>());
        let written = pipeline!(0..500 | map_async(|n| async move { n }).workers(2..=9) | count());
        assert_eq!(written.await.unwrap(), 500);
    });
}

#[test]
fn ranges_that_cannot_be_are_refused() {
    paused(async {
        #[allow(clippy::reversed_empty_ranges)]
        for range in [0..=4, 5..=4, 0..=0, 1..=65_537] {
            let refused =
                Stream::from_iter(0..3).map(|n| n + 1).workers(range.clone()).count().await.unwrap_err();
            let PipelineError::InvalidOption { option, .. } = &refused else { panic!("{refused}") };
            assert_eq!(*option, "workers", "{range:?}");
        }
    });
    let run = Stream::from_iter(0..3).map(|n| n + 1).workers(1..=4).count().run_local();
    let refused = futures::executor::block_on(run).unwrap_err();
    assert!(matches!(refused, PipelineError::InvalidOption { option: "workers", .. }), "{refused}");
}

#[test]
fn who_sets_a_number_is_told_what_cannot_be() {
    paused(async {
        let run = Stream::repeat(1).map_async(|n| async move { n }).name("fixed").workers(3);
        let run = run.map_async(|_| sleep(SECOND)).name("save").workers(2..=4).drain();
        let running = run.into_future();
        let control = running.control();
        // Kept for a stage that is not there yet, and brought into its range.
        control.set_workers("save", 9).unwrap();
        control.set_workers("nobody", 9).unwrap();
        let steering = async {
            sleep(SECOND).await;
            assert_eq!(control.workers("save"), Some(4));
            let refused = control.set_workers("save", 9).unwrap_err();
            assert_eq!(refused.to_string(), "[save] 9 workers are outside of the stage's range, 2..=4");
            for name in ["fixed", "nobody"] {
                assert!(matches!(control.set_workers(name, 2), Err(NotElastic::Unknown { .. })));
                assert_eq!(control.workers(name), None);
            }
            control.stop();
        };
        let (ended, ()) = tokio::join!(running, steering);
        ended.unwrap();
        assert!(control.set_workers("save", 2).is_err());
    });
}

#[test]
fn it_holds_no_more_than_it_says() {
    paused(async {
        let given = Arc::new(AtomicUsize::new(0));
        let giving = given.clone();
        let source = Stream::repeat_with(move || giving.fetch_add(1, Ordering::SeqCst));
        let run = source.map_async(|_| std::future::pending::<()>()).workers(2..=8).drain();
        let bound = run.max_in_flight();
        let running = run.spawn();
        sleep(SECOND * 100).await;
        // Two calls, one more worker with an item, and the source's hand.
        assert_eq!(given.load(Ordering::SeqCst), 4);
        assert!(bound >= 4, "{bound}");
        running.control().set_workers("map_async", 8).unwrap();
        sleep(SECOND).await;
        let given = given.load(Ordering::SeqCst);
        assert!(given <= bound, "{given} of {bound}");
    });
}

#[test]
fn aborted_at_any_time_nothing_is_left() {
    for turns in 0..40 {
        paused(async {
            let held = Arc::new(());
            let inside = held.clone();
            let run = Stream::repeat(()).map_async(move |()| {
                let inside = inside.clone();
                tokio::task::yield_now().map(move |()| drop(inside))
            });
            let running = run.workers(1..=6).ordered().drain().spawn();
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            running.control().abort();
            assert!(running.await.is_err());
            assert_eq!(Arc::strong_count(&held), 1);
        });
    }
}
