//! Sync functions: fused, or called by workers.

use crate::engine::call::{CallOutputs, StageFn};
use crate::engine::fusion::{FilterMap, FlatMap};
use crate::engine::port::Inlet;
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::engine::worker::start_workers;
use crate::plan::Node;

/// Calls `f` in the task that reads, or in workers of its own if the stage was told to have some.
pub(super) fn in_place<In, F, Out>(scope: &Scope, node: &Node, upstream: Upstream<In>, f: F) -> Inlet<Out>
where
    In: Send + 'static,
    Out: Send + 'static,
    F: Fn(In) -> Option<Out> + Send + Sync + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, StageFn::sync(f));
    }
    let input = upstream.start_for(scope, node).into_push();
    Inlet::fuse_or_forward(scope, node, FilterMap::new(input, node.stage_id().clone(), f))
}

/// The same, where several items may come out of one.
pub(crate) fn in_place_many<In, F, I>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    f: F,
) -> Inlet<I::Item>
where
    In: Send + 'static,
    F: Fn(In) -> I + Send + Sync + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: CallOutputs + Send + 'static> + 'static,
{
    if node.workers > 1 {
        return start_workers(scope, node, upstream, StageFn::sync(f));
    }
    let input = upstream.start_for(scope, node).into_push();
    Inlet::fuse_or_forward(scope, node, FlatMap::new(input, node.stage_id().clone(), f))
}
