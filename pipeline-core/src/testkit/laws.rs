//! `laws`: what every operator has to keep to.

use std::future::IntoFuture;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures::StreamExt;
use tokio::runtime::Builder;

use super::counted::{Counted, Counts, noting};
use super::every_turn::{every_turn, paused_runtime};
use super::leaks::left_over;
use crate::run::Run;
use crate::stream::{Stream, Track};

/// Items of a source that has an end.
const FEW: u64 = 20;
/// Items of one that stands for a source without end.
const MANY: u64 = 10_000;
/// An operator that has given nothing out of so many items may take them all.
const SELDOM: u64 = MANY / 10;
/// What an operator may wait for, on a paused clock; more than that is for ever.
const FOR_EVER: Duration = Duration::from_secs(30 * 86_400);

/// The same on the wall's clock, for what waits for nothing.
const STUCK: Duration = Duration::from_secs(60);

/// Checks an operator of your own against what every operator has to keep to, with [`Counted`] numbers.
///
/// | law | what is checked |
/// |---|---|
/// | lazy | attaching it asks for nothing, and a stream that is dropped leaves nothing |
/// | ends | the run ends when its input does, on one thread, on several, and as one future |
/// | drops | when the run has ended no task and no item is left |
/// | cancels | the same after each turn of the scheduler; see [`every_turn`] |
/// | fails | a panic of the source is the run's error, unless the operator had left its source |
/// | waits | a reader that stops reading stops the source, unless `max_in_flight` tells of no bound |
///
/// What the operator makes of the items is not looked at: test that apart. On several threads, and as one
/// future, it is run only if it waits for no time, which there is real.
///
/// It makes runtimes, so it belongs into a plain `#[test]`.
///
/// # Panics
///
/// Where a law is broken; the message says which.
///
/// ```
/// use pipeline_core::prelude::*;
/// use pipeline_core::testkit;
///
/// /// Keeps every n-th item.
/// fn every<T: Send + 'static>(n: usize) -> Pipe<impl Operator<T, Plain, Output = Stream<T>>> {
///     Pipe::new(move |stream: Stream<T>| -> Stream<T> {
///         stream.enumerate().filter(move |(i, _)| i % n == 0).map(|(_, item)| item).into()
///     })
/// }
///
/// testkit::laws(|s| s | every(3));
/// ```
#[track_caller]
pub fn laws<U, K, S>(operator: impl Fn(Stream<Counted<u64>>) -> Stream<U, K, S>)
where
    U: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    check(|counts, n| counts.item(n), operator, Location::caller());
}

/// The same for an operator of certain items: `item` makes the n-th of them.
///
/// What has become of the items is then not known, but for what tasks and the run say.
///
/// ```
/// use pipeline_core::prelude::*;
/// use pipeline_core::testkit;
///
/// fn lengths(words: Stream<String>) -> Stream<usize> {
///     words.map(|word| word.len()).into()
/// }
///
/// testkit::laws_of(|n| format!("word {n}"), |s| s | lengths);
/// ```
#[track_caller]
pub fn laws_of<T, U, K, S>(
    item: impl Fn(u64) -> T + Clone + Send + 'static,
    operator: impl Fn(Stream<T>) -> Stream<U, K, S>,
) where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    check(move |_, n| item(n), operator, Location::caller());
}

fn check<T, U, K, S>(
    item: impl Fn(&Counts, u64) -> T + Clone + Send + 'static,
    operator: impl Fn(Stream<T>) -> Stream<U, K, S>,
    at: &'static Location<'static>,
) where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    // The items `0..n`, and how many were asked for.
    let source = |n: u64| {
        let (counts, asked, item) = (Counts::new(), Arc::new(AtomicUsize::new(0)), item.clone());
        let (making, asking) = (counts.clone(), asked.clone());
        let items = (0..n).map(move |n| {
            asking.fetch_add(1, SeqCst);
            item(&making, n)
        });
        (items, counts, asked)
    };
    let few = || operator(Stream::from_iter(source(FEW).0)).drain();
    let law = |name: &str, holds: bool| assert!(holds, "the law `{name}` is broken (at {at})");

    let (items, counts, asked) = source(FEW);
    drop(operator(Stream::from_iter(items)).drain());
    law("lazy", asked.load(SeqCst) == 0 && counts.alive() == 0);

    let waited = paused_runtime().block_on(async {
        let began = tokio::time::Instant::now();
        ends_clean(few, Place::Tasks, FOR_EVER, at).await;
        began.elapsed() > Duration::ZERO
    });
    if !waited {
        let [mut one, mut several] = [Builder::new_current_thread(), Builder::new_multi_thread()];
        let one = one.enable_all().build().expect("a runtime of one thread can be made");
        one.block_on(ends_clean(few, Place::OneFuture, STUCK, at));
        let several = several.worker_threads(2).enable_all().build();
        let several = several.expect("a runtime of two threads can be made");
        several.block_on(ends_clean(few, Place::Tasks, STUCK, at));
    }

    every_turn(few);

    let (items, _, asked) = source(MANY);
    let is_bounded = operator(Stream::from_iter(source(FEW).0)).drain().max_in_flight() < usize::MAX;
    let stops = || paused_runtime().block_on(stops(operator(Stream::from_iter(items)), asked));
    law("waits", !is_bounded || stops());

    let leaves = paused_runtime().block_on(async {
        let endless = futures::stream::iter(source(MANY).0).chain(futures::stream::pending());
        let run = operator(Stream::from_stream(endless)).drain();
        tokio::time::timeout(FOR_EVER, run.into_future()).await.is_ok()
    });
    for good in [0, 1, 5] {
        let panicking =
            source(good).0.chain(std::iter::once_with(|| panic!("the source panics, for the law `fails`")));
        let run = operator(Stream::from_iter(panicking)).drain();
        let ended = paused_runtime().block_on(run.into_future());
        law("fails", ended.is_err() || leaves);
    }
}

/// Where a run is at work.
enum Place {
    Tasks,
    OneFuture,
}

/// The run ends, and leaves nothing.
async fn ends_clean(
    build: impl Fn() -> Run<()>,
    place: Place,
    limit: Duration,
    at: &'static Location<'static>,
) {
    let (run, counts) = noting(build);
    let ended = match place {
        Place::OneFuture => tokio::time::timeout(limit, run.run_local()).await,
        Place::Tasks => tokio::time::timeout(limit, run.into_future()).await,
    };
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("the law `ends` is broken: the run failed: {error} (at {at})"),
        Err(_) => panic!("the law `ends` is broken: the run does not end when its input does (at {at})"),
    }
    if let Some(left) = left_over(0, &counts).await {
        panic!("the law `drops` is broken: {left} (at {at})");
    }
}

/// Whether a reader that takes one item and then no more stops the source.
async fn stops<U, K, S>(stream: Stream<U, K, S>, asked: Arc<AtomicUsize>) -> bool
where
    U: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    let mut open = stream.open();
    let first = tokio::time::timeout(FOR_EVER, open.next()).await;
    let is_seldom = asked.load(SeqCst) as u64 > SELDOM;
    drop(first);
    // The clock moves on only when nothing else can.
    tokio::time::sleep(Duration::from_secs(1)).await;
    is_seldom || (asked.load(SeqCst) as u64) < MANY
}
