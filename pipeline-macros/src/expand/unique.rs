//! The names of a graph's stages, made unique as those of the run are: the second `map` is `map#2`.

use super::graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers the names that occur more than once, in the order in which a run counts its stages: from its terminals back
/// to the sources, each stage behind those it reads from.
pub(super) fn number(graph: &mut Graph, terminals: &[usize]) {
    let given: BTreeSet<_> = graph.nodes.iter().map(|node| node.name.clone()).collect();
    let mut uses = BTreeMap::new();
    for place in order(graph, terminals) {
        let name = &mut graph.nodes[place].name;
        let count = uses.entry(name.clone()).or_insert(0_usize);
        *count += 1;
        if *count == 1 {
            continue;
        }
        // A number that the user has given to a stage is left to that.
        while given.contains(&format!("{name}#{count}")) {
            *count += 1;
        }
        name.push_str(&format!("#{count}"));
    }
}

/// All stages. Those that no terminal reads are left over by mistakes or run without one, and come last.
fn order(graph: &Graph, terminals: &[usize]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for &first in terminals.iter().chain(&(0..graph.nodes.len()).collect::<Vec<_>>()) {
        let mut path = vec![(first, 0)];
        while let Some((node, next)) = path.pop() {
            if next == 0 && !seen.insert(node) {
                continue;
            }
            match graph.edges.iter().filter(|edge| edge.to == node).nth(next) {
                Some(edge) => path.extend([(node, next + 1), (edge.from, 0)]),
                None => order.push(node),
            }
        }
    }
    order
}
