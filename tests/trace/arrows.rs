//! Arrows: the same item, from one call to the next.

use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;
use tokio::time::Instant;

use crate::support::{Trace, both_runtimes, ms, paused, traced};

/// The items of a stage, in the order in which their calls began, with when that was, in nanoseconds.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<(u64, u32)>>>);

impl Calls {
    fn note(&self, start: Instant, item: u32) {
        self.0.lock().unwrap().push((start.elapsed().as_nanos() as u64, item));
    }

    /// The items of the slices of a stage, where one call is made at a time.
    fn in_order(&self, trace: &Trace, stage: usize) -> Vec<((u64, u64), u64, u64, u32)> {
        let calls = self.0.lock().unwrap();
        let slices = trace.slices(stage);
        assert_eq!(slices.len(), calls.len());
        let both = slices.into_iter().zip(calls.iter());
        both.map(|(slice, (_, item))| (slice.row, slice.began, slice.ended, *item)).collect()
    }
}

/// The items at both ends of each arrow.
fn ends(trace: &Trace, slices: &[((u64, u64), u64, u64, u32)]) -> Vec<(u32, u32)> {
    let item = |(row, at): ((u64, u64), u64)| {
        // Its end is within the slice; where one begins as the one before ends, it is that which begins.
        let mut found = slices.iter().filter(|slice| slice.0 == row && slice.1 <= at && at <= slice.2);
        found.next_back().unwrap_or_else(|| panic!("no call at {row:?}, {at}")).3
    };
    trace.arrows().iter().map(|arrow| (item(arrow.from), item(arrow.to))).collect()
}

both_runtimes! {
    async fn one_item_in_sixteen_goes_from_worker_to_worker() {
        let start = Instant::now();
        let calls = [(); 3].map(|()| Calls::default());
        let [first, second, third] = calls.clone();
        let call = move |calls: &Calls, n: u32| {
            calls.note(start, n);
            async move {
                tokio::task::yield_now().await;
                n
            }
        };
        let run = Stream::from_iter(0..100)
            .map_async(move |n| call(&first, n)).buffer(5)
            .map_async(move |n| call(&second, n))
            .for_each_async(move |n| { let call = call(&third, n); async move { _ = call.await } });
        let (_, _, trace) = traced(run).await;
        let slices: Vec<_> = (0..3).flat_map(|stage| calls[stage].in_order(&trace, stage + 1)).collect();
        let mut ends = ends(&trace, &slices);
        ends.sort_unstable();
        let followed = (0..100).step_by(16);
        assert!(ends.into_iter().eq(followed.clone().flat_map(|n| [(n, n); 2])));
        let mut items: Vec<_> = trace.arrows().into_iter().map(|arrow| arrow.item).collect();
        items.sort();
        items.dedup();
        assert_eq!(items.len(), followed.count());
    }

    /// Workers that take what comes overtake each other: which item is which cannot be told.
    async fn no_arrow_is_drawn_that_may_be_wrong() {
        let id = |n: u32| async move { n };
        let pools = Stream::from_iter(0..200).map_async(id).workers(2).map_async(id).workers(2).map_async(id).count();
        assert_eq!(traced(pools).await.2.arrows(), []);
        let [left, right] = Stream::from_iter(0..200).map_async(id).tee();
        let merged = left.map_async(id).merge(right.map_async(id)).map_async(id);
        assert_eq!(traced(merged.count()).await.2.arrows(), []);
        let between = Stream::from_iter(0..200).map_async(id).map(|n| n).map_async(id).count();
        assert_eq!(traced(between).await.2.arrows(), []);
        let dropped = Stream::from_iter(0..200).map_async(id).buffer(1).overflow(pipeline_core::Overflow::DropNewest);
        assert_eq!(traced(dropped.map_async(id).count()).await.2.arrows(), []);
    }
}

/// Items that a stage drops are followed no further, and those that it adds are not.
#[test]
fn what_is_filtered_and_added_on_the_way() {
    paused(async {
        let start = Instant::now();
        let calls = [(); 3].map(|()| Calls::default());
        let [first, second, third] = calls.clone();
        let run = Stream::interval(ms(10))
            .take(100)
            .enumerate()
            .map_async(move |(n, _)| {
                first.note(start, n as u32);
                async move { n as u32 }
            })
            .flat_map_async(move |n| {
                second.note(start, n);
                async move { vec![n; n as usize % 3] }
            })
            .for_each_async(move |n| {
                third.note(start, n);
                async {}
            });
        let (_, _, trace) = traced(run).await;
        let slices: Vec<_> = (0..3).flat_map(|stage| calls[stage].in_order(&trace, stage + 3)).collect();
        let mut ends = ends(&trace, &slices);
        ends.sort_unstable();
        // Of 0, 16, 32, .. 96, those that can be divided by three have no results.
        let expected = [(0, 0), (16, 16), (16, 16), (32, 32), (32, 32), (48, 48), (64, 64), (64, 64)];
        assert_eq!(ends, [&expected[..], &[(80, 80), (80, 80), (96, 96)]].concat());
    });
}

/// Calls of ordered stages end in any order, and what they give is sent in that of the items.
#[test]
fn through_stages_that_keep_the_order() {
    paused(async {
        let start = Instant::now();
        let calls = [(); 4].map(|()| Calls::default());
        let [first, second, third, fourth] = calls.clone();
        // Items come a millisecond apart; the first of five take longer than the others.
        let call = move |calls: &Calls, n: u32, factor: u64| {
            calls.note(start, n);
            async move {
                tokio::time::sleep(ms(u64::from(5 - n % 5) * factor)).await;
                n
            }
        };
        let run = Stream::interval(ms(1))
            .take(120)
            .enumerate()
            .map_async(move |(n, _)| call(&first, n as u32, 2))
            .workers(8)
            .ordered()
            .filter_async(move |n| {
                let call = call(&second, *n, 3);
                async move { call.await % 4 != 1 }
            })
            .workers(20)
            .ordered()
            .map_async(move |n| call(&third, n, 0))
            .for_each_async(move |n| {
                let call = call(&fourth, n, 0);
                async move { _ = call.await }
            });
        let (_, _, trace) = traced(run).await;
        // Many calls begin at the same time: an arrow is held against the items of all of these.
        let items = |stage: usize, at: u64| -> Vec<u32> {
            let calls = calls[stage].0.lock().unwrap();
            calls.iter().filter(|(began, _)| *began == at).map(|(_, item)| *item).collect()
        };
        let begun = |(row, at): ((u64, u64), u64)| {
            let stage = (row.0 - 5) as usize;
            let slices = trace.slices(stage + 3);
            let mut within =
                slices.iter().filter(|slice| slice.row == row && slice.began <= at && at <= slice.ended);
            items(stage, within.next_back().unwrap().began)
        };
        let mut followed = Vec::new();
        for arrow in trace.arrows() {
            let (from, to) = (begun(arrow.from), begun(arrow.to));
            let number = arrow.item.trim_start_matches("item ").parse::<u32>().unwrap() * 16;
            assert!(from.contains(&number) && to.contains(&number), "{arrow:?}: {from:?} to {to:?}");
            followed.push((arrow.from.0.0, number));
        }
        followed.sort_unstable();
        let all: Vec<_> = (0..120).step_by(16).collect();
        let expected: Vec<_> = (5..8).flat_map(|process| all.iter().map(move |n| (process, *n))).collect();
        assert_eq!(followed, expected);
    });
}
