//! Sync functions: fused, or called by workers.

use crate::engine::call::{Outcome, Work};
use crate::engine::fusion::{Fused, FusedMany};
use crate::engine::port::Feed;
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::engine::worker::start_workers;
use crate::plan::Node;

/// Calls `f` in the task that reads, or in workers of its own if the stage was told to have some.
pub(super) fn in_place<In, F, Out>(scope: &Scope, node: &Node, upstream: Upstream<In>, f: F) -> Feed<Out>
where
    In: Send + 'static,
    Out: Send + 'static,
    F: Fn(In) -> Option<Out> + Send + Sync + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, Work::in_place(f));
    }
    let input = upstream.open_for(scope, node).into_chain();
    Feed::of_stage(scope, node, Fused::new(input, node.site().clone(), f))
}

/// The same, where several items may come out of one.
pub(crate) fn in_place_many<In, F, I>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    f: F,
) -> Feed<I::Item>
where
    In: Send + 'static,
    F: Fn(In) -> I + Send + Sync + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Outcome + Send + 'static> + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, Work::in_place(f));
    }
    let input = upstream.open_for(scope, node).into_chain();
    Feed::of_stage(scope, node, FusedMany::new(input, node.site().clone(), f))
}
