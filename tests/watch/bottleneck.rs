//! What holds real pipelines up, under paused time: over the whole run, in its middle, and what is said of it.
//!
//! Computing takes no paused time, so stages that compute or block are tested with snapshots made by hand.

use pipeline_core::prelude::*;
use pipeline_core::{Bottleneck, Overflow, Reason, Remedy};

use crate::support::{ms, paused, takes};

/// What held a run up from its start to its end, and in the second and third second of it.
fn bottlenecks<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
    run: Run<R, E, S>,
) -> [Bottleneck; 2] {
    bottlenecks_beside(run, async {})
}

/// The same while `sends` is driven.
fn bottlenecks_beside<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
    run: Run<R, E, S>,
    sends: impl Future<Output = ()> + Send + 'static,
) -> [Bottleneck; 2] {
    paused(async {
        let (run, watch) = run.watch();
        let (running, sending) = (run.spawn(), tokio::spawn(sends));
        tokio::time::sleep(ms(1_000)).await;
        let before = watch.snapshot();
        tokio::time::sleep(ms(2_000)).await;
        let rates = watch.snapshot().since(&before);
        drop(running.await);
        sending.await.unwrap();
        [watch.snapshot().bottleneck().unwrap(), rates.bottleneck().unwrap()]
    })
}

#[track_caller]
fn assert_held_up_by<R, E, S>(run: Run<R, E, S>, name: &str, reason: Reason, remedy: Remedy, next: &str)
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    for found in bottlenecks(run) {
        let next = (!next.is_empty()).then(|| next.to_owned());
        assert_eq!(
            (&*found.name, found.reason, found.remedy, &found.next),
            (name, reason, remedy, &next),
            "{found}"
        );
    }
}

fn numbers() -> Stream<u64> {
    Stream::from_iter(0..500)
}

#[test]
fn a_slow_source() {
    let source = Stream::interval(ms(10)).take(500);
    let run = source.map_async(takes(3)).name("parse").drain();
    for found in bottlenecks(run) {
        assert_eq!((&*found.name, found.reason), ("interval", Reason::SlowSource), "{found}");
    }
}

#[test]
fn a_slow_terminal() {
    let run = numbers().map_async(takes(1)).name("parse").for_each_async(|_| tokio::time::sleep(ms(10)));
    let remedy = Remedy::MoreWorkers { up_to: Some(10) };
    assert_held_up_by(run, "for_each_async", Reason::SlowTerminal, remedy, "parse");
}

#[test]
fn one_slow_stage_at_each_place() {
    for slow in 0..3 {
        let time = |place| if place == slow { 10 } else { 4 };
        let run = numbers()
            .map_async(takes(time(0)))
            .name("0")
            .map_async(takes(time(1)))
            .name("1")
            .map_async(takes(time(2)))
            .name("2")
            .drain();
        for found in bottlenecks(run) {
            assert_eq!((&*found.name, found.reason), (&*slow.to_string(), Reason::SlowCalls), "{found}");
            assert_eq!(found.remedy, Remedy::MoreWorkers { up_to: Some(3) }, "{found}");
            assert!(found.busy > 0.95, "{found}");
        }
    }
}

#[test]
fn two_equal_ones() {
    let run = numbers().map_async(takes(10)).name("a").map_async(takes(10)).name("b").drain();
    assert_held_up_by(run, "a", Reason::SlowCalls, Remedy::MoreWorkersOfBoth, "b");
}

#[test]
fn several_workers_and_a_sentence() {
    let run = Stream::from_iter(0..5_000).map_async(takes(100)).name("fetch").workers(10);
    let run = run.map_async(takes(4)).name("parse").drain();
    let [_, now] = bottlenecks(run);
    assert_eq!(
        now.to_string(),
        "`fetch` holds the pipeline up: its 10 workers are busy 100 % of the time and its inlet is full; more \
         workers would help up to about 25, after which `parse` is next"
    );
}

#[test]
fn the_number_that_is_told_is_right() {
    let time = |workers| {
        paused(async move {
            let start = tokio::time::Instant::now();
            let run = Stream::from_iter(0..5_000).map_async(takes(100)).workers(workers);
            run.map_async(takes(4)).drain().await.unwrap();
            start.elapsed()
        })
    };
    assert!(time(25) < time(10).mul_f64(0.45));
    assert!(time(50) > time(25).mul_f64(0.95));
}

#[test]
fn an_ordered_stage_that_waits_for_one_result() {
    // Every fiftieth call takes a second, the others a moment.
    let call = |n: u64| async move {
        tokio::time::sleep(ms(if n.is_multiple_of(50) { 1_000 } else { 1 })).await;
        n
    };
    let run = numbers().map_async(call).name("fetch").workers(8).ordered().window(16).drain();
    for found in bottlenecks(run) {
        assert!(matches!(found.reason, Reason::HeadOfLine { window: 16, .. }), "{found}");
        assert_eq!((&*found.name, found.remedy), ("fetch", Remedy::LargerWindow), "{found}");
    }
}

#[test]
fn a_split_with_one_slow_branch() {
    let [quick, slow] = numbers().map_async(takes(1)).name("read").tee();
    let quick = quick.map_async(takes(2)).name("parse").drain();
    let slow = slow.map_async(takes(10)).name("upload").drain();
    let remedy = Remedy::MoreWorkers { up_to: Some(5) };
    assert_held_up_by(Run::join((quick, slow)), "upload", Reason::SlowCalls, remedy, "parse");
}

#[test]
fn an_expand_with_items_that_wait_and_one_without() {
    let call = |more: u64| {
        move |n: u64| async move {
            tokio::time::sleep(ms(10)).await;
            (n, (0..more).map(move |_| n + 1).take_while(move |n| *n < if more == 1 { 500 } else { 11 }))
        }
    };
    let wide = Stream::once(0).expand_async(call(2)).name("crawl").workers(4).drain();
    for found in bottlenecks(wide) {
        assert_eq!((&*found.name, found.reason), ("crawl", Reason::SlowCalls), "{found}");
    }
    let narrow = Stream::once(0).expand_async(call(1)).name("crawl").workers(4).drain();
    for found in bottlenecks(narrow) {
        assert_eq!((&*found.name, found.reason), ("crawl", Reason::Frontier), "{found}");
    }
}

#[test]
fn a_limit_of_the_rate() {
    let run = numbers().rate_limit(100, ms(1_000)).map_async(takes(1)).name("fetch").drain();
    for found in bottlenecks(run) {
        assert_eq!((&*found.name, found.reason), ("rate_limit", Reason::RateLimit), "{found}");
    }
}

#[test]
fn one_key_of_many_items() {
    let run = numbers().map_by_key_async(|_| 7, takes(10)).workers(8).drain();
    for found in bottlenecks(run) {
        assert!(matches!(found.reason, Reason::FewKeys { .. }), "{found}");
    }
}

/// What waits in a channel says nothing of the source: it is behind it that is slow, or who sends.
#[test]
fn a_channel_that_others_send_into() {
    for (slow, takes_ms, sends_ms, reason) in
        [("fetch", 10, 0, Reason::SlowCalls), ("channel", 0, 10, Reason::SlowSource)]
    {
        let (sender, items) = Stream::channel(4);
        let run = items.map_async(takes(takes_ms)).name("fetch").map_async(takes(1)).name("parse").drain();
        let sends = async move {
            for n in 0..500 {
                tokio::time::sleep(ms(sends_ms)).await;
                sender.send(n).await.unwrap();
            }
        };
        for found in bottlenecks_beside(run, sends) {
            assert_eq!((&*found.name, found.reason), (slow, reason), "{found}");
        }
    }
}

/// A source that drops what its reader has no time for was taken for the slow one, while the run worked.
#[test]
fn a_channel_that_overflows() {
    let (sender, items) = Stream::channel(4);
    let run = items.buffer(8).overflow(Overflow::DropOldest).map_async(takes(10)).name("fetch").drain();
    let sends = async move {
        for n in 0..5_000 {
            tokio::time::sleep(ms(1)).await;
            sender.send(n).await.unwrap();
        }
    };
    for found in bottlenecks_beside(run, sends) {
        assert_eq!((&*found.name, found.reason), ("fetch", Reason::SlowCalls), "{found}");
    }
}
