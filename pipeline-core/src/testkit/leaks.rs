//! `assert_no_leaks`: what a test starts and makes has gone when it is over.

use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::pin;
use std::time::{Duration, Instant};

use super::counted::{Counts, noting};
use super::patience::settle;

/// What a blocking call that was under way may take to end, on the wall's clock.
const BLOCKING: Duration = Duration::from_secs(10);

/// Runs a test, and then: the runtime has no more tasks than before, and of the [`Counts`] that were made in
/// `body` none has an item that is alive, or was dropped twice.
///
/// It gives what `body` gives, which must not hold counted items. Calls of `_blocking` functions that are
/// under way are waited for; threads that wait for their next call are the runtime's, and stay.
///
/// # Panics
///
/// Where something is left; the message says how much, and names the line of the test.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// use pipeline_core::testkit::{Counts, assert_no_leaks};
/// use std::time::Duration;
///
/// assert_no_leaks(async {
///     let counts = Counts::new();
///     let slow = Stream::from_iter(counts.items(0..100)).map_async(|n| async {
///         tokio::time::sleep(Duration::from_secs(1)).await;
///         n
///     });
///     let run = slow.workers(4).collect::<Vec<_>>();
///     let in_time = tokio::time::timeout(Duration::from_secs(5), run.into_future()).await;
///     assert!(in_time.is_err()); // dropped half-way
/// })
/// .await;
/// # }
/// ```
#[track_caller]
pub fn assert_no_leaks<F: Future>(body: F) -> impl Future<Output = F::Output> {
    let at = Location::caller();
    async move {
        let before = tasks();
        let mut counts = Vec::new();
        let result = {
            let mut body = pin!(body);
            poll_fn(|cx| {
                let (polled, made) = noting(|| body.as_mut().poll(cx));
                counts.extend(made);
                polled
            })
            .await
        };
        if let Some(left) = left_over(before, &counts).await {
            panic!("{left} (at {at})");
        }
        result
    }
}

/// How many tasks the runtime has.
pub(super) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// What has not gone when everything has had its turn.
pub(super) async fn left_over(tasks_before: usize, counts: &[Counts]) -> Option<String> {
    let fault = || {
        let more = tasks().saturating_sub(tasks_before);
        let of_tasks = (more > 0).then(|| format!("{more} tasks are alive"));
        of_tasks.or_else(|| counts.iter().find_map(Counts::fault))
    };
    let began = Instant::now();
    while fault().is_some() && began.elapsed() < BLOCKING {
        std::thread::yield_now();
        settle().await;
    }
    fault()
}
