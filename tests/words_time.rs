//! Words that wait for time, and those that give items in groups.

use std::future::{Future, IntoFuture};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt as _;
use pipeline_core::prelude::*;
use pipeline_core::{Elapsed, Missed, Window};
use tokio::time::{Instant, sleep};

const TICK: Duration = Duration::from_secs(1);

/// Runs on a current-thread runtime whose clock stands still while anything can be done.
fn paused<R>(test: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(test)
}

fn several<R>(test: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

/// Ticks since `start`; timers are a millisecond coarse.
fn tick(start: Instant) -> u64 {
    (start.elapsed() + TICK / 2).as_secs()
}

/// Each number at its tick.
fn at<const N: usize>(ticks: [u64; N]) -> Stream<u64> {
    Stream::from_iter(ticks)
        .scan(0, |last, now| {
            let wait = now - std::mem::replace(last, now);
            Some((now, wait))
        })
        .map_async(|(now, wait)| async move {
            sleep(TICK * wait as u32).await;
            now
        })
        .into()
}

/// What comes, and when.
async fn timed<T: Send + 'static>(stream: Stream<T>) -> Vec<(T, u64)> {
    let start = Instant::now();
    stream.map(move |item| (item, tick(start))).collect().await.unwrap()
}

/// The same, with a reader that takes `busy` ticks for each.
async fn timed_with_reader<T: Send + 'static>(stream: Stream<T>, busy: u64) -> Vec<u64> {
    let start = Instant::now();
    let seen = stream.map_async(move |_| async move {
        let now = tick(start);
        sleep(TICK * busy as u32).await;
        now
    });
    seen.collect().await.unwrap()
}

fn secs(n: u64) -> Duration {
    TICK * n as u32
}

#[test]
fn tim_06_throttle_counts_from_the_last_item() {
    paused(async {
        assert_eq!(timed_with_reader(Stream::from_iter(0..3).throttle(secs(5)), 4).await, [0, 5, 10]);
        assert_eq!(timed_with_reader(Stream::from_iter(0..3).throttle(secs(5)), 7).await, [0, 7, 14]);
        assert_eq!(timed(Stream::from_iter(0..3).throttle(secs(5))).await, [(0, 0), (1, 5), (2, 10)]);
    });
}

#[test]
fn tim_07_throttle_leaves_a_slow_source_alone() {
    paused(async {
        assert_eq!(timed(at([10, 20, 30]).throttle(secs(5))).await, [(10, 10), (20, 20), (30, 30)]);
    });
}

#[test]
fn ste_15_throttle_gives_the_first_at_once() {
    paused(async {
        assert_eq!(timed(Stream::from_iter([1, 2, 3]).throttle(secs(2))).await, [(1, 0), (2, 2), (3, 4)]);
    });
}

#[test]
fn throttle_ends_with_its_last_item() {
    paused(async {
        let start = Instant::now();
        assert_eq!(Stream::from_iter(0..2).throttle(secs(5)).count().await.unwrap(), 2);
        assert_eq!(tick(start), 5);
        assert_eq!(Stream::from_iter(0..9).throttle(Duration::MAX).first().await.unwrap(), Some(0));
    });
}

#[test]
fn errors_stay_in_their_place() {
    paused(async {
        let odd = |n: i32| if n % 2 == 0 { Err(n) } else { Ok(n) };
        let all = |s: Stream<i32, Fallible<i32>>| async {
            let results = s.results().map(|r| r.map_err(StageError::into_error)).collect::<Vec<_>>();
            results.await.unwrap()
        };
        let wanted = [Ok(1), Err(2), Ok(3), Err(4), Ok(5)];
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).throttle(TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).rate_limit(1, TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).delay(TICK).workers(3).via(|s| s)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).delay_start(TICK)).await, wanted);
        assert_eq!(all(Stream::from_iter(1..6).try_map(odd).keep_alive(TICK, || 0)).await, wanted);
    });
}

#[test]
fn rate_limit_lets_so_many_through_in_any_span() {
    paused(async {
        let times = timed(Stream::from_iter(0..7).rate_limit(3, TICK)).await;
        assert_eq!(times.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 1, 2]);
        // Two late ones count with those that come after the turn of a period.
        let times = timed(at([0, 3, 3, 4, 4, 4]).rate_limit(3, secs(4))).await;
        assert_eq!(times.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [0, 3, 3, 4, 7, 7]);
    });
}

#[test]
fn rate_limit_holds_for_all_workers_behind_it() {
    paused(async {
        let start = Instant::now();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = calls.clone();
        let ask = move |_| {
            log.lock().unwrap().push(tick(start));
            sleep(secs(9))
        };
        Stream::from_iter(0..6).rate_limit(2, TICK).map_async(ask).workers(6).drain().await.unwrap();
        assert_eq!(*calls.lock().unwrap(), [0, 0, 1, 1, 2, 2]);
    });
}

#[test]
fn calls_per_counts_every_try_and_not_the_time_of_the_call() {
    use pipeline_core::retry::ConstantBuilder;
    paused(async {
        let start = Instant::now();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = calls.clone();
        let ask = move |n: u64| {
            let tries = log.lock().unwrap().iter().filter(|(seen, _)| *seen == n).count();
            log.lock().unwrap().push((n, tick(start)));
            async move { if tries < 2 { Err("again") } else { Ok(n) } }
        };
        let policy = ConstantBuilder::new().with_delay(Duration::ZERO).with_max_times(5);
        let asked =
            Stream::from_iter(0..2).try_map_async(ask).workers(2).retry(policy).calls_per(2, TICK * 3);
        assert_eq!(asked.ok_only().count().await.unwrap(), 2);
        let ticks: Vec<u64> = calls.lock().unwrap().iter().map(|(_, tick)| *tick).collect();
        assert_eq!(ticks, [0, 0, 3, 3, 6, 6]);

        // Nine wait for their turn, far longer than a call may take.
        let quick = |n: u64| async move { Ok::<_, Elapsed>(n) };
        let limited =
            Stream::from_iter(0..9).try_map_async(quick).workers(9).timeout(TICK).calls_per(1, TICK * 5);
        let start = Instant::now();
        assert_eq!(limited.ok_only().count().await.unwrap(), 9);
        assert_eq!(tick(start), 40);
    });
}

#[test]
fn any_span_holds_at_most_as_many_as_the_limit() {
    paused(async {
        // Waits of 0 to 6 ms, by a generator that needs no seed.
        let mut state = 7_u32;
        let waits: Vec<u64> = (0..300)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u64::from(state >> 29).min(6)
            })
            .collect();
        let start = Instant::now();
        let items = Stream::from_iter(waits).map_async(|ms| sleep(Duration::from_millis(ms)));
        let times: Vec<Duration> = items
            .rate_limit(4, Duration::from_millis(20))
            .map(move |()| start.elapsed())
            .collect()
            .await
            .unwrap();
        assert_eq!(times.len(), 300);
        assert!(times.windows(5).all(|span| span[4] - span[0] >= Duration::from_millis(20)));
    });
}

#[test]
fn tim_08_only_the_start_is_delayed() {
    paused(async {
        let instant = Stream::from_iter(0..3).throttle(TICK).delay_start(secs(3));
        assert_eq!(timed(instant).await, [(0, 3), (1, 4), (2, 5)]);
        let called = Arc::new(AtomicUsize::new(0));
        let count = called.clone();
        let never = Stream::defer(move || {
            count.fetch_add(1, SeqCst);
            [1]
        });
        let early = never.delay_start(secs(9)).drain().cancel_when(sleep(secs(1)));
        assert!(early.await.is_err());
        assert_eq!(called.load(SeqCst), 0);
    });
}

#[test]
fn delay_is_for_each_item() {
    paused(async {
        assert_eq!(timed(at([0, 1, 2]).delay(secs(3)).workers(4).into()).await, [(0, 3), (1, 4), (2, 5)]);
        assert_eq!(timed(at([0, 1, 2]).delay(secs(3)).into()).await, [(0, 3), (1, 6), (2, 9)]);
    });
}

#[test]
fn tim_02_ste_04_cre_06_a_silent_source_is_given_up() {
    paused(async {
        let start = Instant::now();
        let silent = Stream::from_iter(0..3).chain(Stream::pending()).idle_timeout(TICK);
        let (numbers, errors) = silent.collect_split().await.unwrap();
        assert_eq!((numbers, tick(start)), (vec![0, 1, 2], 1));
        assert_eq!(errors.iter().map(|e| *e.error()).collect::<Vec<_>>(), [Elapsed(TICK)]);

        let start = Instant::now();
        let failed = at([5]).idle_timeout(TICK).or_fail().drain().await;
        assert!(matches!(failed, Err(PipelineError::Failed { stage, .. }) if stage == "idle_timeout"));
        assert_eq!(tick(start), 1);

        let start = Instant::now();
        let never: Stream<i32> = Stream::pending();
        let (numbers, errors) = never.idle_timeout(secs(30)).collect_split().await.unwrap();
        assert_eq!((numbers.len(), errors.len(), tick(start)), (0, 1, 30));
    });
}

#[test]
fn tim_03_the_time_counts_for_each_item() {
    paused(async {
        let four = at([1, 2, 3, 4]).idle_timeout(Duration::from_millis(1500)).or_fail();
        assert_eq!(four.collect::<Vec<_>>().await.unwrap(), [1, 2, 3, 4]);
    });
}

#[test]
fn tim_04_the_time_of_the_reader_does_not_count() {
    paused(async {
        let slow = Stream::from_iter(0..3).idle_timeout(TICK).or_fail();
        assert_eq!(timed_with_reader(slow, 5).await, [0, 5, 10]);
    });
}

#[test]
fn mpa_10_a_call_that_takes_too_long_is_given_up() {
    paused(async {
        let slower = Stream::from_iter(1..).map_async(|n| async move {
            sleep(secs(n)).await;
            n
        });
        let (done, errors) = slower.idle_timeout(Duration::from_millis(4500)).collect_split().await.unwrap();
        assert_eq!((done, errors.len()), (vec![1, 2, 3, 4], 1));
    });
}

#[test]
fn keep_alive_fills_silences() {
    paused(async {
        let items = timed(at([1, 6, 7]).keep_alive(secs(2), || 0)).await;
        assert_eq!(items, [(1, 1), (0, 3), (0, 5), (6, 6), (7, 7)]);
    });
}

#[test]
fn ticks_that_were_missed() {
    paused(async {
        let read = |missed| async move {
            let start = Instant::now();
            let ticks = Stream::interval_at(secs(2), missed).map(move |_| tick(start)).take(5);
            let mut ticks = ticks.open();
            let mut seen = Vec::new();
            while let Some(tick) = ticks.next().await {
                seen.push(tick.unwrap());
                if seen.len() == 1 {
                    sleep(secs(5)).await;
                }
            }
            seen
        };
        assert_eq!(read(Missed::Burst).await, [0, 5, 5, 6, 8]);
        assert_eq!(read(Missed::Delay).await, [0, 5, 7, 9, 11]);
        assert_eq!(read(Missed::Skip).await, [0, 5, 6, 8, 10]);
    });
}

#[test]
fn chunks_timeout_waits_for_the_first_of_a_group() {
    paused(async {
        let groups = timed(at([0, 1, 2, 3, 9, 10]).chunks_timeout(3, Duration::from_millis(2500))).await;
        assert_eq!(groups, [(vec![0, 1, 2], 2), (vec![3], 6), (vec![9, 10], 10)]);
    });
}

#[test]
fn chunks_timeout_of_a_busy_reader() {
    paused(async {
        let groups = at([0, 1, 2, 3]).chunks_timeout(2, TICK * 9).map(|g| g.len());
        assert_eq!(timed_with_reader(groups.into(), 5).await, [1, 6]);
    });
}

#[test]
fn ready_chunks_never_waits() {
    paused(async {
        let groups = timed(at([0, 1, 5]).ready_chunks(9)).await;
        assert_eq!(groups, [(vec![0], 0), (vec![1], 1), (vec![5], 5)]);
        let slow = Stream::from_iter(0..20).buffer(4).ready_chunks(3).map_async(|g| async move {
            sleep(TICK).await;
            g
        });
        let groups = slow.collect::<Vec<_>>().await.unwrap();
        assert_eq!(groups.concat(), (0..20).collect::<Vec<_>>());
        assert!(groups.iter().all(|g| (1..=3).contains(&g.len())) && groups.iter().any(|g| g.len() == 3));
    });
}

#[test]
fn chunks_by_weight_are_not_too_heavy() {
    paused(async {
        let groups = |most, items: Vec<usize>| async move {
            Stream::from_iter(items).chunks_by_weight(most, |n| *n).collect::<Vec<_>>().await.unwrap()
        };
        assert_eq!(
            groups(4, vec![1, 9, 1, 3, 2, 0, 0, 1]).await,
            [vec![1], vec![9], vec![1, 3], vec![2, 0, 0], vec![1]]
        );
        assert_eq!(groups(4, vec![]).await, Vec::<Vec<usize>>::new());
    });
}

#[test]
fn tumbling_by_count_and_by_time() {
    paused(async {
        let five = Stream::from_iter(0..5).tumbling(2);
        assert_eq!(five.collect::<Vec<_>>().await.unwrap(), [vec![0, 1], vec![2, 3], vec![4]]);
        // Windows of 3 ticks from the first item on: [1, 4), [4, 7), none in [7, 10), [10, 13).
        let windows = timed(at([1, 3, 4, 6, 10, 13]).tumbling(secs(3))).await;
        assert_eq!(windows, [(vec![1, 3], 4), (vec![4, 6], 7), (vec![10], 13), (vec![13], 13)]);
    });
}

#[test]
fn sliding_by_count_gives_each_full_window_and_what_is_new_at_the_end() {
    paused(async {
        let windows = |items: u64, extent: usize, step: usize| async move {
            Stream::from_iter(0..items).sliding(extent, step).collect::<Vec<_>>().await.unwrap()
        };
        for items in 0..20 {
            for extent in 1..6 {
                for step in 1..=extent {
                    let all: Vec<u64> = (0..items).collect();
                    let full = (0..).map(|i| i * step).take_while(|from| from + extent <= all.len());
                    let mut wanted: Vec<Vec<u64>> =
                        full.map(|from| all[from..from + extent].to_vec()).collect();
                    let seen = wanted.last().map_or(0, |w| w[extent - 1] as usize + 1);
                    if seen < all.len() {
                        wanted.push(all[wanted.len() * step..].to_vec());
                    }
                    assert_eq!(windows(items, extent, step).await, wanted, "{items} {extent} {step}");
                }
            }
        }
    });
}

#[test]
fn sliding_by_time_holds_what_came_in_its_span() {
    paused(async {
        // Spans of 4 from 1 on, every 2: [1, 5), [3, 7), [5, 9), [7, 11) .. [15, 19), [17, 21) ..
        let windows = timed(at([1, 2, 5, 18]).sliding(secs(4), secs(2))).await;
        assert_eq!(windows, [(vec![1, 2], 5), (vec![5], 7), (vec![5], 9), (vec![18], 18)]);
        let windows = timed(at([0, 3, 4]).sliding(secs(4), secs(2))).await;
        assert_eq!(windows, [(vec![0, 3], 4), (vec![3, 4], 4)]);
    });
}

#[test]
fn sessions_end_with_a_silence() {
    paused(async {
        let sessions = timed(at([1, 2, 4, 9, 10]).session(secs(3))).await;
        assert_eq!(sessions, [(vec![1, 2, 4], 7), (vec![9, 10], 10)]);
    });
}

fn of_seconds(n: &u64) -> Duration {
    secs(*n)
}

/// From, to, whether it is late, and the items.
fn spans(stream: Stream<Window<u64>>) -> Vec<(u64, u64, bool, Vec<u64>)> {
    let windows = stream.map(|w| (w.from.as_secs(), w.to.as_secs(), w.late, w.items)).collect();
    futures::executor::block_on(windows.run_local()).unwrap()
}

#[test]
fn windows_by_the_time_of_the_items() {
    let s = |items: Vec<u64>| Stream::from_iter(items);
    let windows = spans(s(vec![5, 1, 12, 9, 30, 11, 31]).tumbling_by(secs(10), secs(2), of_seconds));
    let wanted = [
        (0, 10, false, vec![5, 1, 9]),
        (10, 20, false, vec![12]),
        (10, 20, true, vec![11]),
        (30, 40, false, vec![30, 31]),
    ];
    // 12 is not 2 after the end of the first window but at it: 9 is late by then.
    let late = [(0, 10, false, vec![5, 1]), (0, 10, true, vec![9])];
    assert_eq!(windows[..2], late);
    assert_eq!(windows[2..], wanted[1..]);

    let windows = spans(s(vec![1, 6, 12, 3, 40]).sliding_by(secs(10), secs(5), secs(2), of_seconds));
    let wanted = [
        (0, 10, false, vec![1, 6]),
        (0, 10, true, vec![3]),
        (5, 15, false, vec![6, 12]),
        (10, 20, false, vec![12]),
        (35, 45, false, vec![40]),
        (40, 50, false, vec![40]),
    ];
    assert_eq!(windows, wanted);

    let windows = spans(s(vec![1, 5, 3, 20, 3, 21]).session_by(secs(3), secs(2), of_seconds));
    let wanted = [(1, 8, false, vec![1, 5, 3]), (3, 6, true, vec![3]), (20, 24, false, vec![20, 21])];
    assert_eq!(windows, wanted);
}

#[test]
fn no_item_of_a_window_is_lost() {
    let mut state = 3_u32;
    let items: Vec<u64> = (0..500)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            n / 4 + u64::from(state >> 28)
        })
        .collect();
    let mut wanted = items.clone();
    wanted.sort_unstable();
    for late in [0, 3, 100] {
        let s = || Stream::from_iter(items.clone());
        for windows in [
            spans(s().tumbling_by(secs(7), secs(late), of_seconds)),
            spans(s().sliding_by(secs(7), secs(7), secs(late), of_seconds)),
            spans(s().session_by(secs(1), secs(late), of_seconds)),
        ] {
            assert!(windows.iter().all(|(from, to, _, items)| {
                !items.is_empty() && items.iter().all(|n| (from..to).contains(&n))
            }));
            let mut found: Vec<u64> = windows.into_iter().flat_map(|(.., items)| items).collect();
            found.sort_unstable();
            assert_eq!(found, wanted);
        }
    }
}

#[test]
fn chunks_by_key_fill_side_by_side() {
    paused(async {
        let groups = timed(at([0, 1, 2, 3, 10]).chunks_by_key(2, secs(4), |n| n % 3)).await;
        assert_eq!(groups, [(vec![0, 3], 3), (vec![1], 5), (vec![2], 6), (vec![10], 10)]);
        // One key too many sends the oldest on.
        let many = Stream::from_iter(0..1_026).chunks_by_key(2, secs(4), |n| *n).take(2);
        assert_eq!(many.collect::<Vec<_>>().await.unwrap(), [[0], [1]]);
        let all = Stream::from_iter(0..5_000).chunks_by_key(3, secs(4), |n| n % 2_000);
        assert_eq!(all.flatten().count().await.unwrap(), 5_000);
    });
}

type Words = &'static [(&'static str, fn(Stream<Arc<u64>>) -> Stream<()>)];

/// Each word that holds a bounded number of items.
const BOUNDED: Words = &[
    ("throttle", |s| s.throttle(TICK).map(drop).into()),
    ("rate_limit", |s| s.rate_limit(2, TICK).map(drop).into()),
    ("delay", |s| s.delay(TICK).workers(4).map(drop).into()),
    ("delay_start", |s| s.delay_start(TICK).map(drop).into()),
    ("idle_timeout", |s| s.idle_timeout(TICK).ok_only().map(drop).into()),
    ("keep_alive", |s| s.keep_alive(TICK, Arc::default).map(drop).into()),
    ("chunks_timeout", |s| s.chunks_timeout(3, TICK).map(drop).into()),
    ("ready_chunks", |s| s.ready_chunks(3).map(drop).into()),
    ("chunks_by_weight", |s| s.chunks_by_weight(5, |_| 2).map(drop).into()),
    ("tumbling", |s| s.tumbling(3).map(drop).into()),
    ("sliding", |s| s.sliding(3, 1).map(drop).into()),
    ("chunks_by_key", |s| s.chunks_by_key(3, TICK, |n| **n % 5).map(drop).into()),
];

/// The others.
const UNBOUNDED: Words = &[
    ("tumbling", |s| s.tumbling(TICK).map(drop).into()),
    ("tumbling_by", |s| s.tumbling_by(TICK, TICK, |n| of_seconds(n)).map(drop).into()),
    ("sliding", |s| s.sliding(TICK * 2, TICK).map(drop).into()),
    ("sliding_by", |s| s.sliding_by(TICK * 2, TICK, TICK, |n| of_seconds(n)).map(drop).into()),
    ("session", |s| s.session(TICK).map(drop).into()),
    ("session_by", |s| s.session_by(TICK, TICK, |n| of_seconds(n)).map(drop).into()),
];

#[test]
fn what_a_word_holds_has_the_bound_that_it_tells() {
    paused(async {
        for (word, attach) in BOUNDED {
            let made = Arc::new(AtomicUsize::new(0));
            let count = made.clone();
            let source = Stream::from_iter((0..10_000_u64).map(move |n| {
                count.fetch_add(1, SeqCst);
                Arc::new(n)
            }));
            let run = attach(source).for_each_async(|()| std::future::pending());
            let most = run.max_in_flight();
            assert!(tokio::time::timeout(TICK * 60, run.into_future()).await.is_err());
            let made = made.load(SeqCst);
            // Chunks count as one item in the reader's hand, whatever is in them.
            assert!(made <= most + 4, "{word}: {made} of {most}");
        }
        for (word, attach) in UNBOUNDED {
            let run = attach(Stream::from_iter([])).drain();
            assert_eq!(run.max_in_flight(), usize::MAX, "{word}");
        }
    });
}

#[test]
fn dropped_at_any_time_nothing_is_left() {
    paused(async {
        for (word, attach) in BOUNDED.iter().chain(UNBOUNDED) {
            for ms in (0..4_000).step_by(370) {
                let item = Arc::new(7);
                let (given, left) = (item.clone(), Arc::downgrade(&item));
                let source = Stream::repeat(given).throttle(Duration::from_millis(40));
                drop(item);
                let run = attach(source).drain();
                let _ = tokio::time::timeout(Duration::from_millis(ms), run.into_future()).await;
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                assert_eq!(left.strong_count(), 0, "{word} after {ms} ms");
            }
        }
    });
}

#[test]
fn the_words_stand_in_the_macro() {
    paused(async {
        let windows = pipeline!({
            [1_u64, 2, 3]
                | throttle(TICK)
                | rate_limit(2, TICK)
                | chunks_timeout(9, TICK * 5)
                | flatten()
                | tumbling_by(TICK * 2, TICK, |n| of_seconds(n))
                | flat_map(|window| window.items)
                | sliding(2, 1)
                | collect::<Vec<_>>()
        });
        assert_eq!(windows.await.unwrap(), [[1, 2], [2, 3]]);
    });
}

#[test]
fn without_a_clock_such_a_run_is_refused() {
    let alone = |run: Run<(), std::convert::Infallible>| {
        let refused = futures::executor::block_on(run.run_local());
        assert!(matches!(refused, Err(PipelineError::InvalidOption { .. })), "{refused:?}");
    };
    let s = || Stream::from_iter(0..3);
    alone(s().throttle(TICK).drain());
    alone(s().rate_limit(1, TICK).drain());
    alone(s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(1, TICK).ok_only().drain());
    alone(s().delay(TICK).drain());
    alone(s().delay_start(TICK).drain());
    alone(s().idle_timeout(TICK).ok_only().drain());
    alone(s().keep_alive(TICK, || 0).drain());
    alone(s().chunks_timeout(2, TICK).drain());
    alone(s().tumbling(TICK).drain());
    alone(s().sliding(TICK, TICK).drain());
    alone(s().session(TICK).drain());
    alone(s().chunks_by_key(1, TICK, |n| *n).drain());
    alone(Stream::interval_at(TICK, Missed::Skip).drain());
    assert!(futures::executor::block_on(s().tumbling(2).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().sliding(2, 1).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().ready_chunks(2).drain().run_local()).is_ok());
    assert!(futures::executor::block_on(s().chunks_by_weight(2, |_| 1).drain().run_local()).is_ok());
}

#[test]
fn what_cannot_be_is_refused() {
    several(async {
        let s = || Stream::from_iter(0..3);
        const ZERO: Duration = Duration::ZERO;
        for (run, wanted) in [
            (s().throttle(ZERO).drain(), "gap"),
            (s().rate_limit(0, TICK).drain(), "n"),
            (s().rate_limit((1 << 20) + 1, TICK).drain(), "n"),
            (s().rate_limit(1, ZERO).drain(), "per"),
            (
                s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(0, TICK).ok_only().drain(),
                "calls_per",
            ),
            (
                s().try_map_async(|n| async move { Ok::<_, String>(n) }).calls_per(1, ZERO).ok_only().drain(),
                "calls_per",
            ),
            (s().idle_timeout(ZERO).ok_only().drain(), "gap"),
            (s().keep_alive(ZERO, || 0).drain(), "idle"),
            (s().chunks_timeout(0, TICK).drain(), "n"),
            (s().ready_chunks(0).drain(), "most"),
            (s().chunks_by_weight(0, |_| 1).drain(), "most"),
            (s().tumbling(0).drain(), "extent"),
            (s().tumbling(ZERO).drain(), "extent"),
            (s().tumbling_by(ZERO, ZERO, |_| ZERO).drain(), "size"),
            (s().sliding(0, 0).drain(), "step"),
            (s().sliding(2, 3).drain(), "step"),
            (s().sliding(TICK, ZERO).drain(), "step"),
            (s().sliding(TICK, TICK * 2).drain(), "step"),
            (s().sliding_by(TICK, ZERO, ZERO, |_| ZERO).drain(), "step"),
            (s().sliding_by(TICK, TICK * 2, ZERO, |_| ZERO).drain(), "step"),
            (s().session(ZERO).drain(), "gap"),
            (s().session_by(ZERO, ZERO, |_| ZERO).drain(), "gap"),
            (s().chunks_by_key(0, TICK, |n| *n).drain(), "n"),
            (Stream::interval_at(ZERO, Missed::Burst).drain(), "period"),
        ] {
            let refused = run.into_future().await;
            assert!(
                matches!(&refused, Err(PipelineError::InvalidOption { option, .. }) if *option == wanted),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_panic_names_its_stage() {
    several(async {
        let s = || Stream::from_iter(0..3);
        for run in [
            s().tumbling_by(TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().sliding_by(TICK, TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().session_by(TICK, TICK, |_| panic!("boom")).name("bad").drain(),
            s().chunks_by_key(2, TICK, |_| -> u8 { panic!("boom") }).name("bad").drain(),
            s().chunks_by_weight(2, |_| panic!("boom")).name("bad").drain(),
            s().chain(Stream::pending())
                .keep_alive(Duration::from_millis(1), || panic!("boom"))
                .name("bad")
                .drain(),
        ] {
            let failed = run.into_future().await;
            assert!(
                matches!(&failed, Err(PipelineError::Panicked { stage, .. }) if stage == "bad"),
                "{failed:?}"
            );
        }
    });
}
