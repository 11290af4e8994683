//! Between which stages it is known which item is which.

use std::collections::HashMap;
use std::sync::Arc;

use super::node::{Node, Role};
use super::plan::Plan;

impl Plan<'_> {
    /// The stages, by their places, of which the second makes its calls for items in the order in which the
    /// first has sent them: the tenth that one has sent is the tenth that the other has received.
    pub(crate) fn followed(&self) -> Vec<(usize, usize)> {
        let places: HashMap<*const Node, usize> =
            self.nodes.iter().enumerate().map(|(place, node)| (&raw const **node, place)).collect();
        let mut followed = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            if let [input] = &*node.inputs
                && node.calls_in_order()
                && input.sends_in_order()
            {
                followed.push((places[&Arc::as_ptr(input)], place));
            }
        }
        followed
    }
}

impl Node {
    /// Whether its calls can be numbered as their items are received: by its only worker, or where workers
    /// take turns.
    fn calls_in_order(&self) -> bool {
        let one_at_a_time = self.workers == 1 || self.ordered && !self.by_key;
        one_at_a_time && self.has_task() && !self.gives_on_demand && self.frontier.is_none()
    }

    /// The same, and what calls give is sent in their order, and nothing of it dropped.
    fn sends_in_order(&self) -> bool {
        matches!(self.role, Role::Stage) && self.calls_in_order() && self.overflow.is_none()
    }
}
