//! How much of a thread's stack a pipeline takes: neither its length nor the size of its items may exhaust
//! it.
//!
//! The stages of one task call each other, and items are handed on by value. A task of tokio's has 2 MiB by
//! default, of which the user's functions need some. So where fused stages would take too much, the engine
//! puts an edge between them; items that are too large even for one stage are refused.

use super::depth::Depth;
use super::node::{Node, Role, is_channel};

/// What a fused stage takes at most, in a build without optimizations: half of it on the way to the source,
/// half on the way back.
const FRAMES: usize = 2 << 10;

/// How often an item lies on the stack for each stage it goes through, in such a build.
const COPIES: usize = 8;

/// What the fused stages of one task may take together.
const MOST_STACK: usize = 512 << 10;

/// The largest item, in bytes, and a little for what an operator puts beside it, such as a number. Awaited
/// calls that can fail have an item on the stack some 150 times over in a build without optimizations, others
/// up to 100 times.
const MOST_BYTES: usize = (if cfg!(debug_assertions) { 8 << 10 } else { 32 << 10 }) + 64;

/// How many splits, and streams merged into others that were merged, may follow each other. Each is started
/// by the next.
const MOST_NESTED: usize = 128;

impl Node {
    /// Reckons the stack that the stage takes, once its options and inputs are final. `bytes` is the size of
    /// an item that leaves it.
    pub(crate) fn settle_depth(&mut self, bytes: usize) {
        let received = self.inputs.iter().map(|input| input.depth.bytes).max().unwrap_or(0);
        let own = FRAMES + COPIES * received.max(bytes);
        let fused = self.inputs.iter().filter(|input| !is_channel(input, self));
        let mut stack = own + fused.map(|input| input.depth.stack).max().unwrap_or(0);
        if stack > MOST_STACK && matches!(self.role, Role::Stage | Role::Terminal) {
            self.own_task = true;
            stack = own;
        }
        let first = self.inputs.first().map_or(0, |input| input.depth.nested);
        let first = first + usize::from(matches!(self.role, Role::Split(_)));
        let others = self.inputs.iter().skip(1).chain(&self.side_runs).map(|other| other.depth.nested + 1);
        let nested = others.fold(first, usize::max);
        self.depth = Depth { bytes, stack, nested };
        if self.rejected.is_none() {
            self.rejected = self.too_deep();
        }
    }

    fn too_deep(&self) -> Option<(&'static str, String)> {
        let Depth { bytes, nested, .. } = self.depth;
        if bytes > MOST_BYTES {
            let reason = format!(
                "its items take {bytes} bytes each, more than {MOST_BYTES}, and a task's stack holds \
                 several at a time; \
                 put them into a `Box`"
            );
            return Some(("item type", reason));
        }
        (nested > MOST_NESTED).then(|| {
            let reason = format!(
                "more than {MOST_NESTED} splits or merged streams are nested in each other; merge the \
                 shorter stream into the longer, or end a run with `send_to` a channel and begin \
                 another with its receiver"
            );
            ("input", reason)
        })
    }
}
