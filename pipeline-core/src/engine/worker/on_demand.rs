//! The workers of a stage, started as they are needed.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::elastic::Elastic;
use super::permit_slot::PermitSlot;
use crate::engine::call::{BoxCallSlot, CallMetering, StageFn};
use crate::engine::coop::AfterPoll;
use crate::engine::executor::RunsOn;
use crate::engine::supervision::{Scope, TaskGroup};
use crate::error::StageId;
use crate::meter::EdgeMeter;
use crate::plan::Node;

/// Starts the next worker of a stage when the one before has an item.
pub(crate) struct OnDemandSpawner {
    pub(crate) scope: Scope,
    pub(crate) stage_id: Arc<StageId>,
    group: Arc<TaskGroup>,
    limit: usize,
    /// Whether their calls may hold the thread.
    runs_on: RunsOn,
    /// Where the number of workers is found while they work.
    elastic: Option<Arc<Elastic>>,
    started: AtomicUsize,
    /// What their calls are counted as, where the run is watched.
    metering: Option<CallMetering>,
}

impl OnDemandSpawner {
    /// The workers of `node`, whose tasks are torn down with `group`. Each of their calls counts an item of
    /// `received`.
    pub(crate) fn new(
        scope: &Scope,
        node: &Node,
        group: &Arc<TaskGroup>,
        runs_on: RunsOn,
        received: Vec<Arc<EdgeMeter>>,
    ) -> Self {
        let elastic = node.least_workers.map(|least| Elastic::new(least, node.workers));
        if let Some(elastic) = &elastic {
            scope.switch().resizable.add(&node.stage_id().name, elastic);
        }
        Self {
            scope: scope.clone(),
            stage_id: node.stage_id().clone(),
            group: group.clone(),
            limit: node.workers,
            runs_on,
            elastic,
            started: AtomicUsize::new(0),
            metering: CallMetering::of(node, received),
        }
    }

    /// Starts one more worker, if there may be one more. `keep_open` outlives its body.
    ///
    /// Each worker starts the next when its own first item arrives: so one is always free to receive until
    /// all have started, and 10,000 workers with 3 items are 4 tasks.
    pub(crate) fn spawn_next<H, P, F>(&self, keep_open: H, peers: P, body: impl FnOnce() -> F)
    where
        H: Send + 'static,
        P: AfterPoll,
        F: Future<Output = ()> + Send + 'static,
    {
        if self.count_one_more() {
            self.scope.spawn_worker(&self.group, &self.stage_id, keep_open, peers, self.runs_on, body());
        }
    }

    /// The call slot of one more worker; its calls wait for a permit, where their number is limited. Then
    /// `spawn` is called whenever there may be another worker.
    pub(crate) fn new_slot<In: Send + 'static, U: Send + 'static>(
        &self,
        work: &StageFn<In, U>,
        spawn: impl Fn() + Send + 'static,
    ) -> BoxCallSlot<In, U> {
        let slot = match &self.metering {
            Some(metering) => metering.clone().wrap(work.new_slot()),
            None => work.new_slot(),
        };
        match &self.elastic {
            None => slot,
            Some(elastic) => Box::pin(PermitSlot::new(&self.scope, elastic, slot, spawn)),
        }
    }

    fn count_one_more(&self) -> bool {
        let Some(elastic) = &self.elastic else {
            return self.started.fetch_add(1, Ordering::Relaxed) < self.limit;
        };
        let one_more = |started| (started < elastic.startable()).then_some(started + 1);
        self.started.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok()
    }
}
