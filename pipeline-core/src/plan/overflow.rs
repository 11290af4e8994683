//! What becomes of items for which there is no room.

use std::any::Any;
use std::fmt;

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
