//! Turning the error of an item into another, with the stage and the item kept.

use super::error::StageError;

impl<E> StageError<E> {
    /// Turns the error into another, keeping the stage and the item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, mut errors) = Stream::from_iter([7]).try_map(|n: i32| Err::<i32, _>(n)).collect_split()
    ///     .await?;
    /// let error = errors.remove(0).map(|n| format!("bad {n}"));
    /// assert_eq!(error.error(), "bad 7");
    /// # Ok(()) }
    /// ```
    pub fn map<E2>(self, f: impl FnOnce(E) -> E2) -> StageError<E2> {
        StageError { item: self.item, ..StageError::new(self.stage_id, f(self.error)) }
    }

    /// The same for a function that sees the whole error.
    pub(crate) fn map_whole<E2>(self, f: impl FnOnce(Self) -> E2) -> StageError<E2> {
        let (stage_id, item) = (self.stage_id.clone(), self.item.clone());
        StageError::new(stage_id, f(self)).with_item(item)
    }
}
