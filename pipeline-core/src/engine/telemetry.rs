//! Spans and events for `tracing`, with the feature of that name. Without it there is nothing behind these
//! names.

#[cfg(not(feature = "tracing"))]
use self::off as telemetry;
#[cfg(feature = "tracing")]
use self::on as telemetry;

#[cfg(feature = "trace")]
pub(crate) use telemetry::trace_failed;
pub(crate) use telemetry::{called_again, failed, in_run, in_worker, stalled, stopped, timed_out};

/// With the feature.
#[cfg(feature = "tracing")]
mod on {
    use std::fmt::Display;
    use std::future::Future;
    use std::time::Duration;

    use tracing::{Instrument, debug, error, info, info_span, warn};

    use crate::error::StageId;

    /// The body of a run, in a span of its own, within that of whoever starts it.
    pub(crate) fn in_run<F: Future>(name: Option<&str>, run: F) -> impl Future<Output = F::Output> + use<F> {
        run.instrument(info_span!("pipeline", pipeline = name))
    }

    /// The body of a worker, in its span within that of its stage.
    pub(crate) fn in_worker<F: Future>(stage: &StageId, body: F) -> impl Future<Output = F::Output> + use<F> {
        let (name, worker) = (&stage.name, stage.spans.next_worker());
        let of_stage = stage.spans.stage(|| info_span!("stage", stage = name));
        body.instrument(info_span!(parent: of_stage, "worker", stage = name, worker))
    }

    /// A failure that ends the run, unless the reader of its stage has left.
    pub(crate) fn failed(stage: Option<&str>, reason: impl Display) {
        error!(stage, %reason, "a stage failed");
    }

    /// A call that failed, and is made again.
    pub(crate) fn called_again(stage: &StageId, after: Duration) {
        debug!(stage = stage.name, ?after, "a call is made again");
    }

    /// A call that took longer than its timeout.
    pub(crate) fn timed_out(stage: &StageId, limit: Duration) {
        warn!(stage = stage.name, ?limit, "a call took too long");
    }

    /// A run that stands still.
    pub(crate) fn stalled(stage: &str, what: impl Display) {
        warn!(stage, %what, "the run stands still");
    }

    /// A run whose sources were stopped.
    pub(crate) fn stopped() {
        info!("the sources are stopped");
    }

    /// A trace that could not be written whole.
    #[cfg(feature = "trace")]
    pub(crate) fn trace_failed(why: impl Display) {
        error!(%why, "a trace is not whole");
    }
}

/// Without it.
#[cfg(not(feature = "tracing"))]
mod off {
    use std::fmt::Display;
    use std::time::Duration;

    use crate::error::StageId;

    /// The same run.
    #[inline]
    pub(crate) fn in_run<F>(_: Option<&str>, run: F) -> F {
        run
    }

    /// The same body.
    #[inline]
    pub(crate) fn in_worker<F>(_: &StageId, body: F) -> F {
        body
    }

    /// Nothing.
    #[inline]
    pub(crate) fn failed(_: Option<&str>, _: impl Display) {}

    /// Nothing.
    #[inline]
    pub(crate) fn called_again(_: &StageId, _: Duration) {}

    /// Nothing.
    #[inline]
    pub(crate) fn timed_out(_: &StageId, _: Duration) {}

    /// Nothing.
    #[inline]
    pub(crate) fn stalled(_: &str, _: impl Display) {}

    /// Nothing.
    #[inline]
    pub(crate) fn stopped() {}

    /// Nothing.
    #[cfg(feature = "trace")]
    #[inline]
    pub(crate) fn trace_failed(_: impl Display) {}
}
