//! `Operator`, the one open trait, and `Pipe`, a stage that is not yet attached.

use std::fmt;
use std::ops::BitOr;

use super::stream::Stream;
use super::track::Track;

/// Attaches itself to a stream: as a stage, several, or a terminal.
///
/// Every `FnOnce(Stream<T, K>) -> R` is one, and so is every [`Pipe`]. Write your own from the operators
/// there are.
///
/// ```
/// use pipeline_core::prelude::*;
///
/// /// Keeps every n-th item.
/// struct Every(usize);
///
/// impl<T: Send + 'static> Operator<T, Plain> for Every {
///     type Output = Stream<T>;
///     fn attach(self, stream: Stream<T>) -> Stream<T> {
///         let kept = stream.enumerate().filter(move |(i, _)| i % self.0 == 0);
///         kept.map(|(_, item)| item).into()
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let found: Vec<i32> = ((0..10) | Pipe::new(Every(4)) | pipe::collect()).await?;
/// assert_eq!(found, [0, 4, 8]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "this stage does not fit a stream of `{T}`",
    label = "cannot be attached to a stream of `{T}`",
    note = "check the item type that the stage's function takes; on a stream of results, operators act on \
            the `Ok` values",
    note = "words that look at errors, such as `try_collect`, take a stream of results: put `try_map(f)` in \
            place of `map(f)`, or `.fallible()` behind it"
)]
pub trait Operator<T: Send + 'static, K: Track> {
    /// What the stream becomes: another stream, several, or a run.
    type Output;

    /// Attaches this operator to the end of `stream`.
    fn attach(self, stream: Stream<T, K>) -> Self::Output;
}

impl<T: Send + 'static, K: Track, R, F: FnOnce(Stream<T, K>) -> R> Operator<T, K> for F {
    type Output = R;

    fn attach(self, stream: Stream<T, K>) -> R {
        self(stream)
    }
}

/// A stage, or several, not yet attached to a stream; what the words in [`pipe`](crate::pipe) return.
///
/// It carries its options and composes with `|` into a reusable pipe that has no source.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let shout = pipe::map(|s: &str| s.to_uppercase()).workers(2).ordered() | pipe::map(|s| s + "!");
/// let shouted: Vec<String> = (["a", "b"] | shout | pipe::collect()).await?;
/// assert_eq!(shouted, ["A!", "B!"]);
/// # Ok(()) }
/// ```
#[must_use = "a pipe does nothing until it is attached to a stream with `|`"]
pub struct Pipe<Op>(Op);

impl<Op> Pipe<Op> {
    pub(crate) fn into_operator(self) -> Op {
        self.0
    }

    /// Makes a pipe of an operator.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let evens = Pipe::new(|numbers: Stream<i32>| numbers.filter(|n| n % 2 == 0));
    /// assert_eq!(((0..5) | evens | pipe::count()).await?, 3);
    /// # Ok(()) }
    /// ```
    pub fn new(operator: Op) -> Self {
        Self(operator)
    }
}

impl<T: Send + 'static, K: Track, Op: Operator<T, K>> Operator<T, K> for Pipe<Op> {
    type Output = Op::Output;

    fn attach(self, stream: Stream<T, K>) -> Op::Output {
        self.0.attach(stream)
    }
}

/// Two pipes, one after the other; what `|` between pipes makes.
pub struct Chained<A, B>(A, B);

impl<T: Send + 'static, K: Track, A, B> Operator<T, K> for Chained<A, B>
where
    A: Operator<T, K>,
    A::Output: BitOr<Pipe<B>>,
{
    type Output = <A::Output as BitOr<Pipe<B>>>::Output;

    fn attach(self, stream: Stream<T, K>) -> Self::Output {
        self.0.attach(stream) | Pipe(self.1)
    }
}

impl<A, B> BitOr<Pipe<B>> for Pipe<A> {
    type Output = Pipe<Chained<A, B>>;

    fn bitor(self, next: Pipe<B>) -> Self::Output {
        Pipe(Chained(self.0, next.0))
    }
}

impl<Op> fmt::Debug for Pipe<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pipe(..)")
    }
}

impl<A, B> fmt::Debug for Chained<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chained(..)")
    }
}

// One implementation for pipes and functions: of two that fail the compiler would tell neither's reason.
impl<T: Send + 'static, K: Track, S: Send + 'static, Op: Operator<T, K>> BitOr<Op> for Stream<T, K, S> {
    type Output = Op::Output;

    fn bitor(self, operator: Op) -> Op::Output {
        operator.attach(self.seal())
    }
}
