//! What a run gives, once it is known that it has succeeded.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::engine::containment::Contained;
use crate::engine::supervision::attribute_panic;
use crate::plan::Node;

/// Waits for what a run's terminals give; nothing if they were torn down.
pub(crate) type Ending<R> = BoxFuture<'static, Option<Deferred<R>>>;

/// A result that is there, or functions of the user's that will make it: none of them is called in a run that
/// fails.
pub(crate) enum Deferred<R> {
    Ready(Contained<R>),
    Mapped(Contained<Box<dyn FnOnce() -> R + Send>>),
}

impl<R: Send + 'static> Deferred<R> {
    pub(crate) fn ready(result: R) -> Self {
        Self::Ready(Contained::new(result))
    }

    pub(crate) fn mapped(call: impl FnOnce() -> R + Send + 'static) -> Self {
        Self::Mapped(Contained::new(Box::new(call)))
    }

    /// Has `f` called on the result, for the stage that `node` is.
    pub(crate) fn map<R2: Send + 'static>(
        self,
        node: Arc<Node>,
        f: impl FnOnce(R) -> R2 + Send + 'static,
    ) -> Deferred<R2> {
        Deferred::mapped(move || {
            let result = self.call();
            attribute_panic(node.stage_id(), || f(result))
        })
    }

    /// The result. For a run that has succeeded.
    pub(crate) fn call(self) -> R {
        match self {
            Self::Ready(result) => result.into_inner(),
            Self::Mapped(call) => call.into_inner()(),
        }
    }
}
