//! Reading the meters of a run.

use std::time::Duration;

use super::calls::Calls;
use super::edge::EdgeSnapshot;
use super::snapshot::Snapshot;
use super::stage::{Held, StageSnapshot};
use super::state::{RunEnd, RunState};
use super::watched::{Begun, Watched};
use super::workers::Workers;
use crate::meter::{Activity, CallMeter, EdgeMeter, Ending, StageMeter};
use crate::plan::{GraphEdge, GraphKind, GraphNode};

/// How a run stands now.
pub(super) fn read(watched: &Watched) -> Snapshot {
    let ended = watched.ending();
    let state = match (watched.begun(), ended) {
        (_, Some(Ending::Succeeded)) => RunState::Ended(RunEnd::Succeeded),
        (_, Some(Ending::Failed)) => RunState::Ended(RunEnd::Failed),
        (_, Some(Ending::Cancelled)) => RunState::Ended(RunEnd::Cancelled),
        (None, None) => RunState::NotStarted,
        (Some(begun), None) if begun.is_draining() => RunState::Draining,
        (Some(_), None) => RunState::Working,
    };
    let graph = watched.graph();
    let reader = Reader { begun: watched.begun(), has_ended: ended.is_some() };
    let edges: Vec<EdgeSnapshot> = graph
        .edges()
        .iter()
        .enumerate()
        .map(|(place, edge)| reader.edge(place, edge, graph.nodes()))
        .collect();
    let stages: Vec<StageSnapshot> =
        graph.nodes().iter().enumerate().map(|(place, node)| reader.stage(place, node, &edges)).collect();
    let inside = |stage: &StageSnapshot| {
        stage.workers.map_or(0, |workers| workers.in_call as u64) + stage.held.map_or(0, |held| held.waiting)
    };
    Snapshot {
        name: watched.begun().and_then(|begun| begun.name.clone()),
        state,
        elapsed: watched.begun().map_or(Duration::ZERO, |begun| begun.meter.elapsed()),
        alive: edges.iter().map(|edge| edge.waiting).sum::<u64>() + stages.iter().map(inside).sum::<u64>(),
        stages,
        edges,
    }
}

/// Reads the stages and edges of one run.
struct Reader<'a> {
    begun: Option<&'a Begun>,
    has_ended: bool,
}

impl Reader<'_> {
    fn edge_meter(&self, place: usize) -> Option<&EdgeMeter> {
        let begun = self.begun?;
        Some(&begun.meter.stages[begun.places.edges[place]].edge)
    }

    fn stage_meter(&self, place: usize) -> Option<&StageMeter> {
        let begun = self.begun?;
        Some(&begun.meter.stages[begun.places.nodes[place]])
    }

    fn edge(&self, place: usize, edge: &GraphEdge, nodes: &[GraphNode]) -> EdgeSnapshot {
        let meter = self.edge_meter(place);
        let counted = meter.filter(|_| edge.channel);
        let waiting = counted.filter(|_| !self.has_ended).map_or(0, EdgeMeter::waiting);
        EdgeSnapshot {
            from: edge.from,
            to: edge.to,
            channel: edge.channel,
            label: edge.label.clone(),
            capacity: match (edge.channel, meter) {
                (false, _) => Some(0),
                (true, Some(meter)) => meter.capacity,
                (true, None) => nodes[edge.from].buffer.map(|buffer| buffer as u64),
            },
            waiting,
            high_water: counted.map_or(0, |meter| meter.high_water().max(waiting)),
            items: meter.map_or(0, |meter| meter.sent().get().max(meter.received().get())),
        }
    }

    fn stage(&self, place: usize, node: &GraphNode, edges: &[EdgeSnapshot]) -> StageSnapshot {
        let meter = self.stage_meter(place);
        let calls = meter.and_then(StageMeter::calls);
        // Read before the errors, which are counted before their calls are: none is taken for a value.
        let ended = calls.map(|calls| calls.ended.get());
        let errors = meter.map_or(0, |meter| meter.errors.get());
        let given: u64 = edges.iter().filter(|edge| edge.from == place).map(|edge| edge.items).sum();
        let taken: u64 = edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| edge.to == place)
            .map(|(place, edge)| self.taken(place, edge))
            .sum();
        let dropped = self.begun.map_or(0, |begun| begun.overflowed(&node.name));
        let workers = meter.and_then(|meter| self.workers(meter));
        let held = meter.and_then(|meter| self.held(meter));
        let (items_in, items_out) = match node.kind {
            GraphKind::Source => (given.max(errors) + dropped, given.saturating_sub(errors)),
            GraphKind::Terminal => {
                let arrived = ended.unwrap_or(taken);
                (taken, arrived.saturating_sub(errors))
            }
            GraphKind::Stage | GraphKind::Split => (taken, given.saturating_sub(errors)),
        };
        let extra = calls.map_or(0, |calls| calls.extra.get());
        let added = extra.max((items_out + errors).saturating_sub(items_in));
        let inside =
            workers.map_or(0, |workers| workers.in_call as u64) + held.map_or(0, |held| held.waiting);
        let filtered = (items_in + added).saturating_sub(items_out + errors + inside);
        StageSnapshot {
            name: node.name.clone(),
            operator: node.operator,
            kind: node.kind,
            items_in,
            items_out,
            errors,
            retries: meter.map_or(0, |meter| meter.retries.get()),
            timeouts: meter.map_or(0, |meter| meter.timeouts.get()),
            filtered,
            added,
            workers,
            calls: calls.and_then(times_of),
            held,
        }
    }

    /// Items that the reader of an edge has taken out of it.
    fn taken(&self, place: usize, edge: &EdgeSnapshot) -> u64 {
        match self.edge_meter(place) {
            Some(meter) if edge.channel => meter.received().get(),
            _ => edge.items,
        }
    }

    fn workers(&self, meter: &StageMeter) -> Option<Workers> {
        let (now, mut spent, mut doing) = (self.begun?.meter.nanos(), [0; 3], [0; 3]);
        let started = {
            let workers = meter.workers();
            for worker in &*workers {
                let activity = if self.has_ended { Activity::Gone } else { worker.activity() };
                if let Some(doing) = doing.get_mut(activity as usize) {
                    *doing += 1;
                }
                spent.iter_mut().zip(worker.times(now)).for_each(|(sum, time)| *sum += time);
            }
            workers.len()
        };
        (started > 0).then(|| Workers {
            limit: meter.shape.workers,
            started,
            waiting_for_input: doing[Activity::Receiving as usize],
            in_call: doing[Activity::Calling as usize],
            waiting_to_send: doing[Activity::Sending as usize],
            idle: Duration::from_nanos(spent[Activity::Receiving as usize]),
            busy: Duration::from_nanos(spent[Activity::Calling as usize]),
            blocked: Duration::from_nanos(spent[Activity::Sending as usize]),
        })
    }

    fn held(&self, meter: &StageMeter) -> Option<Held> {
        let limit = meter.shape.holds?;
        let waiting = if self.has_ended { 0 } else { meter.held.waiting() };
        Some(Held { waiting, high_water: meter.held.high_water(), limit })
    }
}

fn times_of(calls: &CallMeter) -> Option<Calls> {
    let count = calls.ended.get();
    if count == 0 {
        return None;
    }
    let times = calls.times();
    let at = |quantile| Duration::from_nanos(times.value_at_quantile(quantile));
    let mean = calls.sum() / times.len().max(1);
    Some(Calls {
        count,
        timed: calls.timed(),
        sum: Duration::from_nanos(mean.saturating_mul(count)),
        max: Duration::from_nanos(times.max()),
        p50: at(0.5),
        p90: at(0.9),
        p99: at(0.99),
    })
}
