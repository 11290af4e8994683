//! The report as JSON.

use std::time::Duration;

use serde::Serialize;

use super::report::{CallTimes, Report};
use crate::watch::bottleneck::Bottleneck;
use crate::watch::rates::Rates;
use crate::watch::snapshot::Snapshot;

/// What stands in it.
#[derive(Serialize)]
struct Fields<'a> {
    graph: &'a str,
    snapshot: &'a Snapshot,
    bottleneck: Option<Bottleneck>,
    verdict: String,
    throughput: Vec<Part>,
    call_times: &'a [CallTimes],
}

/// What was done in a part of the run.
#[derive(Serialize)]
struct Part {
    from: Duration,
    rates: Rates,
}

impl Report {
    /// The report as JSON: the fields `graph`, `snapshot`, `bottleneck`, `verdict`, which is the bottleneck
    /// in words, `throughput` and `call_times`. Times have the fields `secs` and `nanos`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Report;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).count().watch();
    /// run.await?;
    /// let json = Report::new(watch.snapshot()).to_json();
    /// let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    /// assert_eq!(json["snapshot"]["stages"][0]["name"], "from_iter");
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let parts = self.parts().into_iter().map(|(from, rates)| Part { from, rates });
        let fields = Fields {
            graph: &self.graph,
            snapshot: &self.last,
            bottleneck: self.last.bottleneck(),
            verdict: self.verdict(),
            throughput: parts.collect(),
            call_times: &self.call_times,
        };
        // Nothing in it can fail: there are no maps, and all keys are text.
        serde_json::to_string_pretty(&fields).unwrap_or_default()
    }
}
