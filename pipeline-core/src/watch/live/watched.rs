//! What a run and those who watch it share.

use std::sync::{Arc, OnceLock};

use tokio_util::sync::CancellationToken;

#[cfg(feature = "trace")]
use super::trace_writer::TraceWriter;
use crate::engine::supervision::{GateState, Switch};
use crate::meter::{RunEnd, RunMeter, Timing};
use crate::plan::{Graph, Places, Plan};

/// A run that is watched: how it was written, and from its start on what is counted of it.
pub(crate) struct Watched {
    /// How it was written when the watch was made.
    written: Graph,
    begun: OnceLock<Begun>,
    /// How it ended where it never began.
    ended_before: OnceLock<RunEnd>,
    ended: CancellationToken,
}

/// A run that has begun.
pub(crate) struct Begun {
    pub(crate) name: Option<String>,
    pub(crate) graph: Graph,
    pub(crate) places: Places,
    pub(crate) meter: Arc<RunMeter>,
    pub(super) switch: Arc<Switch>,
}

impl Begun {
    pub(crate) fn is_draining(&self) -> bool {
        self.switch.gate.state() >= GateState::Stopped
    }

    /// How many items a stage has dropped because there was no room for them.
    pub(crate) fn overflowed(&self, stage: &str) -> u64 {
        self.switch.tally.overflowed(stage).unwrap_or(0) as u64
    }
}

impl Watched {
    pub(crate) fn graph(&self) -> &Graph {
        self.begun().map_or(&self.written, |begun| &begun.graph)
    }

    pub(crate) fn begun(&self) -> Option<&Begun> {
        self.begun.get()
    }

    pub(crate) fn ending(&self) -> Option<RunEnd> {
        self.begun().and_then(|begun| begun.meter.ending()).or_else(|| self.ended_before.get().copied())
    }

    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

/// The run's part in it: whoever holds it last says that the run has ended.
pub(crate) struct Watching {
    watched: Arc<Watched>,
    timing: Timing,
    at_end: Option<AtEnd>,
    #[cfg(feature = "trace")]
    pub(super) writer: Option<Arc<dyn TraceWriter>>,
}

/// What is called when a run has ended, by the thread that it has ended on.
pub(crate) type AtEnd = Box<dyn FnOnce() + Send + Sync>;

impl Watching {
    /// Of a run that was written like this.
    pub(crate) fn new(written: Graph) -> Self {
        let watched = Watched {
            written,
            begun: OnceLock::new(),
            ended_before: OnceLock::new(),
            ended: CancellationToken::new(),
        };
        Self {
            watched: Arc::new(watched),
            timing: Timing::Samples,
            at_end: None,
            #[cfg(feature = "trace")]
            writer: None,
        }
    }

    /// The same, with each call timed.
    pub(crate) fn timing_each_call(written: Graph) -> Self {
        let mut watching = Self::new(written);
        watching.timing = Timing::Each;
        watching
    }

    /// Which calls are to be timed for those who watch a run; nothing where nobody does.
    pub(crate) fn timing(all: &[Self]) -> Option<Timing> {
        let each = all.iter().any(|watching| watching.timing == Timing::Each);
        (!all.is_empty()).then_some(if each { Timing::Each } else { Timing::Samples })
    }

    pub(crate) fn watched(&self) -> &Arc<Watched> {
        &self.watched
    }

    /// Has `call` called before anybody learns what the run has given.
    #[cfg(any(feature = "_live", feature = "trace"))]
    pub(crate) fn set_at_end(&mut self, call: AtEnd) {
        self.at_end = Some(call);
    }

    /// Has the trace of the run written.
    #[cfg(feature = "trace")]
    pub(crate) fn set_writer(&mut self, writer: Arc<dyn TraceWriter>) {
        self.writer = Some(writer);
    }

    /// Notes that the run begins.
    pub(crate) fn begin(
        &self,
        name: Option<&str>,
        plan: &Plan<'_>,
        meter: &Arc<RunMeter>,
        switch: &Arc<Switch>,
    ) {
        let (graph, places) = Graph::with_places(plan);
        let begun = Begun {
            name: name.map(str::to_owned),
            graph,
            places,
            meter: meter.clone(),
            switch: switch.clone(),
        };
        let _ = self.watched.begun.set(begun);
    }

    /// Notes how it has ended.
    pub(crate) fn end(&self, ending: RunEnd) {
        match self.watched.begun() {
            Some(begun) => begun.meter.end(ending),
            None => drop(self.watched.ended_before.set(ending)),
        }
    }
}

impl Drop for Watching {
    /// Where it was not told before, the run was dropped.
    fn drop(&mut self) {
        self.end(RunEnd::Cancelled);
        if let Some(at_end) = self.at_end.take() {
            at_end();
        }
        self.watched.ended.cancel();
    }
}
