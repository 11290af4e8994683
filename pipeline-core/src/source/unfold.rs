//! `unfold`, `try_unfold`: items from a state, one step after another.

use futures::StreamExt;

use crate::error::StageError;
use crate::stream::{Stream, TryStream};

impl<T: Send + 'static> Stream<T> {
    /// Gives items made from a state: `f` takes the state and resolves to an item and the next state, or
    /// `None` to end.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let halves = Stream::unfold(8, |n| async move { (n > 0).then_some((n, n / 2)) });
    /// assert_eq!(halves.collect::<Vec<_>>().await?, [8, 4, 2, 1]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "iterate")]
    pub fn unfold<A, F, Fut>(state: A, f: F) -> Self
    where
        A: Send + 'static,
        F: FnMut(A) -> Fut + Send + 'static,
        Fut: Future<Output = Option<(T, A)>> + Send + 'static,
    {
        Self::source("unfold", |_| futures::stream::unfold(state, f))
    }
}

impl<T: Send + 'static, E: Send + 'static> TryStream<T, E> {
    /// As [`unfold`](Stream::unfold), where a step can fail: the error is the last item.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let pages = Stream::try_unfold(1, |page| async move {
    ///     if page < 3 { Ok(Some((page, page + 1))) } else { Err("no such page") }
    /// });
    /// let (found, errors) = pages.collect_split().await?;
    /// assert_eq!(found, [1, 2]);
    /// assert_eq!(errors[0].to_string(), "[try_unfold] no such page");
    /// # Ok(()) }
    /// ```
    pub fn try_unfold<A, F, Fut>(state: A, f: F) -> Self
    where
        A: Send + 'static,
        F: FnMut(A) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Option<(T, A)>, E>> + Send + 'static,
    {
        Stream::source("try_unfold", |start| {
            let stage_id = start.stage_id.clone();
            let items = futures::stream::try_unfold(state, f);
            items.map(move |item| item.map_err(|error| StageError::at(stage_id.clone(), error)))
        })
    }
}
