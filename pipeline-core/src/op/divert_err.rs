//! `divert_err`: errors into a channel of their own.

use std::sync::Arc;

use crate::attach::{PerWorker, StageFn, escalate};
use crate::error::{StageError, StageId};
use crate::interop::Target;
use crate::plan::Node;
use crate::stream::{Pipe, Plain, ResultTrack, Stream, Track, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Sends each error into a channel of its own (dead letters) and lets the values pass; the stream is
    /// plain from here on.
    ///
    /// A full channel holds the pipeline up: read it, or give it room. The sender is dropped when the stage
    /// has ended.
    ///
    /// # Errors
    ///
    /// If the receiver has gone, errors would be lost: the run fails.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (errors, mut letters) = tokio::sync::mpsc::channel(8);
    /// let good = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).divert_err(errors)
    ///     .collect::<Vec<_>>().await?;
    /// assert_eq!(good, [1]);
    /// assert_eq!(letters.recv().await.unwrap().stage(), "try_map");
    /// assert!(letters.recv().await.is_none());
    /// # Ok(()) }
    /// ```
    #[doc(alias = "divert_to")]
    #[doc(alias = "with_error_channel")]
    #[doc(alias = "dead_letter")]
    pub fn divert_err<D>(self, errors: D) -> Stream<T, Plain, Tunable<T>>
    where
        K: ResultTrack,
        D: Target<StageError<K::Failure>>,
    {
        K::results(self).attach_stage_fn(Node::stage("divert_err").with_own_task(), |stage_id| {
            StageFn::future_with(
                (stage_id.clone(), errors),
                |shared: PerWorker<(Arc<StageId>, D)>, item| async move {
                    let (stage_id, errors) = &**shared;
                    let error = match item {
                        Ok(value) => return Some(value),
                        Err(error) => error,
                    };
                    if let Err(gone) = errors.deliver(error).await {
                        escalate::<()>(stage_id.clone(), gone).await;
                    }
                    None
                },
            )
        })
    }
}

/// Sends each error into a channel of its own (dead letters) and lets the values pass; the stream is plain
/// from here on.
///
/// The pipe form of [`Stream::divert_err`](crate::Stream::divert_err).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (errors, mut letters) = tokio::sync::mpsc::channel(8);
/// let good = ["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::divert_err(errors);
/// assert_eq!(good.count().await?, 1);
/// assert!(letters.recv().await.is_some());
/// # Ok(()) }
/// ```
pub fn divert_err<T: Send + 'static, K, E, D>(
    errors: D,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, Plain, Tunable<T>>>
where
    K: ResultTrack<Failure = E>,
    E: Send + 'static,
    D: Target<StageError<E>>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.divert_err(errors))
}
