//! A run as a part of another.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::deferred::Ending;
use crate::engine::supervision::Scope;
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
