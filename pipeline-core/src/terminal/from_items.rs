//! `FromItems`: what `collect` can make of items.

/// A collection that `collect` can make of items `T`: every `FromIterator<T>` that is `Send + 'static`.
///
/// You meet it in signatures and in messages.
///
/// ```
/// # use pipeline_core::prelude::*;
/// use pipeline_core::FromItems;
///
/// fn squares<C: FromItems<u64>>() -> Run<C> {
///     Stream::from_iter(0..4).map(|n: u64| n * n).collect()
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// assert_eq!(squares::<Vec<_>>().await?, [0, 1, 4, 9]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "items `{T}` cannot be collected into `{Self}`",
    label = "`{Self}` is not a collection of `{T}`",
    note = "say what to collect into: `collect::<Vec<_>>()`, or `let all: Vec<_> = ..`",
    note = "the items of a stream of results are `Result`s: `try_collect` ends at the first error, \
            `collect_split` gathers values and errors",
    note = "items that are futures are awaited by `map_async(f)` in place of `map(f)`"
)]
pub trait FromItems<T>: FromIterator<T> + Send + 'static {}

// Without this the compiler speaks of `FromIterator`, and not of what is missing.
#[diagnostic::do_not_recommend]
impl<T, C: FromIterator<T> + Send + 'static> FromItems<T> for C {}
