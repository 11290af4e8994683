//! `zip_strict`: items of two streams in pairs, where both must be of one length.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::attach::{Head, Lookahead, escalate};
use crate::error::{LengthsDiffer, StageId};
use crate::plan::{Node, Reads};
use crate::stream::{IntoStream, Lift, Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Pairs each item with one of `other`, a stream or anything iterable, which must both have as many.
    ///
    /// As [`zip`](Stream::zip), but where one side has ended, the other is asked until it has ended too. On
    /// streams of results, errors pass, and values are paired and counted.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pairs = Stream::from_iter(['a', 'b']).zip_strict([1, 2]);
    /// assert_eq!(pairs.collect::<Vec<_>>().await?, [('a', 1), ('b', 2)]);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If one side has more items, the run fails with [`LengthsDiffer`](crate::LengthsDiffer) after the last
    /// pair.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Stream::from_iter(['a', 'b']).zip_strict([1]).count().await.unwrap_err();
    /// assert!(error.to_string().starts_with("stage `zip_strict` failed: one of the two"));
    /// # }
    /// ```
    #[doc(alias = "zip_eq")]
    pub fn zip_strict<O>(self, other: O) -> Stream<(T, O::Item), K>
    where
        O: IntoStream + Send + 'static,
        O::Track: Lift<K>,
    {
        let mut node = Node::stage("zip_strict").holding_items(2);
        node.reads = Reads::InPairs;
        let other = other.into_stream().lift::<K>().into_input_of(&mut node);
        self.attach_stream_fn(node, |first, inputs| ZipStrict {
            left: Lookahead::<T, K>::new(first),
            right: Lookahead::new(inputs.start(other)),
            stage_id: inputs.stage_id().clone(),
            phase: Phase::Pairing,
        })
    }
}

/// Pairs each item with one of `other`, a stream or anything iterable, which must both have as many.
///
/// The pipe form of [`Stream::zip_strict`](crate::Stream::zip_strict).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let pairs: Vec<(char, i32)> = (['a', 'b'] | pipe::zip_strict(0..2) | pipe::collect()).await?;
/// assert_eq!(pairs, [('a', 0), ('b', 1)]);
/// # Ok(()) }
/// ```
pub fn zip_strict<T: Send + 'static, K: Track, O>(
    other: O,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<(T, O::Item), K>>
where
    O: IntoStream + Send + 'static,
    O::Track: Lift<K>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.zip_strict(other))
}

struct ZipStrict<T: Send + 'static, U: Send + 'static, K: Track> {
    left: Lookahead<T, K>,
    right: Lookahead<U, K>,
    stage_id: Arc<StageId>,
    phase: Phase,
}

enum Phase {
    Pairing,
    /// The run was failed: nothing comes, and nobody must see an end before the stage is torn down.
    Failed,
}

// No field is pinned in place: the streams are behind boxes, and what waits is moved freely.
impl<T: Send + 'static, U: Send + 'static, K: Track> Unpin for ZipStrict<T, U, K> {}

impl<T: Send + 'static, U: Send + 'static, K: Track> futures::Stream for ZipStrict<T, U, K> {
    type Item = K::Item<(T, U)>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { left, right, stage_id, phase } = &mut *self;
        if let Phase::Failed = phase {
            return Poll::Pending;
        }
        let heads = [left.poll_head(cx), right.poll_head(cx)];
        if let Some(passes) = left.take_residual().or_else(|| right.take_residual()) {
            return Poll::Ready(Some(K::residual(passes)));
        }
        match heads {
            [Head::Ready, Head::Ready] => {
                Poll::Ready(left.take_value().zip(right.take_value()).map(K::output))
            }
            [Head::End, Head::End] => Poll::Ready(None),
            [Head::Pending, _] | [_, Head::Pending] => Poll::Pending,
            [Head::Ready, Head::End] | [Head::End, Head::Ready] => {
                *phase = Phase::Failed;
                // What it gives is never ready, as this stream from now on.
                drop(escalate::<()>(stage_id.clone(), LengthsDiffer));
                Poll::Pending
            }
        }
    }
}
