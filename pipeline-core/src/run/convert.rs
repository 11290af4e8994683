//! A run as one of another type: of another error, or without its options.

use super::run::{Run, Start};
use crate::stream::{Mode, Sealed, Tunable};

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
        let Run { node, state, joined, start, cancel, .. } = self;
        Run { node, state, joined, start, cancel, _error: std::marker::PhantomData }
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
        let Run { node, state, joined, start, cancel, _error } = run;
        let start: Start<R, Sealed> = Box::new(move |scope, node, Sealed(())| start(scope, node, state));
        Run { node, state: Sealed(()), joined, start, cancel, _error }
    }
}
