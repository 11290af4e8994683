//! What becomes of items for which there is no room.

use std::any::Any;
use std::fmt;

use super::capacity::Capacity;
use super::node::Node;

/// What becomes of an item that comes while the reader is busy and there is no room for it: see
/// [`Stream::overflow`](crate::Stream::overflow).
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::Overflow;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let run = Stream::from_iter(0..9).buffer(4).overflow(Overflow::DropOldest).count();
/// assert_eq!(run.graph().to_string(), "from_iter (buffer 4, drops the oldest) => count\n");
/// assert!(run.await? <= 9);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// The item that has waited longest is dropped, and the new one waits. For what loses its worth with
    /// time.
    DropOldest,
    /// The new item is dropped. For what is to be finished once it was begun.
    DropNewest,
    /// Only the newest item waits, and the reader gets what is the newest when it asks. For states, of which
    /// only the present one counts.
    Latest,
    /// The run fails. For a reader that must keep up, where losing items would be a fault.
    Fail,
}

/// The function that is called with what is dropped; the stage knows the type of its items.
pub(crate) struct OnDrop(pub(crate) Box<dyn Any + Send + Sync>);

impl fmt::Debug for OnDrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnDrop(..)")
    }
}

impl Overflow {
    /// In the words of a graph.
    pub(super) fn note(self) -> &'static str {
        match self {
            Self::DropOldest => "drops the oldest",
            Self::DropNewest => "drops the newest",
            Self::Latest => "keeps the latest",
            Self::Fail => "fails when full",
        }
    }
}

impl Node {
    /// How many items may wait for the reader, where more are dropped or fail the run.
    pub(crate) fn overflow_room(&self) -> usize {
        match (self.overflow, self.buffer) {
            (Some(Overflow::Latest), _) => 1,
            (_, Some(Capacity::Items(n))) => n,
            _ => 0,
        }
    }

    /// Items that wait before the edge behind this node: beside them there is one that has come, and where
    /// several tasks read, one that is on its way.
    pub(super) fn held_for_overflow(&self) -> usize {
        match self.overflow {
            Some(_) => self.overflow_room().saturating_add(1 + usize::from(self.is_shared())),
            None => 0,
        }
    }

    /// What is wrong with the option, if anything is.
    pub(super) fn invalid_overflow(&self) -> Option<(&'static str, String)> {
        let Some(overflow) = self.overflow else {
            let reason =
                "nothing is dropped where the stage waits for its reader; it goes with `.overflow(..)`";
            return self.on_drop.as_ref().map(|_| ("on_drop", reason.to_owned()));
        };
        let reason = match (overflow, self.buffer) {
            (_, Some(Capacity::Unbounded)) => {
                "a buffer without a bound never overflows; take `.unbounded()` off, or give a `.buffer(n)`"
            }
            (Overflow::Latest, Some(_)) => {
                "`Latest` keeps one item and takes no buffer; to keep the last n use `DropOldest`"
            }
            (Overflow::DropOldest | Overflow::Fail, None | Some(Capacity::Items(0))) => {
                "it needs room to overflow; give the stage a `.buffer(n)` of at least 1"
            }
            _ => return None,
        };
        Some(("overflow", reason.to_owned()))
    }
}
