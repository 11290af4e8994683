//! `fail`: a source that fails the run.

use crate::attach::escalate;
use crate::error::BoxError;
use crate::stream::Stream;

impl<T: Send + 'static> Stream<T> {
    /// Gives no item, and fails the run with `error` as soon as it is asked for one.
    ///
    /// The run's result is [`PipelineError::Failed`](crate::PipelineError::Failed), with this stage's name.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Stream::<i32>::fail("no input").count().await.unwrap_err();
    /// assert_eq!(error.to_string(), "stage `fail` failed: no input");
    /// # }
    /// ```
    #[doc(alias = "throw")]
    #[doc(alias = "throw_error")]
    pub fn fail(error: impl Into<BoxError>) -> Self {
        let error = error.into();
        Self::source("fail", |start| {
            let stage_id = start.stage_id.clone();
            futures::stream::once(async move { escalate(stage_id, error).await })
        })
    }
}
