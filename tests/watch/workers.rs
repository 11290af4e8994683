//! What workers do, and for how long.

use pipeline_core::prelude::*;

use crate::support::{after, doing, ended, ms, never, paused, stage, takes, workers};

#[test]
fn workers_in_calls() {
    paused(async {
        let seen = after(250, Stream::from_iter(0..40).map_async(takes(100)).workers(4).count()).await;
        let busy = workers(&seen, "map_async");
        assert_eq!(doing(busy), [4, 0, 0]);
        assert_eq!((busy.limit, busy.started), (4, 4));
        assert_eq!((busy.busy, busy.idle, busy.blocked), (ms(1_000), ms(0), ms(0)));
        let calls = stage(&seen, "map_async").calls.unwrap();
        assert_eq!((calls.count, calls.timed), (8, 8));
        assert_eq!((calls.p50.as_millis(), calls.max.as_millis(), calls.sum.as_millis()), (100, 100, 800));
    });
}

#[test]
fn workers_that_wait_for_input() {
    paused(async {
        let ticks = Stream::interval(ms(100)).map_async(takes(10)).workers(3).count();
        let seen = after(1_050, ticks).await;
        // One starts the next when it has its first item, so that all three are there after two ticks.
        let idle = workers(&seen, "map_async");
        assert_eq!(doing(idle), [0, 3, 0]);
        assert_eq!((idle.busy, idle.blocked), (ms(110), ms(0)));
        assert_eq!(stage(&seen, "map_async").calls.unwrap().count, 11);
    });
}

#[test]
fn workers_that_wait_for_room() {
    paused(async {
        let stuck = || Stream::from_iter(0..40).map_async(takes(10)).name("made");
        // The reader has one item, two are in the buffer, and each worker has one in hand.
        for (n, run) in [
            (1, stuck().workers(1).buffer(2).for_each_async(|n| async move { _ = never(n).await })),
            (4, stuck().workers(4).buffer(2).for_each_async(|n| async move { _ = never(n).await })),
            (4, stuck().workers(4).ordered().buffer(2).for_each_async(|n| async move { _ = never(n).await })),
        ] {
            let seen = after(1_000, run).await;
            let made = workers(&seen, "made");
            assert_eq!((made.in_call, made.waiting_for_input), (0, 0), "{seen:#?}");
            assert_eq!(made.waiting_to_send, n, "{seen:#?}");
            assert!(made.blocked > made.busy && made.idle == ms(0), "{made:?}");
            assert_eq!(doing(workers(&seen, "for_each_async")), [1, 0, 0]);
            assert!(seen.edges[1].is_full(), "{seen:#?}");
        }
    });
}

#[test]
fn an_ordered_stage_that_waits_for_its_first_result() {
    paused(async {
        let first_hangs = |n: u32| async move { if n == 0 { never(n).await } else { n } };
        let run = Stream::from_iter(0..100).map_async(first_hangs).workers(4).ordered().window(6).count();
        let seen = after(1_000, run).await;
        let ordered = stage(&seen, "map_async");
        let held = ordered.held.unwrap();
        // The window is full, and the three workers that are free of calls have a result each beyond it.
        assert_eq!((held.waiting, held.high_water, held.limit), (9, 9, Some(6)), "{ordered:#?}");
        let doing = doing(ordered.workers.unwrap());
        assert_eq!((doing[0], doing[1]), (1, 0), "{ordered:#?}");
        assert_eq!((ordered.items_in, ordered.items_out, ordered.filtered), (10, 0, 0));
    });
}

#[test]
fn a_keyed_stage_holds_what_waits_for_its_key() {
    paused(async {
        let run =
            Stream::from_iter(0..100).map_by_key_async(|n: &u32| n % 2, never).workers(4).window(5).count();
        let seen = after(1_000, run).await;
        let keyed = stage(&seen, "never");
        assert_eq!(keyed.held.unwrap().waiting, 5, "{keyed:#?}");
        assert_eq!(keyed.workers.unwrap().in_call, 2, "{keyed:#?}");
    });
}

#[test]
fn workers_that_block() {
    crate::support::multi_thread(async {
        let run = Stream::from_iter(0..20)
            .map_blocking(|n| {
                std::thread::sleep(ms(1));
                n
            })
            .workers(2)
            .count();
        let (_, seen) = ended(run).await;
        let blocking = stage(&seen, "map_blocking");
        assert_eq!((blocking.items_in, blocking.items_out, blocking.calls.unwrap().count), (20, 20, 20));
        assert!(blocking.workers.unwrap().busy >= ms(20), "{blocking:?}");
        assert!(blocking.calls.unwrap().p50 >= ms(1), "{blocking:?}");
    });
}

#[test]
fn an_elastic_stage_tells_how_many_have_been_started() {
    paused(async {
        let seen = after(500, Stream::from_iter(0..1_000).map_async(takes(100)).workers(2..=8).count()).await;
        let workers = workers(&seen, "map_async");
        assert!(workers.limit == 8 && workers.started >= 2 && workers.in_call >= 2, "{workers:?}");
    });
}

/// Of quick calls some are timed, and how many depends on the machine. `meter/calls.rs` is tested by times that are given.
#[test]
fn of_quick_calls_no_fewer_are_timed_than_one_in_256() {
    crate::support::current_thread(async {
        let (_, seen) = ended(Stream::from_iter(0..20_000).map_async(|n| async move { n }).count()).await;
        let calls = stage(&seen, "map_async").calls.unwrap();
        assert_eq!(calls.count, 20_000);
        assert!((20_000 / 256..=20_000).contains(&calls.timed), "{calls:?}");
    });
}

/// The reader takes what was handed to it after the worker has gone on: that is no wait for room.
#[test]
fn a_worker_that_has_sent_waits_for_input() {
    paused(async {
        let ticks = Stream::interval(ms(10)).take(500).map_async(takes(3)).drain();
        let seen = after(2_005, ticks).await;
        let one = workers(&seen, "map_async");
        assert_eq!(doing(one), [0, 1, 0]);
        assert_eq!((one.blocked, one.busy), (ms(0), ms(603)));
    });
}
