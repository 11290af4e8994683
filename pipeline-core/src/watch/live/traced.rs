//! Runs that are traced while they are watched.

use std::sync::Arc;

use super::watched::{Begun, Watching};
use crate::engine::supervision::{GateState, Pass};
use crate::meter::{RunMark, TraceLayout, TraceSink};
use crate::plan::Plan;

impl Watching {
    /// Has a run that has just begun traced, where any of those who watch it want that; for as long as what
    /// is given back is kept, the trace hears when the sources are stopped.
    pub(crate) fn trace(all: &[Self], plan: &Plan<'_>) -> Option<Pass> {
        let begun = all.iter().find(|watching| watching.writer.is_some())?.watched().begun()?;
        let Begun { name, graph, places, meter, switch } = begun;
        let writers: Vec<_> = all.iter().filter_map(|watching| watching.writer.clone()).collect();
        writers.iter().for_each(|writer| writer.clone().begin(name.as_deref(), graph));
        let channels = graph.edges().iter().zip(&places.edges).enumerate();
        let channels = channels.filter(|(_, (edge, _))| edge.channel);
        let layout = TraceLayout {
            edges: channels.map(|(index, (_, place))| (index, *place)).collect(),
            stages: places.nodes.clone(),
            followed: plan.followed(),
        };
        let sinks = writers.into_iter().map(|writer| writer as Arc<dyn TraceSink>).collect();
        meter.trace_into(sinks, &layout);
        let traced = Arc::downgrade(meter);
        let on_change = move |state| {
            if let Some(meter) = traced.upgrade() {
                meter.trace.note(match state {
                    GateState::Open => RunMark::Resumed,
                    GateState::Paused => RunMark::Paused,
                    GateState::Stopped | GateState::Left => RunMark::Stopped,
                });
            }
        };
        Some(switch.gate.pass(Some(Box::new(on_change))))
    }
}
