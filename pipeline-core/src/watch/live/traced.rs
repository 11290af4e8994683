//! Runs that are traced while they are watched.

use std::sync::Arc;

use super::watched::Watching;
use crate::engine::supervision::{GateState, Switch};
use crate::meter::{RunMark, RunMeter, TraceLayout, TraceSink};
use crate::plan::{Graph, Plan};

impl Watching {
    /// Has a run that begins traced, where any of those who watch it want that.
    pub(crate) fn trace(
        all: &[Self],
        name: Option<&str>,
        plan: &Plan<'_>,
        meter: &Arc<RunMeter>,
        switch: &Arc<Switch>,
    ) {
        let writers: Vec<_> = all.iter().filter_map(|watching| watching.writer.clone()).collect();
        let Some(first) = all.iter().find(|watching| watching.writer.is_some()) else { return };
        let (graph, places) = Graph::with_places(plan);
        writers.iter().for_each(|writer| writer.begin(name, &graph));
        let channels = graph.edges().iter().zip(&places.edges).enumerate();
        let channels = channels.filter(|(_, (edge, _))| edge.channel);
        let layout = TraceLayout {
            edges: channels.map(|(index, (_, place))| (index, *place)).collect(),
            stages: places.nodes,
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
        let _ = first.pass.set(switch.gate.pass(Some(Box::new(on_change))));
    }
}
