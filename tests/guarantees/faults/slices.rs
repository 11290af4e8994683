//! Giving way in the middle of things: an item that is half-way through a chain, a collection that is half made.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::support::{both_runtimes, compute, current_thread};
use pipeline_core::prelude::*;
use tokio::runtime::Builder;

both_runtimes! {
    /// An item that is kept in the middle of a chain is neither lost nor overtaken, nor handed on after enough were taken.
    async fn an_item_that_is_kept_goes_on_from_there() {
        let slow = |n: usize| {
            // Quick for a while, so that the chain changes between both ways to go on.
            if n % 200 < 20 {
                compute(Duration::from_micros(150));
            }
            n
        };
        let chain = || Stream::from_iter(0..1_000).map(slow).filter(|n| n % 3 != 0).map(slow).map(slow);
        let wanted: Vec<_> = (0..1_000).filter(|n| n % 3 != 0).collect();
        assert_eq!(chain().collect::<Vec<_>>().await.unwrap(), wanted);
        assert_eq!(chain().flat_map(|n| [n]).map(slow).take(10).collect::<Vec<_>>().await.unwrap(), wanted[..10]);
        assert_eq!(chain().chunks(7).flatten().map_async(|n| async move { n }).collect::<Vec<_>>().await.unwrap(), wanted);
        let zipped = chain().zip(chain()).map(|(one, other)| usize::from(one == other)).fold(0, |sum, n| sum + n);
        assert_eq!(zipped.await.unwrap(), wanted.len());
        let mut merged = chain().merge(chain()).collect::<Vec<_>>().await.unwrap();
        merged.sort();
        merged.dedup();
        assert_eq!(merged, wanted);
        assert_eq!(chain().collect::<Vec<_>>().run_local().await.unwrap(), wanted);
    }
}

/// A set, and the thread that made it.
struct Made(BTreeSet<usize>, ThreadId);

impl FromIterator<usize> for Made {
    fn from_iter<I: IntoIterator<Item = usize>>(items: I) -> Self {
        Self(items.into_iter().collect(), thread::current().id())
    }
}

/// `collect` made the collection in one poll when all items were there: three million for a set held the thread for 0.6 s.
/// `FromIterator` cannot be interrupted, so large ones are made on a thread that has nothing else to do.
#[test]
fn collect_fills_a_set_in_one_poll() {
    current_thread(async {
        let made = Stream::from_iter(0..5_000).collect::<Made>().await.unwrap();
        assert_eq!((made.0.len(), made.1 == thread::current().id()), (5_000, false));
        let numbers = Stream::from_iter(0..5_000).try_map(|n| if n < 9_000 { Ok(n) } else { Err("large") });
        let made = numbers.try_collect::<Made>().await.unwrap();
        assert_eq!((made.0.len(), made.1 == thread::current().id()), (5_000, false));
        let made = Stream::from_iter(0..5).collect::<Made>().await.unwrap();
        assert_eq!((made.0.len(), made.1 == thread::current().id()), (5, true));
        let made = Stream::from_iter(0..5_000).collect::<Made>().run_local().await.unwrap();
        assert_eq!((made.0.len(), made.1 == thread::current().id()), (5_000, false));
    });
}

/// Runs that never end and never wait share a thread in turns, however many they are.
///
/// Those that had used up the slice of the thread were woken in tokio's order, which is the reverse: with two of them one had the
/// thread each time, and with three the one in the middle never.
#[test]
fn busy_runs_take_turns() {
    for busy in [2, 3, 5] {
        for runtime in [Builder::new_current_thread(), Builder::new_multi_thread()] {
            let runtime = { runtime }.worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async move {
                tokio::spawn(async move {
                    let counts: Vec<_> = (0..busy).map(|_| Arc::new(AtomicUsize::new(0))).collect();
                    let run = |count: &Arc<AtomicUsize>| {
                        let count = count.clone();
                        Stream::repeat_with(move || count.fetch_add(1, Ordering::Relaxed)).drain().spawn()
                    };
                    let running: Vec<_> = counts.iter().map(run).collect();
                    // Some fifty slices each.
                    let numbers = || counts.iter().map(|count| count.load(Ordering::Relaxed));
                    while numbers().max() < Some(500_000) {
                        tokio::task::yield_now().await;
                    }
                    assert!(numbers().min() > Some(50_000), "{busy}: {:?}", numbers().collect::<Vec<_>>());
                    drop(running);
                })
                .await
                .unwrap();
            });
        }
    }
}
