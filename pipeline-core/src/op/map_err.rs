//! `map_err`, `err_into`: each error into another.

use crate::node::Node;
use crate::operator::Pipe;
use crate::options::Shared;
use crate::stage::Tunable;
use crate::stream::Stream;
use crate::track::Fallible;

impl<T: Send + 'static, E: Send + 'static, S: Send + 'static> Stream<T, Fallible<E>, S> {
    /// Turns the error of each failed item into another; the stage and the item it keeps stay.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (_, errors) = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>()).map_err(|e| e.to_string()).collect_split().await?;
    /// assert_eq!(errors[0].error(), "invalid digit found in string");
    /// # Ok(()) }
    /// ```
    pub fn map_err<E2, F>(self, f: F) -> Stream<T, Fallible<E2>, Tunable<T>>
    where
        E2: Send + 'static,
        F: Fn(E) -> E2 + Shared,
    {
        self.each_result(Node::calling::<F>("map_err"), move |item| Some(item.map_err(|error| error.map(&f))))
    }

    /// Turns the error of each failed item into `E2`, by `Into`.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let numbers = Stream::from_iter(["x"]).try_map(|text| text.parse::<i32>());
    /// let (_, errors) = numbers.err_into::<Box<dyn std::error::Error + Send + Sync>>().collect_split().await?;
    /// assert_eq!(errors.len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn err_into<E2>(self) -> Stream<T, Fallible<E2>, Tunable<T>>
    where
        E: Into<E2>,
        E2: Send + 'static,
    {
        self.each_result(Node::stage("err_into"), |item| Some(item.map_err(|error| error.map(E::into))))
    }
}

/// Turns the error of each failed item into another; the stage and the item it keeps stay.
///
/// The pipe form of [`Stream::map_err`](crate::Stream::map_err).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let (_, errors) = (["1", "x"] | pipe::try_map(|text: &str| text.parse::<i32>()) | pipe::map_err(|e: std::num::ParseIntError| e.to_string()) | pipe::collect_split()).await?;
/// assert_eq!(errors.len(), 1);
/// # Ok(()) }
/// ```
pub fn map_err<T: Send + 'static, E: Send + 'static, E2, F>(
    f: F,
) -> Pipe<impl FnOnce(Stream<T, Fallible<E>>) -> Stream<T, Fallible<E2>, Tunable<T>>>
where
    E2: Send + 'static,
    F: Fn(E) -> E2 + Shared,
{
    Pipe::new(move |stream: Stream<T, Fallible<E>>| stream.map_err(f))
}

/// Turns the error of each failed item into `E2`, by `Into`.
///
/// The pipe form of [`Stream::err_into`](crate::Stream::err_into).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let failed = [1] | pipe::try_map(|n: i32| Err::<i32, _>(n as u8)) | pipe::err_into();
/// let (_, errors): (Vec<i32>, Vec<StageError<u64>>) = failed.collect_split().await?;
/// assert_eq!(errors[0].error(), &1);
/// # Ok(()) }
/// ```
pub fn err_into<T: Send + 'static, E, E2>()
-> Pipe<impl FnOnce(Stream<T, Fallible<E>>) -> Stream<T, Fallible<E2>, Tunable<T>>>
where
    E: Into<E2> + Send + 'static,
    E2: Send + 'static,
{
    Pipe::new(move |stream: Stream<T, Fallible<E>>| stream.err_into())
}
