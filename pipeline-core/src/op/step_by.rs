//! `step_by`: every n-th item.

use crate::attach::{Stateful, Step};
use crate::plan::Node;
use crate::stream::{Pipe, Stream, Track};

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Gives the first item and every `step`-th after it, and drops the others.
    ///
    /// On a stream of results, errors pass and do not count.
    ///
    /// # Errors
    ///
    /// A `step` of 0 is [`InvalidOption`](crate::PipelineError::InvalidOption) when run.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let thirds = Stream::from_iter(0..10).step_by(3);
    /// assert_eq!(thirds.collect::<Vec<_>>().await?, [0, 3, 6, 9]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "every")]
    #[doc(alias = "sample")]
    pub fn step_by(self, step: usize) -> Stream<T, K> {
        let node = Node::stage("step_by").reject_if(
            step == 0,
            "step",
            "a step of 0 would give the first item for ever; use at least 1",
        );
        self.attach_stateful(node, StepBy { step, dropping: 0 })
    }
}

/// Gives the first item and every `step`-th after it, and drops the others.
///
/// The pipe form of [`Stream::step_by`](crate::Stream::step_by).
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let thirds: Vec<i32> = ((0..10) | pipe::step_by(3) | pipe::collect()).await?;
/// assert_eq!(thirds, [0, 3, 6, 9]);
/// # Ok(()) }
/// ```
pub fn step_by<T: Send + 'static, K: Track>(step: usize) -> Pipe<impl FnOnce(Stream<T, K>) -> Stream<T, K>> {
    Pipe::new(move |stream: Stream<T, K>| stream.step_by(step))
}

struct StepBy {
    step: usize,
    /// How many items are to be dropped before the next that is given.
    dropping: usize,
}

impl<T: Send + 'static> Stateful<T> for StepBy {
    type Out = T;

    fn step(&mut self, value: T) -> Step<T> {
        if self.dropping > 0 {
            self.dropping -= 1;
            return Step::Skip;
        }
        self.dropping = self.step - 1;
        Step::Emit(value)
    }
}
