//! Reading the meters of a run.

use std::time::Duration;

use super::watched::{Begun, Watched};
use crate::meter::{Activity, CallMeter, Counted, Counts, EdgeMeter, Sample, StageMeter};
use crate::plan::{Graph, GraphEdge, GraphKind, GraphNode};
use crate::watch::calls::Calls;
use crate::watch::edge::EdgeSnapshot;
use crate::watch::snapshot::Snapshot;
use crate::watch::stage::{Held, StageSnapshot};
use crate::watch::state::RunState;
use crate::watch::workers::Workers;

/// How a run stands now.
pub(super) fn read(watched: &Watched) -> Snapshot {
    let state = read_state(watched);
    let counts = |begun: &Begun| begun.meter.stages.iter().map(|stage| stage.counts()).collect();
    let reader = Reader {
        begun: watched.begun(),
        counts: watched.begun().map(counts).unwrap_or_default(),
        at: if matches!(state, RunState::Ended(_)) { At::End } else { At::Now },
    };
    let elapsed = watched.begun().map_or(Duration::ZERO, |begun| begun.meter.elapsed());
    reader.read(watched.graph(), state, elapsed)
}

/// How far a run is.
pub(super) fn read_state(watched: &Watched) -> RunState {
    match (watched.begun(), watched.ending()) {
        (_, Some(end)) => RunState::Ended(end),
        (None, None) => RunState::NotStarted,
        (Some(begun), None) if begun.is_draining() => RunState::Draining,
        (Some(_), None) => RunState::Working,
    }
}

/// How the run stood at moments on the way, as far as its counts tell.
pub(super) fn read_history(begun: &Begun) -> Vec<Snapshot> {
    let samples = begun.meter.history.samples().into_iter();
    samples
        .map(|Sample { at, counts }| {
            let reader = Reader { begun: Some(begun), counts, at: At::Before };
            reader.read(&begun.graph, RunState::Working, Duration::from_nanos(at))
        })
        .collect()
}

/// Reads the stages and edges of one run.
struct Reader<'a> {
    begun: Option<&'a Begun>,
    /// The counts of its stages; none before it has begun.
    counts: Vec<Counts>,
    at: At,
}

/// Of which moment the counts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Now,
    /// After the end.
    End,
    /// One on the way, of which nothing else is known.
    Before,
}

impl Reader<'_> {
    fn read(&self, graph: &Graph, state: RunState, elapsed: Duration) -> Snapshot {
        let edges: Vec<EdgeSnapshot> = graph
            .edges()
            .iter()
            .enumerate()
            .map(|(place, edge)| self.edge(place, edge, graph.nodes()))
            .collect();
        let flows = self.flows(graph.nodes().len(), &edges);
        let stages: Vec<StageSnapshot> = graph
            .nodes()
            .iter()
            .zip(flows)
            .enumerate()
            .map(|(place, (node, flow))| self.stage(place, node, flow))
            .collect();
        Snapshot {
            name: self.begun.and_then(|begun| begun.name.clone()),
            state,
            elapsed,
            alive: edges.iter().map(|edge| edge.waiting).sum::<u64>()
                + stages.iter().map(StageSnapshot::inside).sum::<u64>(),
            stages,
            edges,
        }
    }

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
        let counts = self.begun.map(|begun| self.counts[begun.places.edges[place]]);
        let waiting = match (self.at, counts.filter(|_| edge.channel)) {
            (At::End, _) | (_, None) => 0,
            (_, Some(counts)) => counts.sent.saturating_sub(counts.received),
        };
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
            items: counts.map_or(0, |counts| counts.sent.max(counts.received)),
        }
    }

    /// What has gone into each stage and out of it, in one pass: pipelines can be thousands of stages long.
    fn flows(&self, stages: usize, edges: &[EdgeSnapshot]) -> Vec<Flow> {
        let mut flows = vec![Flow::default(); stages];
        for (place, edge) in edges.iter().enumerate() {
            flows[edge.from].given += edge.items;
            flows[edge.to].taken += self.taken(place, edge);
        }
        flows
    }

    fn stage(&self, place: usize, node: &GraphNode, flow: Flow) -> StageSnapshot {
        let meter = self.stage_meter(place);
        let calls = meter.and_then(StageMeter::calls);
        let counts = self.begun.map(|begun| self.counts[begun.places.nodes[place]]);
        let errors = counts.map_or(0, |counts| counts.errors);
        let Flow { given, taken } = flow;
        let dropped = self.begun.map_or(0, |begun| begun.overflowed(&node.name));
        let (calls, meter) = if self.at == At::Before { (None, None) } else { (calls, meter) };
        let workers = meter.and_then(|meter| self.workers(meter));
        let held = meter.and_then(|meter| self.held(meter));
        let (items_in, items_out) = match node.kind {
            GraphKind::Source => {
                // What it keeps for its reader it has made as well, be it lost with the run.
                let kept = meter.map_or(0, |meter| meter.held.waiting());
                (given.max(errors) + dropped + kept, given.saturating_sub(errors))
            }
            GraphKind::Terminal => {
                let arrived = calls.and(counts).map_or(taken, |counts| counts.calls);
                (taken, arrived.saturating_sub(errors))
            }
            GraphKind::Stage | GraphKind::Split => (taken, given.saturating_sub(errors)),
        };
        let extra = counts.map_or(0, |counts| counts.extra);
        let added = extra.max((items_out + errors).saturating_sub(items_in));
        let filtered = (items_in + added).saturating_sub(items_out + errors + inside(workers, held));
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
            queued: meter.and_then(|meter| self.queued(meter)),
            expected: meter.and_then(|meter| meter.expected.items()),
        }
    }

    /// Items that the reader of an edge has taken out of it.
    fn taken(&self, place: usize, edge: &EdgeSnapshot) -> u64 {
        match self.begun {
            Some(begun) if edge.channel => self.counts[begun.places.edges[place]].received,
            _ => edge.items,
        }
    }

    fn workers(&self, meter: &StageMeter) -> Option<Workers> {
        let (now, mut spent, mut doing) = (self.begun?.meter.nanos(), [0; 3], [0; 3]);
        let started = {
            let workers = meter.workers();
            for worker in &*workers {
                let activity = if self.at == At::End { Activity::Gone } else { worker.activity() };
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
        Some(self.held_now(meter.held.waiting(), meter.held.high_water(), limit))
    }

    fn queued(&self, meter: &StageMeter) -> Option<Held> {
        let limit = meter.queue.limit()?;
        Some(self.held_now(meter.queue.waiting(), meter.queue.high_water(), Some(limit)))
    }

    /// After the end nothing waits, whatever was noted last.
    fn held_now(&self, waiting: u64, high_water: u64, limit: Option<u64>) -> Held {
        let waiting = if self.at == At::End { 0 } else { waiting };
        Held { waiting, high_water: high_water.max(waiting), limit }
    }
}

/// What the edges of a stage have brought it, and taken from it.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    given: u64,
    taken: u64,
}

impl StageSnapshot {
    /// Items that are in the stage. What is queued for it has not been taken in.
    fn inside(&self) -> u64 {
        inside(self.workers, self.held)
    }
}

/// Items that are in a stage, in calls or waiting.
fn inside(workers: Option<Workers>, held: Option<Held>) -> u64 {
    workers.map_or(0, |workers| workers.in_call as u64) + held.map_or(0, |held| held.waiting)
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

/// How many calls of a stage took how long: each bar holds those that took no longer, and longer than the
/// one before.
pub(super) fn bars_of(calls: &CallMeter) -> Vec<(Duration, u64)> {
    let times = calls.times();
    let bars = times.iter_recorded();
    bars.map(|bar| (Duration::from_nanos(bar.value_iterated_to()), bar.count_at_value())).collect()
}
