//! Which workers a stage gets.

use super::ordered::start_ordered_pool;
use super::pool::start_pool;
use super::single::start_worker;
use crate::engine::call::StageFn;
use crate::engine::port::Inlet;
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::plan::Node;

/// Starts the workers of a stage between two edges.
pub(crate) fn start_workers<In, U>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    work: StageFn<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let behind = upstream.node.capacity();
    match node.workers {
        1 => start_worker(scope, node, upstream.start_channel(scope), work),
        _ if node.ordered => start_ordered_pool(scope, node, upstream.start_channel(scope), behind, work),
        _ => start_pool(scope, node, upstream.start_shared(scope), behind, work),
    }
}
