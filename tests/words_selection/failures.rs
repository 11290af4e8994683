//! A function that panics or fails ends the run, and the stage is named.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use pipeline_core::prelude::*;

use crate::support::runtimes;

fn boom<R>() -> R {
    std::panic::set_hook(Box::new(|_| {}));
    panic!("boom")
}

/// Runs it on both runtimes: the panic is told, with the word it happened in.
fn panics<R, E, S>(word: &str, run: impl Fn() -> Run<R, E, S>)
where
    R: Debug + Send + 'static,
    E: Debug + Send + 'static,
    S: Send + 'static,
    Run<R, E, S>: IntoFuture<Output = Result<R, PipelineError<E>>>,
{
    for runtime in runtimes() {
        match runtime.block_on(async { run().await }) {
            Err(PipelineError::Panicked { stage, message, .. }) => {
                assert_eq!((stage.as_str(), message.as_str()), (word, "boom"));
            }
            other => panic!("{word} gives {other:?}"),
        }
    }
}

fn source() -> Stream<i32> {
    Stream::from_iter(0..5)
}

#[test]
fn a_panic_names_the_word() {
    panics("take_until", || source().take_until(|_| boom()).count());
    panics("take_until_async", || source().take_until_async(|_| async { boom() }).count());
    panics("take_while_async", || source().take_while_async(|_| async { boom() }).count());
    panics("skip_while_async", || source().skip_while_async(|_| async { boom() }).count());
    panics("scan_async", || source().scan_async((), |(), _| async { boom::<Option<(i32, ())>>() }).count());
    panics("accumulate", || source().accumulate(|_, _| boom()).count());
    panics("accumulate_from", || source().accumulate_from(0, |_, _| boom()).count());
    panics("chunk_by", || source().chunk_by(|_, _| boom()).count());
    panics("dedup", || source().map(Faulty).dedup().count());
    panics("dedup_by_key", || source().dedup_by_key(|_| boom::<i32>()).count());
    panics("distinct", || source().map(Faulty).distinct(3).count());
    panics("distinct_by_key", || source().distinct_by_key(3, |_| boom::<i32>()).count());
    panics("cycle", || Stream::cycle(boom::<Vec<i32>>).count());
    panics("min", || source().map(Faulty).min());
    panics("max", || source().map(Faulty).max());
    panics("min_by_key", || source().min_by_key(|_| boom::<i32>()));
    panics("max_by_key", || source().max_by_key(|_| boom::<i32>()));
    panics("count_by_key", || source().count_by_key(|_| boom::<i32>()));
    panics("top_k", || source().map(Faulty).top_k(2));
    panics("try_fold", || source().try_fold(0, |_, _| boom::<Result<i32, ()>>()));
    panics("try_fold_async", || source().try_fold_async(0, |_, _| async { boom::<Result<i32, ()>>() }));
    panics("try_for_each_blocking", || source().try_for_each_blocking(|_| boom::<Result<(), ()>>()));
    panics("for_each_blocking", || source().for_each_blocking(|_| boom()));
}

/// Comparing and hashing it panics.
#[derive(Debug, Clone)]
struct Faulty(#[allow(dead_code, reason = "it is never looked at")] i32);

impl PartialEq for Faulty {
    fn eq(&self, _: &Self) -> bool {
        boom()
    }
}

impl Eq for Faulty {}

impl PartialOrd for Faulty {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Faulty {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        boom()
    }
}

impl std::hash::Hash for Faulty {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {
        boom()
    }
}

/// Nothing is given of what a stage has gathered if its input failed: that is no end.
#[tokio::test]
async fn a_failed_input_has_no_last_items() {
    let seen = Arc::new(AtomicUsize::new(0));
    let seeing = seen.clone();
    let bad = Stream::from_iter(0..9).try_map(|n| if n < 7 { Ok(n) } else { Err("bad") }).or_fail();
    let run = bad.take_last(3).inspect(move |_| _ = seeing.fetch_add(1, SeqCst)).count();
    assert!(matches!(run.await, Err(PipelineError::Failed { .. })));
    assert_eq!(seen.load(SeqCst), 0);
}

#[tokio::test]
async fn try_fold_ends_at_the_first_error() {
    let add = |sum: i32, n: i32| if n < 3 { Ok(sum + n) } else { Err("three") };
    assert_eq!(Stream::from_iter(0..3).try_fold(0, add).await.unwrap(), 3);
    let error = Stream::from_iter(0..).try_fold(0, add).name("sum").await.unwrap_err();
    assert_eq!(error.to_string(), "[sum] three");
    let error =
        Stream::from_iter(0..).try_fold_async(0, move |sum, n| async move { add(sum, n) }).await.unwrap_err();
    assert!(matches!(error, PipelineError::Item(_)), "{error}");
    // An error among the items ends it as well, and has the name of its own stage.
    let checked = || Stream::from_iter(0..).try_map(|n| if n < 2 { Ok(n) } else { Err("two") });
    assert_eq!(checked().try_fold(0, add).await.unwrap_err().to_string(), "[try_map] two");
    let folded = checked().try_fold_async(0, move |sum, n| async move { add(sum, n) });
    assert_eq!(folded.await.unwrap_err().to_string(), "[try_map] two");
}
