//! `take`: the first items.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the first `n` items and ends; the input is left, and its tasks stopped, as soon as the last of
    /// them is here.
    ///
    /// `take(0)` asks for nothing. On a stream of results, errors pass and do not count.
    ///
    /// Directly behind a stage with workers, no call is made beyond what they have in hand: at most `n`, one
    /// less than there are workers, and as many as the stage's buffer and window hold. The worker that has
    /// handed over the last item waits until the input is left. With a stage in between that calls a
    /// function, such as `map` or `filter`, it does not wait, and one call more may begin.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let first = Stream::from_iter(0..).take(3);
    /// assert_eq!(first.collect::<Vec<_>>().await?, [0, 1, 2]);
    /// # Ok(()) }
    /// ```
    pub fn take(self, n: usize) -> Stream<T, K> {
        let mut node = Node::stage("take");
        node.leaves_after = Some(n);
        self.attach_stateful(node, Take(n))
    }
}

/// Gives the first `n` items and ends; the input is left, and its tasks stopped, as soon as the last of them
/// is here.
///
/// The pipe form of [`Stream::take`](crate::Stream::take).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let first: Vec<i32> = ((0..) | pipe::take(3) | pipe::collect()).await?;
/// assert_eq!(first, [0, 1, 2]);
/// # Ok(()) }
/// ```
pub fn take<T: Send + 'static, K: Track>(n: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.take(n))
}

/// How many items are still to come.
struct Take(usize);

impl<T: Send + 'static> Stateful<T> for Take {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        self.0 -= 1;
        if self.0 == 0 { Step::Last(value) } else { Step::Emit(value) }
    }

    fn is_done(&self) -> bool {
        self.0 == 0
    }

    fn wants_one(&self) -> bool {
        self.0 == 1
    }
}
