//! What `zip_strict` fails with.

/// Two streams that were zipped by [`Stream::zip_strict`](crate::Stream::zip_strict) are not of the same
/// length.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::LengthsDiffer;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let error = Stream::from_iter([1, 2]).zip_strict([3]).count().await.unwrap_err();
/// let PipelineError::Failed { source, .. } = error else { panic!("{error}") };
/// assert!(source.is::<LengthsDiffer>());
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one of the two streams has ended, and the other has more items; use `zip` to stop at the shorter")]
#[non_exhaustive]
pub struct LengthsDiffer;
