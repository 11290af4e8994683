//! Promises 9, 10 and 21: what failed, where, in which order; and what is refused before anything runs.

use std::error::Error;
use std::num::ParseIntError;
use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use pipeline_core::Elapsed;
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::testkit::Counts;

use crate::support::{self, Counter, both_runtimes, quiet, tasks, turn};

fn parse(text: &str) -> Result<i32, ParseIntError> {
    text.parse()
}

#[track_caller]
fn panicked<R>(ended: Result<R, PipelineError>) -> (String, String) {
    match ended {
        Err(PipelineError::Panicked { stage, message, .. }) => (stage, message),
        Err(other) => panic!("failed otherwise: {other}"),
        Ok(_) => panic!("it did not fail"),
    }
}

fn explode(_: i32) -> i32 {
    panic!("boom")
}

both_runtimes! {
    async fn g09_errors_of_items_are_typed_and_name_the_stage() {
        let lines = || Stream::from_iter(["1", "x", "3"]);
        let items = lines().try_map(parse).keep_item().collect::<Vec<_>>().await.unwrap();
        let error = items[1].as_ref().unwrap_err();
        assert_eq!((error.stage(), error.stage_index()), ("parse", 1));
        assert_eq!(error.item::<&str>(), Some(&"x"));
        assert_eq!(error.to_string(), "[parse] invalid digit found in string");
        let source: &ParseIntError = error.source().unwrap().downcast_ref().unwrap();
        assert_eq!(source, error.error());

        let ended = lines().map(|text| text).try_map(parse).name("numbers").try_collect::<Vec<_>>().await;
        let Err(PipelineError::Item(error)) = ended else { panic!("an item fails the run") };
        assert_eq!((error.stage(), error.stage_index()), ("numbers", 2));
        assert!(error.item::<&str>().is_none());

        let ended = lines().try_map_async(|text| async move { parse(text) }).workers(3).ordered();
        let ended = ended.name("ask").or_fail().name("must").collect::<Vec<_>>().await;
        let Err(PipelineError::Failed { stage, source, .. }) = ended else { panic!("`or_fail` fails the run") };
        assert_eq!(stage, "ask");
        assert!(source.is::<ParseIntError>());
    }

    /// The name is the user's, the function's, or the operator's, and is unique.
    async fn g09_panics_name_the_stage() {
        quiet();
        let numbers = || Stream::from_iter(1..9);
        assert_eq!(panicked(numbers().map(explode).count().await).0, "explode");
        assert_eq!(panicked(numbers().map(explode).name("mine").workers(3).count().await).0, "mine");
        let second = numbers().map(|n| n).map(|n| n).map(|n| { assert!(n != 3, "boom {n}"); n });
        assert_eq!(panicked(second.count().await), ("map#3".into(), "boom 3".into()));
        let twice = numbers().map(explode).name("a").map(|n| n).name("a").count();
        assert_eq!(panicked(twice.await).0, "a");
        let source = Stream::from_iter((0..).inspect(|n| assert!(*n < 3, "boom"))).name("numbers").buffer(2);
        assert_eq!(panicked(source.count().await).0, "numbers");
        let made = Stream::defer(|| -> std::ops::Range<i32> { panic!("boom") });
        assert_eq!(panicked(made.map(|n| n).workers(2).count().await), ("defer".into(), "boom".into()));
        let fold = numbers().map_async(|n| async move { n }).fold(0, |_, n| -> i32 { panic!("boom {n}") });
        assert_eq!(panicked(fold.await), ("fold".into(), "boom 1".into()));
        let find = numbers().find(|n| { assert!(*n < 4, "boom"); false }).name("seek");
        assert_eq!(panicked(find.await).0, "seek");
        let late = numbers().flat_map(|n| (0..n).inspect(|i| assert!(*i < 4, "boom {i}"))).workers(2).ordered();
        assert_eq!(panicked(late.count().await), ("flat_map".into(), "boom 4".into()));
        let text = panicked(numbers().map(|_| panic_any(7)).name("odd").collect::<Vec<i32>>().await);
        assert_eq!(text, ("odd".into(), "a panic that carries no text".into()));
    }

    /// The first error ends the run even where other calls would go on for ever.
    async fn g10_the_first_error_is_the_result() {
        for workers in [1, 4] {
            let calls = Stream::from_iter(0..).try_map_async(|n: i32| async move {
                match n {
                    3 => Err(n),
                    0..3 => Ok(n),
                    _ => std::future::pending().await,
                }
            });
            let ended = calls.workers(workers).name("ask").try_collect::<Vec<_>>().await;
            let Err(PipelineError::Item(error)) = ended else { panic!("an item fails the run") };
            assert_eq!((error.stage(), error.error()), ("ask", &3));
        }
    }

    /// A run that ends well in spite of a failure in a branch it does not need leaves nothing of it to others.
    async fn g10_a_failure_stays_in_its_run() {
        for _ in 0..100 {
            let failing = Stream::from_iter([1]).try_map(|n| Err::<i32, _>(format!("no {n}"))).or_fail();
            let merged = failing.merge(Stream::once(2)).first().await;
            assert!(matches!(merged, Ok(Some(2)) | Err(PipelineError::Failed { .. })), "{merged:?}");
            let failing = Stream::from_iter([1]).try_map(|n| Err::<i32, _>(format!("no {n}"))).or_fail();
            let zipped = failing.zip(Stream::<i32>::empty()).count().await;
            assert!(matches!(zipped, Ok(0) | Err(PipelineError::Failed { .. })), "{zipped:?}");
            let other = Stream::from_iter(0..10).map_async(|n| async move { turn().await; n }).workers(2);
            assert_eq!(other.count().await.unwrap(), 10);
        }
    }

    /// A failure and a panic in one turn of a task: what the panic is blamed on is not left for the next.
    async fn g09_a_panic_is_not_blamed_on_another_run() {
        quiet();
        for _ in 0..20 {
            let failing = Stream::from_iter([1]).try_map(|n| Err::<i32, _>(format!("no {n}"))).or_fail();
            let both = failing.merge(Stream::once(2).map(explode).name("wrong")).count().await;
            assert!(matches!(both, Err(PipelineError::Failed { .. } | PipelineError::Panicked { .. })), "{both:?}");
            let other = Stream::from_iter(0..10).map_async(|n| async move { explode(n) }).name("right");
            assert_eq!(panicked(other.count().await).0, "right");
        }
    }

    async fn g21_bad_settings_are_refused_before_anything_runs() {
        let ledger = Counts::new();
        let started = Counter::default();
        let source = || {
            let (token, started) = (Arc::new(ledger.item(usize::MAX)), started.clone());
            Stream::defer(move || {
                let _ = token;
                started.add();
                0..3
            })
        };
        let pass = |n: i32| async move { n };
        let refused = [
            (source().map(|n| n).workers(0).name("s").count(), "workers"),
            (source().map(|n| n).workers(65_537).name("s").count(), "workers"),
            (source().map_async(pass).buffer((1 << 20) + 1).name("s").count(), "buffer"),
            (source().map_async(pass).workers(2).ordered().window((1 << 20) + 1).name("s").count(), "window"),
            (source().chunks(0).name("s").count(), "size"),
            (source().buffer(usize::MAX).name("s").count(), "buffer"),
            (Stream::<i32>::channel((1 << 20) + 1).1.name("s").count(), "capacity"),
        ];
        for (run, wrong) in refused {
            match run.await {
                Err(PipelineError::InvalidOption { stage, option, reason }) => {
                    assert_eq!((stage.as_str(), option), ("s", wrong));
                    assert!(!reason.is_empty());
                }
                other => panic!("{wrong}: {other:?}"),
            }
        }
        let largest = source().map(|n| n).workers(65_536).ordered().window(1 << 20).buffer(1 << 20).count();
        assert_eq!(largest.await.unwrap(), 3);
        assert_eq!(started.get(), 1);
        ledger.assert_clean();
    }

    async fn g21_a_branch_outside_the_run_is_refused() {
        let asked = Counter::default();
        let asking = asked.clone();
        let [one, two] = Stream::from_iter((0..3).inspect(move |_| { asking.add(); })).name("s").tee();
        let ended = one.count().await;
        assert!(matches!(ended, Err(PipelineError::MissingBranch { branch: 1, .. })), "{ended:?}");
        assert_eq!((asked.get(), tasks()), (0, 0));
        drop(two);
        let [one, two] = Stream::from_iter(0..3).tee();
        drop(two);
        assert_eq!(one.count().await.unwrap(), 3);
    }
}

/// A panic payload that tells when it is dropped, which is after the panic is on record.
struct Payload(Arc<AtomicBool>);

impl Drop for Payload {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// Two panics at the same time, the second surely after the first: on one thread it waits for its turn, on two it keeps its
/// own thread.
fn two_panics(threads: bool) -> Run<usize> {
    let (recorded, ready) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let calls = Stream::from_iter(0..2).map_async(move |n: i32| {
        let (recorded, ready) = (recorded.clone(), ready.clone());
        async move {
            if n == 0 {
                while !ready.load(SeqCst) {
                    turn().await;
                }
                panic_any(Payload(recorded));
            }
            ready.store(true, SeqCst);
            while !recorded.load(SeqCst) {
                if threads { std::thread::yield_now() } else { turn().await }
            }
            panic!("boom")
        }
    });
    calls.workers(2).name("pair").map(|(): ()| ()).count()
}

#[track_caller]
fn assert_both(error: &PipelineError) {
    assert_eq!(error.to_string(), "stage `pair` panicked: a panic that carries no text");
    let also = error.also().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(also, ["stage `pair` panicked: boom"]);
}

mod g10_later_failures_are_kept {
    use super::*;

    #[test]
    fn multi_thread() {
        quiet();
        for _ in 0..50 {
            assert_both(
                &support::multi_thread(async { tokio::spawn(two_panics(true).into_future()).await.unwrap() })
                    .unwrap_err(),
            );
        }
    }

    #[test]
    fn current_thread() {
        quiet();
        assert_both(&support::current_thread(two_panics(false).into_future()).unwrap_err());
    }
}

/// Errors of a time limit and of used up tries are errors of the item, with the stage's name.
#[test]
fn g09_options_fail_by_item() {
    let (late, busy) = support::paused(async {
        let slow = Stream::from_iter([1]).try_map_async(|_| std::future::pending::<Result<i32, Elapsed>>());
        let late = slow.timeout(Duration::from_secs(60)).name("slow").collect_split().await.unwrap().1;
        let policy = ConstantBuilder::new().with_delay(Duration::from_secs(60)).with_max_times(3);
        let busy = Stream::from_iter([1]).try_map(|_| Err::<i32, _>("busy")).retry(policy).name("busy");
        (late, busy.collect_split().await.unwrap().1)
    });
    assert_eq!(late[0].to_string(), "[slow] took longer than 60s");
    assert_eq!(busy[0].to_string(), "[busy] busy");
}

/// What was handed out before a failure is read before the failure is told.
#[tokio::test]
async fn g10_an_item_that_is_out_comes_before_the_error() {
    use futures::StreamExt;
    quiet();
    let mut items =
        Stream::from_iter(0..3).map_async(|n| async move { if n == 1 { explode(n) } else { n } }).open();
    assert!(futures::poll!(items.next()).is_pending());
    for _ in 0..1_000 {
        turn().await;
    }
    assert_eq!(items.next().await.unwrap().unwrap(), 0);
    assert!(matches!(items.next().await, Some(Err(PipelineError::Panicked { .. }))));
    assert!(items.next().await.is_none());
}
