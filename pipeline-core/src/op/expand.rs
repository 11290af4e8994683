//! `expand`: items that come back as input: crawlers, tree walks, pagination.

use std::future::Future;

use crate::attach::{Attempt, Expand, PerWorker, Tried, fallible_stage_fn, gather, start_expanding};
use crate::options::Shared;
use crate::plan::{Capacity, Node};
use crate::stream::{Expands, Fallible, Maps, Mode, Pipe, Stream, Track, TriesAsync, TryTrack, Tunable};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Turns each item into another that goes on, and any number of items that come back as input.
    ///
    /// The stage ends when its input has ended, nothing waits and no call runs. What comes back is taken up
    /// before new input, in the order it came. The items that wait are the one queue of a pipeline without a
    /// bound; [`frontier`](Stream::frontier) makes more than n of them a failure.
    ///
    /// Nothing is compared: where an item can come back twice, or for ever, let `f` remember which it has
    /// given back, in a set behind a `Mutex`, and let items carry how deep they lie.
    ///
    /// Once the run is [stopped](crate::Control::stop), calls under way finish and what they give goes on;
    /// items that wait or come back are dropped. While it is [paused](crate::Control::pause), they wait.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// // each number, and both its halves
    /// let tree = Stream::once(4_u32).expand(|n| (n, if n > 1 { vec![n / 2; 2] } else { vec![] }));
    /// assert_eq!(tree.collect::<Vec<_>>().await?, [4, 2, 2, 1, 1, 1, 1]);
    /// # Ok(()) }
    /// ```
    pub fn expand<U, F, I>(self, f: F) -> Stream<U, K, Tunable<T, Expands<Maps>>>
    where
        U: Send + 'static,
        F: Fn(T) -> (U, I) + Shared,
        I: IntoIterator<Item = T, IntoIter: Send + 'static>,
    {
        let call = move |value| {
            let (out, more) = f(value);
            let more = more.into_iter();
            async { (out, gather(more).await) }
        };
        self.expanding(Node::for_fn::<F>("expand"), |_, _| expands::<T, U, K, _, _>(call))
    }

    /// As [`expand`](Stream::expand), with a function that returns a future. With `.workers(n)`, n calls are
    /// under way at once.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// async fn page(n: u32) -> (String, Option<u32>) {
    ///     (format!("page {n}"), (n < 3).then_some(n + 1))
    /// }
    /// let pages = Stream::once(1).expand_async(page);
    /// assert_eq!(pages.collect::<Vec<_>>().await?, ["page 1", "page 2", "page 3"]);
    /// # Ok(()) }
    /// ```
    pub fn expand_async<U, F, Fut, I>(self, f: F) -> Stream<U, K, Tunable<T, Expands<Maps>>>
    where
        U: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = (U, I)> + Send + 'static,
        I: IntoIterator<Item = T, IntoIter: Send + 'static> + Send + 'static,
    {
        let call = move |value| {
            let call = f(value);
            async move {
                let (out, more) = call.await;
                (out, gather(more.into_iter()).await)
            }
        };
        self.expanding(Node::for_fn::<F>("expand_async"), |_, _| expands::<T, U, K, _, _>(call))
    }

    /// As [`expand_async`](Stream::expand_async), where a call can fail. Takes `.timeout(d)`,
    /// `.retry(policy)` and `.keep_item()`.
    ///
    /// # Errors
    ///
    /// Where the call fails, the item becomes a [`StageError`](crate::StageError) that goes on, and nothing
    /// comes back.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// async fn page(n: u32) -> Result<(u32, Vec<u32>), String> {
    ///     if n < 3 { Ok((n, vec![n + 1])) } else { Err(format!("no page {n}")) }
    /// }
    /// let (pages, errors) = Stream::once(1).try_expand_async(page).collect_split().await?;
    /// assert_eq!(pages, [1, 2]);
    /// assert_eq!(errors[0].to_string(), "[page] no page 3");
    /// # Ok(()) }
    /// ```
    pub fn try_expand_async<U, E, F, Fut, I>(
        self,
        f: F,
    ) -> Stream<U, Tried<K, E>, Tunable<T, Expands<TriesAsync<K::Error>>>>
    where
        K: TryTrack<E>,
        U: Send + 'static,
        E: Send + 'static,
        F: Fn(T) -> Fut + Shared,
        Fut: Future<Output = Result<(U, I), E>> + Send + 'static,
        I: IntoIterator<Item = T, IntoIter: Send + 'static> + Send + 'static,
    {
        let call = move |value| {
            let call = f(value);
            async move {
                let (out, more) = call.await.map_err(K::error)?;
                Ok((out, gather(more.into_iter()).await))
            }
        };
        self.expanding(Node::for_fn::<F>("try_expand_async"), |node, tune| {
            fallible_stage_fn::<T, K, E, _, _, _, (U, Vec<T>), _>(Attempt::new(node, tune), call, |outcome| {
                Some(match outcome {
                    Ok((out, more)) => (Ok(out), more.into_iter().map(K::output).collect()),
                    Err(error) => (Err(error), Vec::new()),
                })
            })
        })
    }

    fn expanding<U, K2, M>(
        self,
        node: Node,
        work: impl FnOnce(&Node, Tunable<T, Expands<M>>) -> Expand<K::Item<T>, K2::Item<U>> + Send + 'static,
    ) -> Stream<U, K2, Tunable<T, Expands<M>>>
    where
        U: Send + 'static,
        K2: Track,
        M: Mode,
    {
        let mut node = node.with_own_task();
        node.frontier = Some(Capacity::Unbounded);
        self.attach(node, Tunable::new(), |scope, node, tune, upstream| {
            start_expanding(scope, node, upstream.start_channel(scope), work(node, tune))
        })
    }
}

/// Calls that always succeed; errors of the input pass.
fn expands<T, U, K, F, Fut>(call: F) -> Expand<K::Item<T>, K::Item<U>>
where
    T: Send + 'static,
    U: Send + 'static,
    K: Track,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = (U, Vec<T>)> + Send + 'static,
{
    Expand::future_with(call, |call: PerWorker<F>, item| async move {
        Some(match K::branch(item) {
            Ok(value) => {
                let (out, more) = call(value).await;
                (K::output(out), more.into_iter().map(K::output).collect())
            }
            Err(residual) => (K::residual(residual), Vec::new()),
        })
    })
}

/// Turns each item into another that goes on, and any number of items that come back as input.
///
/// The pipe form of [`Stream::expand`](crate::Stream::expand).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let countdown = [3_u32] | pipe::expand(|n: u32| (n, n.checked_sub(1)));
/// assert_eq!(countdown.collect::<Vec<_>>().await?, [3, 2, 1, 0]);
/// # Ok(()) }
/// ```
pub fn expand<T, K, U, F, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T, Expands<Maps>>>>
where
    T: Send + 'static,
    K: Track,
    U: Send + 'static,
    F: Fn(T) -> (U, I) + Shared,
    I: IntoIterator<Item = T, IntoIter: Send + 'static>,
{
    Pipe::new(move |stream: Stream<T, K>| stream.expand(f))
}

/// As [`expand`], with a function that returns a future.
///
/// The pipe form of [`Stream::expand_async`](crate::Stream::expand_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let countdown = [3_u32] | pipe::expand_async(|n: u32| async move { (n, n.checked_sub(1)) }).workers(2);
/// assert_eq!(countdown.count().await?, 4);
/// # Ok(()) }
/// ```
pub fn expand_async<T, K, U, F, Fut, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, K, Tunable<T, Expands<Maps>>>>
where
    T: Send + 'static,
    K: Track,
    U: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = (U, I)> + Send + 'static,
    I: IntoIterator<Item = T, IntoIter: Send + 'static> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.expand_async(f))
}

/// As [`expand_async`], where a call can fail.
///
/// The pipe form of [`Stream::try_expand_async`](crate::Stream::try_expand_async).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// async fn countdown(n: u32) -> Result<(u32, [u32; 1]), &'static str> {
///     if n > 1 { Ok((n, [n - 1])) } else { Err("the end") }
/// }
/// let (found, errors) = ([3] | pipe::try_expand_async(countdown) | pipe::collect_split()).await?;
/// assert_eq!((found, errors.len()), (vec![3, 2], 1));
/// # Ok(()) }
/// ```
pub fn try_expand_async<T, K, U, E, E2, F, Fut, I>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<U, Fallible<E2>, Tunable<T, Expands<TriesAsync<E2>>>>>
where
    T: Send + 'static,
    K: TryTrack<E, Error = E2>,
    E2: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
    F: Fn(T) -> Fut + Shared,
    Fut: Future<Output = Result<(U, I), E>> + Send + 'static,
    I: IntoIterator<Item = T, IntoIter: Send + 'static> + Send + 'static,
{
    Pipe::new(move |stream: Stream<T, K>| stream.try_expand_async(f))
}
