//! What a stage is started with when it is started: one place makes it, for every kind of worker.

use std::sync::Arc;

use super::inlet::{Inlet, MpmcInlet};
use super::outlet::{KeepOpen, Outlet};
use crate::engine::channel::mpmc;
use crate::engine::supervision::{Scope, TaskGroup};
use crate::plan::Node;

/// The output of a stage with one sending end: the group of its tasks, where they send, what keeps the
/// channel open, and what the next stage reads.
pub(crate) struct StageOutput<U> {
    pub(crate) group: Arc<TaskGroup>,
    pub(crate) outlet: Outlet<U>,
    pub(crate) keep_open: KeepOpen<U>,
    pub(crate) inlet: Inlet<U>,
}

impl<U: Send + 'static> StageOutput<U> {
    pub(crate) fn open(scope: &Scope, node: &Node) -> Self {
        let guard = scope.group();
        let group = guard.group.clone();
        let (outlet, keep_open, inlet) = Outlet::of(node, guard);
        Self { group, outlet, keep_open, inlet }
    }
}

/// The output of a stage whose workers share the sending end.
pub(crate) struct SharedOutput<U> {
    pub(crate) group: Arc<TaskGroup>,
    pub(crate) sender: mpmc::Sender<U>,
    pub(crate) inlet: Inlet<U>,
}

impl<U: Send + 'static> SharedOutput<U> {
    pub(crate) fn open(scope: &Scope, node: &Node) -> Self {
        let guard = scope.group();
        let group = guard.group.clone();
        let (sender, receiver) = mpmc::channel(node.capacity());
        let sender = sender.delayed_by(guard.jitter());
        Self { group, sender, inlet: Inlet::Mpmc(MpmcInlet::new(receiver, guard)) }
    }
}
