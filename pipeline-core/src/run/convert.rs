//! A run as one of another type: of another error, begun in another way, or without its options.

use std::sync::Arc;

use super::deferred::Ending;
use super::part::{Part, StartPart};
use super::run::{Run, Start};
use crate::engine::supervision::{Scope, box_item};
use crate::error::BoxError;
use crate::plan::Node;
use crate::stream::{Mode, Sealed, Tunable};

impl<R: Send + 'static> Part<R> {
    /// The run that it was, which is begun in another way, and may give something else.
    pub(crate) fn into_run<R2: Send + 'static, E: Send + 'static>(
        self,
        begin: impl FnOnce(&Scope, &Arc<Node>, StartPart<R>) -> Ending<R2> + Send + 'static,
    ) -> Run<R2, E> {
        let Self { terminals, whole, start, cancel, watching } = self;
        let cancels = cancel.into_iter().collect();
        Run::joining(terminals, cancels, watching, move |scope| begin(scope, &whole, start))
    }
}

/// # What it gives
///
/// Its result, or its error, as another.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Turns the result into another, once the run has succeeded.
    ///
    /// The function is called when every task has ended, and not at all where the run fails or is cancelled.
    /// A panic in it is the run's error, in the name of the terminal.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let text = Stream::from_iter(0..10).count().map(|n| format!("{n} items"));
    /// assert_eq!(text.await?, "10 items");
    /// # Ok(()) }
    /// ```
    pub fn map<R2: Send + 'static>(self, f: impl FnOnce(R) -> R2 + Send + 'static) -> Run<R2, E> {
        self.into_part().into_run(move |scope, whole, start| {
            let (result, whole) = (start(scope), whole.clone());
            Box::pin(async move { Some(result.await?.map(whole, f)) })
        })
    }
}

impl<R> Run<R> {
    /// Gives a run that no item can fail the error type of another, so that the two can be joined.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let [a, b] = Stream::from_iter(["1", "2"]).tee();
    /// let sum = a.try_map(|text| text.parse::<i32>()).try_collect::<Vec<_>>();
    /// let (numbers, count) = Run::join((sum, b.count().err_into())).await?;
    /// assert_eq!((numbers, count), (vec![1, 2], 2));
    /// # Ok(()) }
    /// ```
    pub fn err_into<E: Send + 'static>(self) -> Run<R, E>
    where
        R: Send + 'static,
    {
        let Run { node, state, joined, start, cancel, watching, .. } = self;
        Run { node, state, joined, start, cancel, watching, _error: std::marker::PhantomData }
    }
}

impl<R: Send + 'static, E: Into<BoxError> + Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Gives the run an error type that knows nothing of its items': what an item failed with is boxed.
    ///
    /// So `?` takes it in functions that return `anyhow::Result`, or a boxed error, where stages fail with
    /// what is no [`Error`](std::error::Error) itself: `anyhow::Error`, `String`, `&'static str`, a boxed
    /// error. (Where they fail with an error type of their own, `?` takes the run as it is.)
    ///
    /// # Errors
    ///
    /// [`PipelineError::Failed`](crate::PipelineError::Failed), with the stage and the boxed error, where the
    /// run would have failed with [`PipelineError::Item`](crate::PipelineError::Item).
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// async fn total(texts: [&'static str; 2]) -> anyhow::Result<i32> {
    ///     let parse = |text: &str| text.parse::<i32>().map_err(anyhow::Error::new);
    ///     let numbers = Stream::from_iter(texts).try_map(parse);
    ///     let numbers = numbers.name("parse").try_collect::<Vec<_>>().boxed_err().await?;
    ///     Ok(numbers.iter().sum())
    /// }
    /// assert_eq!(total(["1", "2"]).await.unwrap(), 3);
    /// let error = total(["1", "x"]).await.unwrap_err();
    /// assert_eq!(error.to_string(), "stage `parse` failed: invalid digit found in string");
    /// # }
    /// ```
    #[doc(alias = "anyhow")]
    #[doc(alias = "eyre")]
    pub fn boxed_err(self) -> Run<R> {
        self.into_part().into_run(|scope, _, start| {
            scope.box_errors(box_item::<E>);
            start(scope)
        })
    }
}

/// Forgets that the terminal takes workers; those that were set stay. So a function can return any run as a
/// `Run<R, E>`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// fn print_all(words: Vec<&'static str>) -> Run<()> {
///     Stream::from_iter(words).for_each(|word| println!("{word}")).workers(2).into()
/// }
/// assert_eq!(print_all(vec![]).graph().to_string(), "from_iter => for_each (2 workers)\n");
/// ```
impl<R, E, In, M> From<Run<R, E, Tunable<In, M>>> for Run<R, E>
where
    R: Send + 'static,
    E: Send + 'static,
    In: 'static,
    M: Mode,
{
    fn from(run: Run<R, E, Tunable<In, M>>) -> Self {
        let Run { node, state, joined, start, cancel, watching, _error } = run;
        let start: Start<R, Sealed> = Box::new(move |scope, node, Sealed(())| start(scope, node, state));
        Run { node, state: Sealed(()), joined, start, cancel, watching, _error }
    }
}
