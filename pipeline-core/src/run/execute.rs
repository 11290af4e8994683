//! Executing a run: what is checked before, how its tasks are started and waited for, and what comes of it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use futures::FutureExt;
use futures::future::BoxFuture;

use super::deferred::{Deferred, Ending};
use super::part::Part;
use super::run::Run;
use crate::engine::containment::Contained;
use crate::engine::coop::note_whether_paused;
use crate::engine::supervision::{Failure, Scope, TaskGroup, attempt, first_of};
use crate::engine::telemetry::in_run;
use crate::error::{PipelineError, StageId};
use crate::meter::RunEnd;
use crate::watch::Watching;

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    pub(crate) async fn execute(mut self, scope: Scope) -> Result<R, PipelineError<E>> {
        note_whether_paused();
        let watching = std::mem::take(&mut self.watching);
        let name = self.given_name().map(str::to_owned);
        let outcome = in_run(name.as_deref(), self.execute_seen_by(&watching, scope)).await;
        let ending = match &outcome {
            Ok(_) => RunEnd::Succeeded,
            Err(PipelineError::Cancelled) => RunEnd::Cancelled,
            Err(_) => RunEnd::Failed,
        };
        watching.iter().for_each(|watching| watching.end(ending));
        outcome
    }

    async fn execute_seen_by(self, watching: &[Watching], scope: Scope) -> Result<R, PipelineError<E>> {
        let run = Contained::new(self);
        #[cfg(feature = "trace")]
        let _traced;
        let meter = {
            let plan = run.plan();
            plan.check(scope.clock())?;
            let meter = Watching::timing(watching).map(|timing| Arc::new(plan.meters(timing)));
            plan.assign_ids(meter.as_ref().map(|meter| &*meter.stages));
            for (watching, meter) in watching.iter().zip(meter.iter().cycle()) {
                watching.begin(run.given_name(), &plan, meter, scope.switch());
            }
            #[cfg(feature = "trace")]
            {
                _traced = Watching::trace(watching, &plan);
            }
            meter
        };
        if scope.switch().is_aborted() {
            return Err(PipelineError::Cancelled);
        }
        let Part { whole, start, cancel, terminals, watching: _ } = run.into_inner().into_part();
        scope.switch().describe(&terminals);
        let stage_id = whole.stage_id();

        let cancel_on_drop = CancelOnDrop(scope.clone());
        let mut cancel = cancel.map(Contained::new);
        let (started, mut failures) = attempt(stage_id, || start(&scope));
        scope.switch().resizable.all_started();
        let outcome = match started {
            Some(ending) => {
                let aborted = pin!(scope.switch().aborted());
                ended(ending, cancel.as_deref_mut(), aborted, stage_id, &mut failures).await
            }
            None => Outcome::TornDown,
        };
        if let (Outcome::Cancelled, Some(meter)) = (&outcome, &meter) {
            meter.trace.cancelled();
        }
        if let Some(cancel) = cancel {
            failures.extend(attempt(stage_id, || drop(cancel.into_inner())).1);
        }
        let outcome = Contained::new(outcome);
        if !failures.is_empty() || !matches!(*outcome, Outcome::Done(_)) {
            // They happened beside the tasks, in a group that nobody reads from and nobody leaves.
            let group = Arc::<TaskGroup>::default();
            failures.into_iter().for_each(|failure| scope.fail(failure, &group));
            scope.cancel();
        }
        let failures = scope.join().await;
        drop(cancel_on_drop);
        match (first_of(failures, &scope.boxing()), outcome) {
            (Some(error), _) => Err(error),
            (None, outcome) => match outcome.into_inner() {
                Outcome::Done(result) => called(stage_id, &scope, result),
                Outcome::Cancelled => Err(PipelineError::Cancelled),
                Outcome::TornDown => Err(PipelineError::RuntimeStopped),
            },
        }
    }
}

enum Outcome<R> {
    Done(Deferred<R>),
    /// It was aborted, or the user's signal came first.
    Cancelled,
    /// A terminal was torn down, after a failure or with its runtime, or there was none yet.
    TornDown,
}

/// Waits for the result, for the run to be aborted, or for the user's signal, which is polled in the task of
/// who awaits the run.
async fn ended<R>(
    ending: Ending<R>,
    mut cancel: Option<&mut BoxFuture<'static, ()>>,
    mut aborted: Pin<&mut impl Future<Output = ()>>,
    stage_id: &Arc<StageId>,
    failures: &mut Vec<Failure>,
) -> Outcome<R> {
    let mut ending = Contained::new(ending);
    poll_fn(|cx| {
        if let Poll::Ready(result) = ending.poll_unpin(cx) {
            return Poll::Ready(result.map_or(Outcome::TornDown, Outcome::Done));
        }
        if aborted.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Outcome::Cancelled);
        }
        let Some(signal) = &mut cancel else { return Poll::Pending };
        let (polled, failed) = attempt(stage_id, || signal.poll_unpin(cx));
        failures.extend(failed);
        match polled {
            Some(Poll::Pending) => Poll::Pending,
            Some(Poll::Ready(())) => Poll::Ready(Outcome::Cancelled),
            None => Poll::Ready(Outcome::TornDown),
        }
    })
    .await
}

/// Calls the functions of [`Run::map`], for the run has succeeded.
fn called<R, E>(stage_id: &Arc<StageId>, scope: &Scope, result: Deferred<R>) -> Result<R, PipelineError<E>>
where
    R: Send + 'static,
    E: 'static,
{
    let (result, failures) = attempt(stage_id, || {
        scope.call_deferred();
        result.call()
    });
    match (result.map(Contained::new), first_of(failures, &scope.boxing())) {
        (_, Some(error)) => Err(error),
        (Some(result), None) => Ok(result.into_inner()),
        (None, None) => unreachable!("what gives no result has panicked, and that is a failure"),
    }
}

struct CancelOnDrop(Scope);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
