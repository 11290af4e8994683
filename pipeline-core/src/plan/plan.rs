//! A pipeline's description as a whole: its stages in the order items flow, and what can be known before it
//! runs.

use std::collections::HashSet;

use super::node::{Node, Role};

/// The stages behind one or more terminals, sources first.
pub(crate) struct Plan<'a> {
    pub(crate) nodes: Vec<&'a Node>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(terminals: impl IntoIterator<Item = &'a Node>) -> Self {
        let (mut nodes, mut seen) = (Vec::new(), HashSet::new());
        for terminal in terminals {
            topological_order(terminal, &mut nodes, &mut seen);
        }
        Self { nodes }
    }
}

/// Adds what is before `node`, and then itself, each once.
fn topological_order<'a>(node: &'a Node, nodes: &mut Vec<&'a Node>, seen: &mut HashSet<*const Node>) {
    // Pipelines can be thousands of stages long, so the way back is kept in a list, not on the stack.
    let mut path = vec![(node, 0)];
    while let Some((node, next)) = path.pop() {
        // What splits is behind each of its branches; everything else is behind one other.
        if next == 0 && matches!(node.role, Role::Split(_)) && !seen.insert(node) {
            continue;
        }
        match node.inputs.iter().chain(&node.side_runs).nth(next) {
            Some(input) => {
                path.push((node, next + 1));
                path.push((input, 0));
            }
            None => nodes.push(node),
        }
    }
}
