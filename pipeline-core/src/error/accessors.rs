//! What a failed run tells of itself: the stage, and the failures after the first.

use super::error::{PipelineError, StageError};

impl<E> PipelineError<E> {
    /// The stage that failed, where it was one.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Stream::from_iter([1]).map(|n: i32| n).workers(0).count().await.unwrap_err();
    /// assert_eq!(error.stage(), Some("map"));
    /// # }
    /// ```
    pub fn stage(&self) -> Option<&str> {
        match self {
            Self::Item(error) => Some(error.stage()),
            Self::Panicked { stage, .. }
            | Self::Failed { stage, .. }
            | Self::InvalidOption { stage, .. }
            | Self::MissingBranch { stage, .. }
            | Self::Deadlock { stage, .. } => Some(stage),
            Self::NoRuntime | Self::RuntimeStopped | Self::Cancelled => None,
        }
    }

    /// Failures that were seen after this one, in order.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Stream::from_iter([1]).map(|_: i32| panic!("once")).count().await.unwrap_err();
    /// assert!(error.also().is_empty());
    /// # }
    /// ```
    pub fn also(&self) -> &[PipelineError<E>] {
        match self {
            Self::Item(StageError { also, .. }) | Self::Panicked { also, .. } | Self::Failed { also, .. } => {
                &also.0
            }
            _ => &[],
        }
    }
}
