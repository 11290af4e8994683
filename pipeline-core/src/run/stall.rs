//! Runs that tell when they stand still.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::part::start_beside;
use super::run::Run;
use crate::engine::supervision::{attribute_panic, escalate};
use crate::engine::telemetry;
use crate::plan::Clock;
use crate::watch::{Stall, Watch, Watching};

/// # Standing still
///
/// A call that never ends is not silent.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Calls `report` when nothing has moved for as long as `limit`, though there is something to do: with
    /// the stage that holds the run up, for how long, and what waits before it.
    ///
    /// It is called once for each time that the run stands still, and the run goes on as before: to end it,
    /// have `report` call [`Control::abort`](crate::Control::abort), or give the stage a
    /// [`timeout`](crate::Stream::timeout). A run whose sources have nothing to give does not stand still.
    /// Runs that tell this count their items as those that are [watched](Run::watch) do, and read the clock
    /// for each call.
    ///
    /// # Errors
    ///
    /// A run that is not on a tokio runtime has no clock, and fails with
    /// [`Failed`](crate::PipelineError::Failed); so does one whose `limit` is zero. A panic in `report` fails
    /// the run, in the name of its terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// use std::sync::mpsc;
    ///
    /// let (told, hears) = mpsc::channel();
    /// let store = |n: u32| async move {
    ///     let time = if n == 3 { 60 } else { 1 };
    ///     tokio::time::sleep(Duration::from_secs(time)).await;
    /// };
    /// let run = Stream::from_iter(0..20).buffer(11).for_each_async(store).name("store");
    /// run.stall_after(Duration::from_secs(30), move |stall| _ = told.send(stall.to_string())).await?;
    /// let told: Vec<_> = hears.iter().collect();
    /// assert_eq!(told, ["`store` has been in one call for 30s; 12 items wait before it"]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "watchdog")]
    pub fn stall_after(self, limit: Duration, report: impl Fn(&Stall) + Send + Sync + 'static) -> Run<R, E> {
        let watching = Watching::timing_each_call(self.graph());
        let watch = Watch::new(watching.watched().clone());
        let mut part = self.into_part();
        part.watching.push(watching);
        part.into_run(move |scope, whole, start| {
            let (stage_id, clock) = (whole.stage_id().clone(), scope.clock());
            let companion = async move {
                let refused = match clock {
                    Clock::None => Some("`stall_after` waits on tokio's clock: run it on a tokio runtime"),
                    Clock::Tokio if limit.is_zero() => Some("`stall_after` takes a time longer than none"),
                    Clock::Tokio => None,
                };
                if let Some(reason) = refused {
                    escalate::<()>(stage_id.clone(), reason.to_owned()).await;
                }
                watch_over(&watch, limit, |stall| {
                    telemetry::stalled(&stall.stage, stall);
                    attribute_panic(&stage_id, || report(stall));
                })
                .await;
            };
            start_beside(scope, whole.stage_id(), companion, start)
        })
    }
}

/// Looks whether the run has moved, whenever it could have stood still for as long as `limit`.
async fn watch_over(watch: &Watch, limit: Duration, report: impl Fn(&Stall)) {
    let began = Instant::now();
    // When the run moved last before it was reported.
    let mut reported = None;
    loop {
        let moved = watch.moved_last().unwrap_or_default();
        let due = began.checked_add(moved).and_then(|moved| moved.checked_add(limit));
        let Some(due) = due else { return std::future::pending().await };
        if reported == Some(moved) {
            // It still stands: whether it has moved is looked at again after as long.
            tokio::time::sleep(limit).await;
        } else {
            sleep_until(due).await;
        }
        if watch.moved_last().unwrap_or_default() == moved && reported != Some(moved) {
            if let Some(stall) = Stall::find(&watch.snapshot(), limit) {
                report(&stall);
            }
            reported = Some(moved);
        }
    }
}
