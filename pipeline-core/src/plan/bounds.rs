//! How many items can be alive at once.

use std::collections::HashSet;
use std::sync::Arc;

use super::branch::Share;
use super::capacity::Capacity;
use super::node::{Node, Reads, Role, is_channel};
use super::overflow::Overflow;
use super::plan::Plan;

impl Node {
    /// How many items may wait for the reader, where more are dropped or fail the run.
    pub(crate) fn overflow_room(&self) -> usize {
        match (self.overflow, self.buffer) {
            (Some(Overflow::Latest), _) => 1,
            (_, Some(Capacity::Items(n))) => n,
            _ => 0,
        }
    }

    /// Items that wait before the edge behind this node, where what does not fit overflows: beside them there
    /// is one that has come.
    fn held_for_readers(&self) -> usize {
        self.overflow.map_or(0, |_| self.overflow_room().saturating_add(1))
    }

    /// Items on the edge from this node to `reader`, beside those that each of the two has in hand. Where
    /// several workers read what is given on demand, one is on its way to whoever is free next.
    fn on_edge_to(&self, reader: &Node) -> usize {
        let on_demand = self.overflow.is_some() || self.gives_on_demand;
        let on_its_way = usize::from(on_demand && reader.shares_input());
        match self.capacity() {
            Capacity::Items(n) => n.saturating_add(on_its_way),
            Capacity::Unbounded => usize::MAX,
        }
    }

    /// Items that the node's own tasks may have in hand. A fused stage passes them on in the task it shares.
    pub(crate) fn in_hand(&self) -> usize {
        let reads_edge = self.inputs.iter().any(|input| input.ends_in_channel());
        let hands = match self.role {
            Role::Source => 1,
            Role::Branch(_) => 0,
            _ if self.has_task() => self.workers,
            _ => usize::from(reads_edge),
        };
        let waiting = match self.frontier {
            None => 0,
            // Beside those that wait, one that is let in.
            Some(Capacity::Items(n)) => n.saturating_add(1),
            Some(Capacity::Unbounded) => usize::MAX,
        };
        (hands + self.handed_over() + self.window())
            .saturating_add(self.holds)
            .saturating_add(self.held_for_readers())
            .saturating_add(waiting)
    }

    /// Items that were handed over at one input while an item of another is in hand: where a stage waits at
    /// several inputs, who sends into one finds it waiting, and goes on. What a split handed over to its
    /// branches is counted at the split, unless each gets a copy of the next item too.
    fn handed_over(&self) -> usize {
        if self.reads != Reads::AsTheyCome || self.inputs.len() < 2 {
            return 0;
        }
        let counts = |input: &Node| match &input.role {
            Role::Branch(branch) => branch.share == Share::All,
            _ => true,
        };
        let waits_at = |input: &&Arc<Node>| is_channel(input, self) && counts(input);
        self.inputs.iter().filter(waits_at).count().min(self.inputs.len() - 1)
    }
}

impl<'a> Plan<'a> {
    /// See [`Run::max_in_flight`](crate::Run::max_in_flight).
    pub(crate) fn max_in_flight(&self) -> usize {
        let mut most = 0_usize;
        let mut buffered = HashSet::new();
        for node in &self.nodes {
            most = most.saturating_add(node.in_hand());
            for input in &node.inputs {
                if is_channel(input, node) && buffered.insert(Arc::as_ptr(input)) {
                    most = most.saturating_add(input.on_edge_to(node));
                }
            }
        }
        most
    }
}
