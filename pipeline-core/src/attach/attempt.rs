//! One item through a function that can fail: retries, limits, timeouts, and the item that is kept.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use super::time::SlidingLog;
use crate::engine::telemetry;
use crate::error::{StageError, StageId};
use crate::plan::Node;
use crate::stream::{Elapsed, Mode, Retry, Tunable};

/// How a stage calls a function that can fail.
pub(crate) struct Attempt<In, M: Mode> {
    stage_id: Arc<StageId>,
    tune: Tunable<In, M>,
    /// One for all workers, if there is a limit.
    calls: Option<Mutex<SlidingLog>>,
}

impl<In, M: Mode> Attempt<In, M> {
    pub(crate) fn new(node: &Node, tune: Tunable<In, M>) -> Self {
        let calls = tune.calls_per.map(|(n, per)| Mutex::new(SlidingLog::new(n, per)));
        Self { stage_id: node.stage_id().clone(), tune, calls }
    }

    /// Calls once, in place.
    pub(crate) fn call_once<R>(
        &self,
        value: In,
        f: impl FnOnce(In) -> Result<R, M::Error>,
    ) -> Result<R, StageError<M::Error>> {
        let kept = self.tune.keep.map(|keep| keep(&value));
        f(value).map_err(|error| StageError::at(self.stage_id.clone(), error).with_item(kept))
    }

    /// Calls until it succeeds, time or tries run out.
    pub(crate) async fn call_with_retry<R, Fut>(
        &self,
        value: In,
        f: impl Fn(In) -> Fut,
    ) -> Result<R, StageError<M::Error>>
    where
        Fut: Future<Output = Result<R, M::Error>>,
    {
        let kept = self.tune.keep.map(|keep| keep(&value));
        let mut waits = self.tune.retry.as_ref().map(|retry| (retry.waits)());
        let mut value = value;
        loop {
            let wait = waits.as_mut().and_then(Iterator::next);
            let again = self.next_try(&value, wait);
            if let Some(calls) = &self.calls {
                wait_for_turn(calls).await;
            }
            let error = match self.with_timeout(f(value)).await {
                Ok(result) => return Ok(result),
                Err(error) => error,
            };
            let Some((wait, spare)) = again else {
                return Err(StageError::at(self.stage_id.clone(), error).with_item(kept));
            };
            telemetry::called_again(&self.stage_id, wait);
            tokio::time::sleep(wait).await;
            if let Some(meter) = &self.stage_id.meter {
                meter.note_retry();
            }
            value = spare;
        }
    }

    /// What another try needs, if there may be one.
    fn next_try(&self, value: &In, wait: Option<Duration>) -> Option<(Duration, In)> {
        let Retry { clone, .. } = self.tune.retry.as_ref()?;
        Some((wait?, clone(value)))
    }

    async fn with_timeout<R>(&self, call: impl Future<Output = Result<R, M::Error>>) -> Result<R, M::Error> {
        match self.tune.timeout {
            None => call.await,
            Some((limit, too_late)) => match tokio::time::timeout(limit, call).await {
                Ok(result) => result,
                Err(_) => {
                    if let Some(meter) = &self.stage_id.meter {
                        meter.note_timeout();
                    }
                    telemetry::timed_out(&self.stage_id, limit);
                    Err(too_late(Elapsed(limit)))
                }
            },
        }
    }
}

/// Waits until another call may be made. Who waits keeps the others waiting behind it, in the order in which
/// they came.
async fn wait_for_turn(calls: &Mutex<SlidingLog>) {
    let mut calls = calls.lock().await;
    if let Some(next) = calls.next() {
        sleep_until(next).await;
    }
    calls.record(Instant::now());
}
