//! A pipeline's description as a whole: its stages in the order items flow, and what can be known before it runs.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::deadlock::check_chains;
use crate::edge::Capacity;
use crate::error::PipelineError;
use crate::node::{Branch, Node, Role};

/// The stages behind one or more terminals, sources first.
pub(crate) struct Plan<'a> {
    pub(crate) nodes: Vec<&'a Node>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(terminals: impl IntoIterator<Item = &'a Node>) -> Self {
        let (mut nodes, mut seen) = (Vec::new(), HashSet::new());
        for terminal in terminals {
            visit(terminal, &mut nodes, &mut seen);
        }
        Self { nodes }
    }

    /// The names of the stages, made unique: the second `map` is `map#2`. A branch goes by the name of its split.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut uses = BTreeMap::new();
        let name = |node: &&'a Node| {
            let base: &'a str = node.base_name();
            if let Role::Branch(_) = node.role {
                return base.to_owned();
            }
            let count = uses.entry(base).or_insert(0_usize);
            *count += 1;
            if *count == 1 { base.to_owned() } else { format!("{base}#{count}") }
        };
        self.nodes.iter().map(name).collect()
    }

    /// Gives the stages the names and places they have in this run.
    pub(crate) fn settle_names(&self) {
        for (index, (node, name)) in self.nodes.iter().zip(self.names()).enumerate() {
            node.settle_name(name, index);
        }
    }

    /// The first thing that cannot work, if there is one.
    pub(crate) fn check<E>(&self, has_clock: bool) -> Result<(), PipelineError<E>> {
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some((option, reason)) = node.objection(has_clock) {
                return Err(PipelineError::InvalidOption {
                    stage: self.names().swap_remove(index),
                    option,
                    reason,
                });
            }
        }
        self.check_branches()?;
        check_chains(self)
    }

    /// Every branch of a split is read by this run, or gone.
    fn check_branches<E>(&self) -> Result<(), PipelineError<E>> {
        let read: HashSet<*const Branch> = self.branches().map(Arc::as_ptr).collect();
        for (index, node) in self.nodes.iter().enumerate() {
            let Role::Split(branches) = &node.role else { continue };
            let missing = |branch: &&Arc<Branch>| {
                !branch.gone.load(Ordering::Acquire) && !read.contains(&Arc::as_ptr(branch))
            };
            if let Some(branch) = branches.iter().find(missing) {
                return Err(PipelineError::MissingBranch {
                    stage: self.names().swap_remove(index),
                    branch: branch.index,
                });
            }
        }
        Ok(())
    }

    fn branches(&self) -> impl Iterator<Item = &'a Arc<Branch>> {
        self.nodes.iter().filter_map(|node| match &node.role {
            Role::Branch(branch) => Some(branch),
            _ => None,
        })
    }

    /// See [`Run::max_in_flight`](crate::Run::max_in_flight).
    pub(crate) fn max_in_flight(&self) -> usize {
        let mut most = 0_usize;
        let mut buffered = HashSet::new();
        for node in &self.nodes {
            most = most.saturating_add(node.in_hand());
            for input in &node.inputs {
                if is_channel(input, node) && buffered.insert(Arc::as_ptr(input)) {
                    most = most.saturating_add(match input.capacity() {
                        Capacity::Items(n) => n,
                        Capacity::Unbounded => usize::MAX,
                    });
                }
            }
        }
        most
    }
}

/// Whether items go from `from` to `to` through a channel; otherwise the two share a task.
pub(crate) fn is_channel(from: &Node, to: &Node) -> bool {
    from.ends_in_edge() || to.has_task()
}

fn visit<'a>(node: &'a Node, nodes: &mut Vec<&'a Node>, seen: &mut HashSet<*const Node>) {
    // Pipelines can be thousands of stages long, so the way back is kept in a list, not on the stack.
    let mut path = vec![(node, 0)];
    while let Some((node, next)) = path.pop() {
        // What splits is behind each of its branches; everything else is behind one other.
        if next == 0 && matches!(node.role, Role::Split(_)) && !seen.insert(node) {
            continue;
        }
        match node.inputs.iter().chain(&node.along).nth(next) {
            Some(input) => {
                path.push((node, next + 1));
                path.push((input, 0));
            }
            None => nodes.push(node),
        }
    }
}
