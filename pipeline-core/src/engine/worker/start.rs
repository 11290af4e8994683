//! Which workers a stage gets.

use super::pool::start_pool;
use super::single::start_worker;
use crate::engine::call::Work;
use crate::engine::port::Feed;
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::engine::worker::ordered::start_crew;
use crate::plan::Node;

/// Starts the workers of a stage between two edges.
pub(crate) fn start_workers<In, U>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    work: Work<In, U>,
) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let behind = upstream.node.capacity();
    match node.workers {
        1 => start_worker(scope, node, upstream.edge(scope), work),
        _ if node.ordered => start_crew(scope, node, upstream.edge(scope), behind, work),
        _ => start_pool(scope, node, upstream.shared(scope), behind, work),
    }
}
