//! Panics in functions of the user's: in each kind of function, at the first item and at a later one.
//!
//! What every single word does is held by the laws (`tests/laws/`, `panics`); here it is one of each kind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{both_runtimes, text, turn};

type Item = Counted<usize>;
type Build = fn(Stream<Item>, usize) -> Run<usize>;

/// Panics where it must.
fn check(item: &Item, at: usize) -> usize {
    assert!(**item != at, "boom {at}");
    **item
}

fn checked(item: Item, at: usize) -> Item {
    check(&item, at);
    item
}

/// Each behind one more stage and before one, so that there is something to tear down on both sides.
async fn ends_in_the_name_of_bad(builds: &[Build]) {
    for build in builds {
        for at in [0, 7] {
            let counts = Counts::new();
            let source =
                Stream::from_iter(counts.items(0..12)).map_async(|item| async { item }).workers(2).ordered();
            let ended = build(source.into(), at).await;
            assert_eq!(text(ended), format!("stage `bad` panicked: boom {at}"));
            counts.assert_clean();
        }
    }
}

both_runtimes! {
    async fn f01_a_function_that_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.map(move |n| checked(n, at)).name("bad").count(),
            |s, at| s.filter(move |n| check(n, at) < 99).name("bad").count(),
            |s, at| s.inspect(move |n| _ = check(n, at)).name("bad").map_async(|n| async { n }).count(),
            |s, at| s.map(move |n| checked(n, at)).name("bad").workers(3).buffer(2).count(),
            |s, at| s.map(move |n| checked(n, at)).name("bad").workers(3).ordered().count(),
            |s, at| s.flat_map(move |n| [checked(n, at)]).name("bad").count(),
            |s, at| s.scan(0, move |_, n: Item| Some(check(&n, at))).name("bad").count(),
            |s, at| s.take_while(move |n| check(n, at) < 99).name("bad").count(),
            |s, at| s.fold(0, move |sum, n| sum + check(&n, at)).name("bad"),
            |s, at| s.for_each(move |n| _ = check(&n, at)).name("bad").map(|()| 0),
            |s, at| s.find(move |n| check(n, at) > 99).name("bad").map(|_| 0),
            |s, at| s.any(move |n| check(n, at) > 99).name("bad").map(|_| 0),
        ])
        .await;
    }

    async fn f02_a_call_of_an_async_function_that_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.map_async(move |n| std::future::ready(checked(n, at))).name("bad").count(),
            |s, at| s.filter_async(move |n| std::future::ready(check(n, at) < 99)).name("bad").workers(2).count(),
            |s, at| s.for_each_async(move |n| std::future::ready(_ = check(&n, at))).name("bad").map(|()| 0),
        ])
        .await;
    }

    async fn f03_a_future_that_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.map_async(move |n| async move { turn().await; checked(n, at) }).name("bad").count(),
            |s, at| s.map_async(move |n| async move { turn().await; checked(n, at) }).name("bad").workers(4).ordered().count(),
            |s, at| s.map_async(move |n| async move { turn().await; checked(n, at) }).name("bad").workers(1..=8).count(),
            |s, at| s.for_each_async(move |n| async move { turn().await; drop(checked(n, at)) }).name("bad").workers(3).map(|()| 0),
            |s, at| s.scan_async(0, move |_, n: Item| async move { turn().await; Some((check(&n, at), 0)) }).name("bad").count(),
        ])
        .await;
    }

    async fn f04_a_function_on_a_blocking_thread_that_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.map_blocking(move |n| checked(n, at)).name("bad").count(),
            |s, at| s.map_blocking(move |n| checked(n, at)).name("bad").workers(3).ordered().count(),
            |s, at| s.filter_map_blocking(move |n| Some(checked(n, at))).name("bad").count(),
            |s, at| s.flat_map_blocking(move |n| [checked(n, at)]).name("bad").count(),
            |s, at| s.for_each_blocking(move |n| _ = check(&n, at)).name("bad").map(|()| 0),
        ])
        .await;
    }

    async fn f05_a_fallible_function_that_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.try_map(move |n| Ok::<_, String>(checked(n, at))).name("bad").count(),
            |s, at| s.try_map_async(move |n| async move { Ok::<_, String>(checked(n, at)) }).name("bad").workers(2).count(),
            |s, at| s.try_map(Err::<Item, Item>).map_err(move |n| checked(n, at)).name("bad").count(),
            |s, at| s.try_map(Err::<Item, Item>).recover(move |n| checked(n.into_error(), at)).name("bad").count(),
            |s, at| {
                let policy = ConstantBuilder::new().with_delay(Duration::ZERO).with_max_times(2);
                s.try_map(move |n: Item| if check(&n, at) < 99 { Ok(n) } else { Err("no") }).retry(policy).name("bad").count()
            },
        ])
        .await;
    }

    async fn f06_a_function_that_recurs_and_panics() {
        ends_in_the_name_of_bad(&[
            |s, at| s.expand(move |n: Item| (check(&n, at), None)).name("bad").count(),
            |s, at| s.expand_async(move |n: Item| async move { (check(&n, at), None) }).name("bad").workers(2).count(),
            |s, at| s.flat_map_stream(move |n| futures::stream::iter([checked(n, at)])).name("bad").count(),
            |s, at| s.switch_map(move |n| futures::stream::iter([checked(n, at)])).name("bad").count(),
        ])
        .await;
    }

    async fn f07_key_and_compare_functions_that_panic() {
        ends_in_the_name_of_bad(&[
            |s, at| s.map_by_key(move |n| check(n, at), |n| n).name("bad").workers(3).count(),
            |s, at| s.distinct_by_key(64, move |n| check(n, at)).name("bad").count(),
            |s, at| s.dedup_by_key(move |n| check(n, at)).name("bad").count(),
            |s, at| s.chunk_by(move |n, _| check(n, at) < 99).name("bad").count(),
            |s, at| s.merge_sorted_by([Counts::new().item(100)], move |a, b| check(a, at).cmp(&check(b, at))).name("bad").count(),
            |s, at| s.count_by_key(move |n| check(n, at)).name("bad").map(|counts| counts.len()),
            |s, at| s.min_by_key(move |n| check(n, at)).name("bad").map(|_| 0),
        ])
        .await;
    }

    /// A key whose own `Hash`, `Eq` or `Ord` panics.
    async fn f08_keys_that_panic_when_they_are_compared() {
        #[derive(Clone, PartialEq)]
        struct Key(usize, usize);
        impl Eq for Key {}
        impl std::hash::Hash for Key {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                assert!(self.0 != self.1, "boom {}", self.1);
                self.0.hash(state);
            }
        }
        impl PartialOrd for Key {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for Key {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                assert!(self.0 != self.1 && other.0 != self.1, "boom {}", self.1);
                self.0.cmp(&other.0)
            }
        }
        ends_in_the_name_of_bad(&[
            |s, at| s.map_by_key(move |n| Key(**n, at), |n| n).name("bad").workers(3).count(),
            |s, at| s.distinct_by_key(64, move |n| Key(**n, at)).name("bad").count(),
            |s, at| s.count_by_key(move |n| Key(**n, at)).name("bad").map(|counts| counts.len()),
            |s, at| s.max_by_key(move |n| Key(**n, at)).name("bad").map(|_| 0),
            |s, at| s.map(move |n| Key(*n, at)).top_k(3).name("bad").map(|top| top.len()),
            |s, at| s.map(move |n| Key(*n, at)).max().name("bad").map(|_| 0),
        ])
        .await;
    }

    /// What opens the state of a worker, uses it, and closes it.
    async fn f09_functions_of_a_workers_state_that_panic() {
        ends_in_the_name_of_bad(&[
            |s, at| s.worker_state(|| async { Ok::<_, String>(0) }).map(move |_, n: Item| checked(n, at)).name("bad").count(),
            |s, at| {
                let opened = s.worker_state(move || async move {
                    assert!(at == usize::MAX, "boom {at}");
                    Ok::<_, String>(0)
                });
                opened.map(|_, n: Item| n).name("bad").count()
            },
        ])
        .await;
    }

    /// A source, in what it makes, polls and awaits.
    async fn f10_sources_that_panic() {
        let builds: [fn(usize) -> Stream<usize>; 6] = [
            |at| Stream::from_iter((0..9).inspect(move |n| assert!(*n != at, "boom {at}"))),
            |at| Stream::from_stream(futures::stream::iter(0..9).inspect(move |n| assert!(*n != at, "boom {at}"))),
            |at| Stream::defer(move || -> std::vec::IntoIter<usize> { panic!("boom {at}") }),
            |at| Stream::repeat_with(move || -> usize { panic!("boom {at}") }),
            |at| Stream::once_async(async move { panic!("boom {at}") }),
            |at| Stream::generate(move |out| async move {
                for n in 0..9 {
                    assert!(n != at, "boom {at}");
                    out.give(n).await;
                }
            }),
        ];
        for build in builds {
            for at in [0, 5] {
                for buffer in [None, Some(0), Some(3)] {
                    let source = buffer.into_iter().fold(build(at).name("bad"), Stream::buffer);
                    let seen = Arc::new(AtomicUsize::new(0));
                    let seeing = seen.clone();
                    let run = source.map_async(move |n| { seeing.fetch_add(1, SeqCst); async move { n } }).workers(2).collect::<Vec<_>>();
                    assert_eq!(text(run.await), format!("stage `bad` panicked: boom {at}"));
                    assert!(seen.load(SeqCst) <= at);
                }
            }
        }
    }

    /// Two at once: one is the result, and the other is told beside it.
    async fn f11_two_stages_that_panic_at_the_same_item() {
        let counts = Counts::new();
        let source = Stream::from_iter(counts.items(0..9));
        let [a, b] = source.tee();
        let both = Run::join((
            a.map(|n| checked(n, 3)).name("bad").count(),
            b.map(|n| checked(n, 3)).name("bad too").count(),
        ));
        let error = both.await.unwrap_err();
        assert!(error.to_string().ends_with("panicked: boom 3"), "{error}");
        assert!(error.also().iter().all(|also| also.to_string().ends_with("panicked: boom 3")));
        counts.assert_clean();
    }
}
