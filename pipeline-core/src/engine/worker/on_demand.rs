//! The workers of a stage, started as they are needed.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::supervision::{Group, Scope};
use crate::error::Site;
use crate::plan::Node;

pub(crate) struct Staff {
    pub(crate) scope: Scope,
    pub(crate) site: Arc<Site>,
    group: Arc<Group>,
    limit: usize,
    /// Whether their calls may hold the thread.
    blocks: bool,
    started: AtomicUsize,
}

impl Staff {
    /// The workers of `node`, whose tasks are torn down with `group`.
    pub(crate) fn new(scope: &Scope, node: &Node, group: &Arc<Group>, blocks: bool) -> Self {
        Self {
            scope: scope.clone(),
            site: node.site().clone(),
            group: group.clone(),
            limit: node.workers,
            blocks,
            started: AtomicUsize::new(0),
        }
    }

    /// Starts one more worker, if there may be one more. `hold` outlives its body.
    ///
    /// Each worker starts the next when its own first item arrives: so one is always free to receive until all have
    /// started, and 10,000 workers with 3 items are 4 tasks.
    pub(crate) fn start_another<H, F>(&self, hold: H, body: impl FnOnce() -> F)
    where
        H: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        if self.started.fetch_add(1, Ordering::Relaxed) < self.limit {
            self.scope.spawn_worker(&self.group, &self.site, hold, body(), self.blocks);
        }
    }
}
