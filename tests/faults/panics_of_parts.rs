//! Panics in what a pipeline is handed beside functions: items that are cloned, dropped, iterated over and shown, futures,
//! collections, and what a panic itself carries.
//!
//! Drops that panic have more tests in `tests/guarantees/faults/drops.rs` and `dropped_runs.rs`, hints of size in `hints.rs`.

use std::future::{IntoFuture, pending};
use std::panic::panic_any;
use std::pin::Pin;
use std::task::{Context, Poll};

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::{Counted, Counts};

use crate::support::{both_runtimes, in_a_child, text, told, turn};

/// An item that cannot be cloned.
struct NoClone(Counted<usize>);

impl Clone for NoClone {
    fn clone(&self) -> Self {
        panic!("boom in clone")
    }
}

/// Panics when it is dropped, if its number is the one.
#[derive(Debug)]
struct Bomb(i32);

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(self.0 != 7, "boom in drop");
    }
}

/// Gives 3 items, and says that it has more than there are in the world.
#[derive(Clone)]
struct Boaster(usize);

impl Iterator for Boaster {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.0 += 1;
        (self.0 <= 3).then_some(self.0)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (1 << 45, None)
    }
}

both_runtimes! {
    async fn f15_a_clone_that_panics() {
        let source = |counts: &Counts| Stream::from_iter(counts.items(0..9)).map(NoClone);
        let counts = Counts::new();
        let [a, b] = source(&counts).tee();
        let both = Run::join((a.count(), b.count()));
        assert_eq!(text(both.await), "stage `tee` panicked: boom in clone");
        let tried = |item: NoClone| if *item.0 < 99 { Ok(item) } else { Err("no") };
        let kept = source(&counts).try_map(tried).keep_item().name("keep").count();
        assert_eq!(text(kept.await), "stage `keep` panicked: boom in clone");
        let policy = ConstantBuilder::new().with_max_times(2);
        let again = source(&counts).try_map(tried).retry(policy).name("again").count();
        assert_eq!(text(again.await), "stage `again` panicked: boom in clone");
        counts.assert_clean();
    }

    /// Where a stage drops an item, its name is told; where the run tears it down, nothing is.
    async fn f16_an_item_whose_drop_panics() {
        let bombs = || Stream::from_iter([1, 2, 7, 3]).map(Bomb);
        assert_eq!(text(bombs().filter(|bomb| bomb.0 < 5).name("few").count().await), "stage `few` panicked: boom in drop");
        assert_eq!(text(bombs().map(|bomb| bomb.0).name("number").count().await), "stage `number` panicked: boom in drop");
        assert_eq!(text(bombs().count().await), "stage `count` panicked: boom in drop");
        let left = bombs().map_async(|bomb| async { bomb }).buffer(4).take(1).map(|bomb| bomb.0).count();
        assert_eq!(text(left.await), "ok");
    }

    async fn f17_an_iterator_that_panics_at_each_of_its_items() {
        for at in 0..9_usize {
            let counts = Counts::new();
            let items = move |counts: &Counts| counts.items(0..9).inspect(move |n| assert!(**n != at, "boom {at}"));
            let source = Stream::from_iter(items(&counts)).name("bad").map_async(|n| async { n }).workers(3);
            assert_eq!(text(source.count().await), format!("stage `bad` panicked: boom {at}"));
            let making = counts.clone();
            let made = Stream::once(0).flat_map(move |_| items(&making)).name("bad").buffer(2);
            assert_eq!(text(made.count().await), format!("stage `bad` panicked: boom {at}"));
            counts.assert_clean();
        }
    }

    /// Room is not made for what an iterator only boasts of: that would be the end of the process.
    async fn f18_an_iterator_that_says_it_has_35_million_million_items() {
        let all = vec![1, 2, 3];
        assert_eq!(Stream::from_iter(Boaster(0)).collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(Stream::from_iter(Boaster(0)).buffer(3).map(|n| n).workers(2).ordered().collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(Stream::from_iter(Boaster(0)).chunks(5).flatten().collect::<Vec<_>>().await.unwrap(), all);
        let one = || Stream::once(());
        assert_eq!(one().flat_map(|()| Boaster(0)).collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(one().flat_map(|()| Boaster(0)).workers(2).collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(one().flat_map_async(|()| async { Boaster(0) }).workers(2).ordered().collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(one().flat_map_blocking(|()| Boaster(0)).collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(one().flat_map_stream(|()| futures::stream::iter(Boaster(0))).collect::<Vec<_>>().await.unwrap(), all);
        assert_eq!(Stream::once(0).expand(|n| (n, Boaster(if n == 0 { 0 } else { 3 }))).collect::<Vec<_>>().await.unwrap(), [0, 1, 2, 3]);
    }

    async fn f19_a_stream_whose_poll_panics() {
        struct Bad(Counts, usize);
        impl futures::Stream for Bad {
            type Item = Counted<usize>;
            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.1 += 1;
                if self.1.is_multiple_of(2) {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                assert!(self.1 < 7, "boom in poll");
                Poll::Ready(Some(self.0.item(self.1)))
            }
        }
        let counts = Counts::new();
        let source = Stream::from_stream(Bad(counts.clone(), 0)).name("bad");
        assert_eq!(text(source.map_async(|n| async { n }).workers(2).count().await), "stage `bad` panicked: boom in poll");
        let making = counts.clone();
        let inner = Stream::once(()).flat_map_stream(move |()| Bad(making.clone(), 0)).name("bad");
        assert_eq!(text(inner.count().await), "stage `bad` panicked: boom in poll");
        counts.assert_clean();
    }

    async fn f20_a_future_whose_drop_panics() {
        let counts = Counts::new();
        // When its call is done.
        let done = Stream::from_iter(counts.items(0..3)).map_async(|item| {
            let bomb = Bomb(if *item == 1 { 7 } else { 0 });
            async move {
                turn().await;
                drop(bomb);
                item
            }
        });
        assert_eq!(text(done.name("bad").count().await), "stage `bad` panicked: boom in drop");
        // When the run leaves it where it is.
        let left = Stream::from_iter(counts.items(0..3)).map_async(|item| async move {
            let _bomb = Bomb(if *item == 1 { 7 } else { 0 });
            if *item > 0 {
                pending::<()>().await;
            }
        });
        assert_eq!(text(left.workers(3).take(1).count().await), "ok");
        counts.assert_clean();
    }

    async fn f21_a_collection_that_panics() {
        struct Bad;
        impl<T> FromIterator<T> for Bad {
            fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
                let mut items = items.into_iter();
                let _first = items.next();
                panic!("boom in from_iter")
            }
        }
        let counts = Counts::new();
        for n in [3, 5_000] {
            let run = Stream::from_iter(counts.items(0..n)).collect::<Bad>().name("gather");
            assert_eq!(text(run.await.map(|_| ())), "stage `gather` panicked: boom in from_iter");
            let tried = Stream::from_iter(counts.items(0..n)).try_map(Ok::<_, String>).try_collect::<Bad>();
            assert_eq!(text(tried.await.map(|_| ())), "stage `try_collect` panicked: boom in from_iter");
        }
        counts.assert_clean();
    }

    /// A run does not look at the text of its error: who shows it meets the panic.
    async fn f22_an_error_whose_display_panics() {
        struct Bad;
        impl std::fmt::Debug for Bad {
            fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                panic!("boom in debug")
            }
        }
        impl std::fmt::Display for Bad {
            fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                panic!("boom in display")
            }
        }
        impl std::error::Error for Bad {}
        let fails = || Stream::from_iter(0..9).try_map(|n| if n < 3 { Ok(n) } else { Err(Bad) }).name("bad");
        let Err(PipelineError::Item(error)) = fails().workers(2).try_collect::<Vec<_>>().await else { panic!("it fails") };
        assert_eq!(error.stage(), "bad");
        let Err(PipelineError::Failed { stage, .. }) = fails().or_fail().count().await else { panic!("it fails") };
        assert_eq!(stage, "bad");
        let boxed = fails().try_collect::<Vec<_>>().boxed_err().await;
        let Err(boxed) = boxed else { panic!("it fails") };
        assert_eq!(boxed.stage(), Some("bad"));
    }

    async fn f23_a_panic_that_carries_no_text() {
        let unknown = "stage `bad` panicked: a panic that carries no text";
        let items = || Stream::from_iter(0..9);
        assert_eq!(text(items().map(|n| if n == 3 { panic_any(n) } else { n }).name("bad").count().await), unknown);
        assert_eq!(text(items().map_async(|_| async { panic_any(vec![1]) }).map(|()| ()).name("after").count().await), unknown.replace("bad", "map_async"));
        assert_eq!(text(items().map_blocking(|n| if n == 3 { panic_any(n) } else { n }).name("bad").workers(2).count().await), unknown);
        let boxed = items().map(|_| -> i32 { panic_any(Box::new("boom") as Box<dyn std::any::Any + Send>) });
        assert_eq!(text(boxed.name("bad").count().await), unknown);
    }

    async fn f24_a_panic_whose_payload_panics_when_it_is_dropped() {
        let unknown = "stage `bad` panicked: a panic that carries no text";
        let items = || Stream::from_iter(0..9);
        assert_eq!(text(items().map(|_| -> i32 { panic_any(Bomb(7)) }).name("bad").count().await), unknown);
        assert_eq!(text(items().map_async(|_| async { if true { panic_any(Bomb(7)) } }).name("bad").workers(3).count().await), unknown);
        assert_eq!(text(items().map_blocking(|_| -> i32 { panic_any(Bomb(7)) }).name("bad").count().await), unknown);
        assert_eq!(text(items().fold(0, |_, _| panic_any(Bomb(7))).name("bad").await), unknown);
    }

    /// A panic before there is a run: it unwinds into who builds the pipeline, as of any other function.
    async fn f25_an_operator_that_panics_when_it_is_attached() {
        let counts = Counts::new();
        let attach = |_: Stream<Counted<usize>>| -> Stream<usize> { panic!("boom while attaching") };
        let items = counts.items(0..9);
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Stream::from_iter(items).via(attach)));
        assert!(built.is_err());
        assert_eq!(counts.made(), 0);
    }
}

/// The body of `f26`, in a process of its own.
#[test]
#[ignore = "it is the end of its process"]
fn an_item_whose_drop_panics_while_its_stage_panics() {
    let runtime = crate::support::one_thread();
    let run = Stream::once(7).map(Bomb).map(|bomb| -> i32 {
        let _dropped_by_the_panic = bomb;
        panic!("the first panic")
    });
    let ended = runtime.block_on(run.count().into_future());
    println!("not aborted: {}", text(ended));
}

/// Rust's rule, which no library can change: a panic while another unwinds aborts the process. The crate's documentation
/// says so.
#[test]
fn f26_a_panic_while_another_unwinds_aborts() {
    let child = in_a_child("panics_of_parts::an_item_whose_drop_panics_while_its_stage_panics", &[]);
    let told = told(&child);
    assert!(!child.status.success() && !told.contains("not aborted"), "{told}");
    assert!(told.contains("the first panic") && told.contains("boom in drop"), "{told}");
    assert!(
        told.contains("panic in a destructor during cleanup") || told.contains("while processing panic"),
        "{told}"
    );
}
