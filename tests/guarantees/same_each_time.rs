//! Promise 22: under a paused clock a test sees the same run each time, however busy the machine is.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::time::sleep;

use crate::support::{compute, paused};

const TICK: Duration = Duration::from_secs(1);

/// What the calls of a run did, in order, and how long each of them takes.
#[derive(Clone)]
struct Calls {
    log: Arc<Mutex<Vec<(&'static str, i32)>>>,
    time: fn(usize) -> Duration,
}

impl Calls {
    fn note(&self, stage: &'static str, n: i32) -> i32 {
        let place = {
            let mut log = self.log.lock().unwrap();
            log.push((stage, n));
            log.len()
        };
        compute((self.time)(place));
        n
    }
}

/// Numbers, each a tick after the one before.
fn by_the_tick(calls: &Calls, stage: &'static str, gap: u32) -> Stream<i32> {
    let calls = calls.clone();
    Stream::from_stream(futures::stream::unfold(0, move |n| {
        let calls = calls.clone();
        async move {
            sleep(TICK * gap).await;
            (n < 40).then(|| (calls.note(stage, n), n + 1))
        }
    }))
}

fn pipeline(calls: &Calls) -> Stream<i32> {
    let call = |stage| {
        let calls = calls.clone();
        move |n| calls.note(stage, n)
    };
    let later = |stage| {
        let call = call(stage);
        move |n| {
            let call = call.clone();
            async move {
                if n % 3 == 0 {
                    sleep(TICK).await;
                }
                call(n)
            }
        }
    };
    let busy = Stream::from_iter(0..400).map(call("busy")).buffer(10).filter(|n| n % 10 == 0);
    let by_key = by_the_tick(calls, "first", 1).map_by_key_async(|n| n % 3, later("by key")).workers(3);
    let merged =
        by_key.merge(by_the_tick(calls, "second", 1).map_async(later("several")).workers(3)).merge(busy);
    let made = calls.clone();
    let parts =
        by_the_tick(calls, "third", 3).switch_map(move |n| by_the_tick(&made, "part", 1).map(move |i| n * i));
    merged.map_async(later("in order")).workers(2).ordered().merge(parts).map(call("last")).into()
}

#[test]
fn g22_however_long_calls_take_they_are_made_in_the_same_order() {
    let log = |chaos: Option<u64>, time| {
        let calls = Calls { log: Arc::default(), time };
        let run = pipeline(&calls).collect::<Vec<_>>();
        let items = paused(async {
            match chaos {
                Some(seed) => run.chaos(seed).await.unwrap(),
                None => run.await.unwrap(),
            }
        });
        let log = calls.log.lock().unwrap().clone();
        (log, items)
    };
    for chaos in [None, Some(1), Some(2), Some(3)] {
        let quick = log(chaos, |_| Duration::ZERO);
        let slow = log(chaos, |n| Duration::from_micros([0, 3, 40, 700][n * n % 7 % 4]));
        let first = quick.0.iter().zip(&slow.0).position(|(a, b)| a != b);
        assert_eq!(first, None, "{chaos:?}: {:?}", &quick.0[first.unwrap_or(0)..]);
        assert_eq!(quick, slow);
    }
}
