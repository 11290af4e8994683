//! Pictures of how a run stands: rates and queues on the edges, and the bottleneck marked.

use super::edge::EdgeSnapshot;
use super::snapshot::Snapshot;
use super::stage::StageSnapshot;
use super::state::RunState;
use super::units::{count, exact, percent, rate};
#[cfg(feature = "svg")]
use crate::draw::Direction;
use crate::draw::escape::shortened;
use crate::draw::{Arrow, Diagram, Emphasis, Shape};

/// Longer names are cut in a picture.
const NAME: usize = 200;

impl Snapshot {
    /// The run as a Mermaid flowchart: each edge with its items a second and how many wait, and what holds
    /// the run up in a colour of its own.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).map_async(|n| async move { n }).count().watch();
    /// run.await?;
    /// let drawn = watch.snapshot().to_mermaid();
    /// assert!(drawn.starts_with("flowchart LR\n  n0([\"from_iter"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        self.diagram(NAME).to_mermaid()
    }

    /// The same in DOT, for Graphviz.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).map_async(|n| async move { n }).count().watch();
    /// run.await?;
    /// assert!(watch.snapshot().to_dot().starts_with("digraph pipeline {\n"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn to_dot(&self) -> String {
        self.diagram(NAME).to_dot()
    }

    /// The same as an SVG picture, as [`Graph::to_svg`](crate::Graph::to_svg) draws what will run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).map_async(|n| async move { n }).count().watch();
    /// run.await?;
    /// assert!(watch.snapshot().to_svg().contains(">9</text>"));
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn to_svg(&self) -> String {
        self.diagram(usize::MAX).to_svg(Direction::LeftToRight)
    }

    /// What is drawn, with names of no more than `longest` columns.
    pub(super) fn diagram(&self, longest: usize) -> Diagram {
        let bottleneck = self.bottleneck().filter(|bottleneck| bottleneck.reason.is_a_stage());
        let shapes = self.stages.iter().enumerate().map(|(place, stage)| {
            let is_marked = bottleneck.as_ref().is_some_and(|bottleneck| bottleneck.stage == place);
            let mut notes = notes_of(stage);
            notes.extend(is_marked.then(|| "bottleneck".to_owned()));
            Shape {
                kind: stage.kind,
                name: if longest == usize::MAX {
                    stage.name.clone()
                } else {
                    shortened(&stage.name, longest)
                },
                notes,
                emphasis: if is_marked { Emphasis::Bottleneck } else { Emphasis::Plain },
            }
        });
        let arrows = self.edges.iter().map(|edge| Arrow {
            from: edge.from,
            to: edge.to,
            channel: edge.channel,
            label: edge.label.as_deref().map(|label| shortened(label, NAME)),
            notes: self.notes_of_edge(edge),
        });
        Diagram { shapes: shapes.collect(), arrows: arrows.collect() }
    }

    fn notes_of_edge(&self, edge: &EdgeSnapshot) -> Vec<String> {
        if self.state == RunState::NotStarted {
            return Vec::new();
        }
        let has_ended = matches!(self.state, RunState::Ended(_));
        let mut notes = vec![match has_ended {
            true => exact(edge.items),
            false => rate(edge.items as f64 / self.elapsed.as_secs_f64().max(1e-9)),
        }];
        if edge.channel && !has_ended {
            notes.push(match edge.capacity {
                // At a rendezvous an item waits in its sender's hand.
                Some(0) if edge.waiting == 0 => "none waits".to_owned(),
                Some(0) => format!("{} waiting", count(edge.waiting)),
                Some(capacity) => format!("{} of {}", count(edge.waiting), count(capacity)),
                None => format!("{} waiting", count(edge.waiting)),
            });
        }
        notes
    }
}

/// What stands below the name of a stage.
fn notes_of(stage: &StageSnapshot) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(workers) = &stage.workers {
        let busy = format!("{} busy", percent(workers.busy_share()));
        notes.push(match workers.limit {
            1 => busy,
            limit => format!("{limit} workers, {busy}"),
        });
    }
    if stage.errors > 0 {
        notes.push(format!("{} errors", count(stage.errors)));
    }
    if let Some(held) = stage.held.filter(|held| held.waiting > 0) {
        notes.push(format!("{} wait inside", count(held.waiting)));
    }
    if let Some(queued) = stage.queued.filter(|queued| queued.waiting > 0) {
        notes.push(format!("{} wait to be taken in", count(queued.waiting)));
    }
    notes
}
