//! A run as a part of another.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::deferred::Ending;
use crate::engine::supervision::Scope;
use crate::error::StageId;
use crate::plan::Node;
use crate::watch::Watching;

/// A run in its parts, as a joined run starts it.
pub(crate) struct Part<R> {
    pub(crate) terminals: Vec<Arc<Node>>,
    /// The only terminal, or the join of several: what is called for the whole run is attributed to it.
    pub(crate) whole: Arc<Node>,
    pub(crate) start: StartPart<R>,
    pub(crate) cancel: Option<BoxFuture<'static, ()>>,
    pub(crate) watching: Vec<Watching>,
}

/// Starts a run's terminals, and gives what waits for their result.
pub(crate) type StartPart<R> = Box<dyn FnOnce(&Scope) -> Ending<R> + Send>;

/// Starts a part with a task beside it, which is torn down when the part has ended. What fails in that task
/// fails the run, in the name of the stage.
pub(super) fn start_beside<R: Send + 'static>(
    scope: &Scope,
    stage_id: &Arc<StageId>,
    companion: impl Future<Output = ()> + Send + 'static,
    start: StartPart<R>,
) -> Ending<R> {
    let guard = scope.root();
    guard.spawn(stage_id, (), (), companion);
    let result = start(scope);
    Box::pin(async move {
        let result = result.await;
        guard.ended();
        result
    })
}
