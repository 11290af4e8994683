//! What these tests share: runtimes, inputs and readers by the tick.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::runtime::Builder;

#[path = "../shared/worker_threads.rs"]
mod worker_threads;

use worker_threads::worker_threads;

/// The length of a tick.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// So that a reader asks after what comes in the same tick: two things of one moment have no order.
const AFTER: Duration = Duration::from_millis(1);

pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    let runtime = Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(120), body).await.expect("it hangs") })
}

pub(crate) fn current_thread<R>(body: impl Future<Output = R>) -> R {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(120), body).await.expect("it hangs") })
}

pub(crate) fn paused<R>(body: impl Future<Output = R>) -> R {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TICK * 1_000_000, body).await.expect("it hangs") })
}

/// Lets everything that can run do so.
pub(crate) async fn settle() {
    turns(2_000).await;
}

pub(crate) async fn turns(turns: usize) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

/// 0 at once, 1 after a tick, 2 after two, ...
pub(crate) fn ticks(items: usize) -> Stream<usize> {
    Stream::interval(TICK).enumerate().map(|(n, _)| n).take(items)
}

/// Items at the given ticks, each with its own tick as its value; the input ends at the last.
pub(crate) fn at<const N: usize>(ticks: [u32; N]) -> Stream<u32> {
    Stream::generate(move |out| async move {
        let start = tokio::time::Instant::now();
        for tick in ticks {
            tokio::time::sleep_until(start + TICK * tick).await;
            out.give(tick).await;
        }
    })
}

/// What a reader gets that takes so many ticks for an item.
pub(crate) async fn read_slowly<T: Send + 'static>(stream: Stream<T>, ticks: u32) -> Vec<T> {
    let slow = move |item| async move {
        tokio::time::sleep(TICK * ticks + AFTER).await;
        item
    };
    stream.map_async(slow).collect::<Vec<_>>().await.unwrap()
}

/// The same for values and errors.
pub(crate) async fn read_results_slowly(
    stream: TryStream<usize, usize>,
    ticks: u32,
) -> Vec<Result<usize, usize>> {
    let given = Seen::default();
    let read = given.clone();
    let run = stream.for_each_async(move |item| {
        read.lock().unwrap().push(item.map_err(StageError::into_error));
        tokio::time::sleep(TICK * ticks)
    });
    run.await.unwrap();
    std::mem::take(&mut *given.lock().unwrap())
}

/// Each item with the tick at which it is given, to a reader that is always free.
pub(crate) async fn timed<T: Send + 'static>(stream: Stream<T>) -> Vec<(T, u128)> {
    let start = tokio::time::Instant::now();
    stream.map(move |item| (item, start.elapsed().as_millis() / TICK.as_millis())).collect().await.unwrap()
}

pub(crate) type Seen<T> = Arc<Mutex<Vec<T>>>;

/// Where a hook writes down what it sees.
pub(crate) fn seen<T: Send + 'static>() -> (Seen<T>, impl Fn(T) + Send + Sync + 'static) {
    let seen = Seen::default();
    let writes = seen.clone();
    (seen, move |item| writes.lock().unwrap().push(item))
}
