//! What comes out of a stage for what goes in: how many items are to come can be told from that, or not.

use std::collections::HashMap;
use std::sync::Arc;

use super::node::{Node, Role};
use super::plan::Plan;
use crate::meter::{Hint, StageMeter};

/// What comes out of a stage for what goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gives {
    /// One item, or its error, for each.
    OneForEach,
    /// More or less than that; it takes in all that there is.
    AnyNumber,
    /// Nothing is known: it may leave before its sources have ended.
    Unknown,
}

impl Node {
    fn gives(&self) -> Gives {
        // It has workers, or state, or may fail: that changes nothing.
        let word = self.operator.trim_start_matches("try_");
        let word = word.trim_end_matches("_async").trim_end_matches("_blocking");
        let gives = match &self.role {
            Role::Source => Gives::OneForEach,
            Role::Split(_) | Role::Branch(_) => Gives::AnyNumber,
            Role::Stage if self.is_arm() => Gives::AnyNumber,
            Role::Stage if self.leaves_after.is_none() => of_word(word),
            Role::Terminal if takes_all(word) => Gives::AnyNumber,
            Role::Stage | Role::Terminal => Gives::Unknown,
        };
        match gives {
            // What finds no room is dropped.
            Gives::OneForEach if self.overflow.is_some() => Gives::AnyNumber,
            gives => gives,
        }
    }
}

/// What a stage of this word gives. One that is not listed here tells nothing, which is always true. A word
/// whose function may end the stream, as that of `scan` may, is not listed.
fn of_word(word: &str) -> Gives {
    match word {
        "map" | "map_by_key" | "inspect" | "enumerate" | "map_err" | "map_stage_err" | "err_into"
        | "recover" | "results" | "fallible" | "delay" | "delay_start" | "throttle" | "rate_limit"
        | "merge" | "chain" | "interleave" => Gives::OneForEach,
        "filter" | "filter_map" | "flat_map" | "flatten" | "ok_only" | "errors_only" | "divert_err"
        | "dedup" | "dedup_by_key" | "distinct" | "distinct_by_key" | "skip" | "skip_while" | "skip_last"
        | "take_last" | "step_by" | "accumulate" | "accumulate_from" | "chunks" | "chunks_by_key"
        | "chunks_by_weight" | "chunks_timeout" | "ready_chunks" | "chunk_by" | "conflate" | "sample"
        | "debounce" => Gives::AnyNumber,
        _ => Gives::Unknown,
    }
}

/// Whether a terminal asks until the end.
fn takes_all(word: &str) -> bool {
    let words = ["collect", "collect_split", "count", "count_by_key", "drain", "fold", "reduce", "for_each"];
    words.contains(&word) || matches!(word, "last" | "min" | "max" | "min_by_key" | "max_by_key" | "top_k")
}

impl Plan<'_> {
    /// Tells the sources and the terminals whose hints say how many items they are to have. Where a stage may
    /// leave before its sources have ended, none does.
    pub(super) fn note_expected(&self, meters: &[Arc<StageMeter>], places: &HashMap<*const Node, usize>) {
        if self.nodes.iter().any(|node| node.gives() == Gives::Unknown) {
            return;
        }
        for (node, meter) in self.nodes.iter().zip(meters) {
            let hints = match node.role {
                Role::Source => Some(vec![meter.hint.clone()]),
                Role::Terminal => sources_of(node, &|source| meters[places[&source]].hint.clone()),
                Role::Stage | Role::Split(_) | Role::Branch(_) => None,
            };
            if let Some(hints) = hints {
                meter.expects(hints);
            }
        }
    }
}

/// The hints of the sources whose items arrive at a terminal, one for each; none where it is another number.
fn sources_of(terminal: &Node, hint: &impl Fn(*const Node) -> Arc<Hint>) -> Option<Vec<Arc<Hint>>> {
    let mut sources = Vec::new();
    // Pipelines can be thousands of stages long, so the way is kept in a list, not on the stack.
    let mut before: Vec<&Arc<Node>> = terminal.inputs.iter().collect();
    while let Some(node) = before.pop() {
        match node.gives() {
            Gives::OneForEach if matches!(node.role, Role::Source) => sources.push(hint(Arc::as_ptr(node))),
            Gives::OneForEach => before.extend(&node.inputs),
            Gives::AnyNumber | Gives::Unknown => return None,
        }
    }
    Some(sources)
}
