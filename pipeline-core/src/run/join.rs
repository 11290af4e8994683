//! `Run::join`: several runs as one, wherever a stream is split.

use futures::future::join_all;

use super::deferred::Deferred;
use super::run::Run;

/// Several runs that can be joined into one: a tuple of 1 to 8, an array, a `Vec`.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
/// let counts = Run::join([Stream::from_iter(0..2).count(), Stream::from_iter(0..5).count()]);
/// assert_eq!(counts.await?, [2, 5]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined into one run",
    label = "not a tuple, an array or a `Vec` of runs with one error type",
    note = "a run that no item can fail gets the error type of the others by `.err_into()`"
)]
pub trait Join<E> {
    /// What the joined run gives: the results, in the same shape.
    type Output: Send + 'static;

    #[doc(hidden)]
    fn into_run(self) -> Run<Self::Output, E>;
}

/// # Several at once
///
/// Runs that belong together.
impl Run<()> {
    /// Joins several runs into one that gives all their results.
    ///
    /// They run at the same time and share one fate: the first failure ends them all, and the run resolves
    /// when every task of every one has ended. The branches of a split must be joined like this, or the
    /// branch that is run would wait for the others for ever; a run that lacks one is refused.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let [a, b] = Stream::from_iter(1..4).tee();
    /// let (count, sum) = Run::join((a.count(), b.fold(0, |sum, n| sum + n))).await?;
    /// assert_eq!((count, sum), (3, 6));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "fork_join")]
    pub fn join<E, J: Join<E>>(runs: J) -> Run<J::Output, E> {
        runs.into_run()
    }
}

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Join<E> for Vec<Run<R, E, S>> {
    type Output = Vec<R>;

    fn into_run(self) -> Run<Vec<R>, E> {
        let (mut terminals, mut starts, mut cancels) = (Vec::new(), Vec::new(), Vec::new());
        let mut watching = Vec::new();
        for part in self.into_iter().map(Run::into_part) {
            terminals.extend(part.terminals);
            starts.push(part.start);
            cancels.extend(part.cancel);
            watching.extend(part.watching);
        }
        Run::joining(terminals, cancels, watching, |scope| {
            let results: Vec<_> = starts.into_iter().map(|start| start(scope)).collect();
            Box::pin(async move {
                let results: Vec<Deferred<R>> = join_all(results).await.into_iter().collect::<Option<_>>()?;
                Some(Deferred::mapped(|| results.into_iter().map(Deferred::call).collect()))
            })
        })
    }
}

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static, const N: usize> Join<E> for [Run<R, E, S>; N] {
    type Output = [R; N];

    fn into_run(self) -> Run<[R; N], E> {
        let runs = Vec::from(self).into_run();
        runs.map(|results| results.try_into().ok().expect("as many results as runs"))
    }
}

macro_rules! join_tuple {
    ($($run:ident $result:ident $state:ident),+) => {
        impl<E: Send + 'static, $($result: Send + 'static, $state: Send + 'static),+> Join<E>
            for ($(Run<$result, E, $state>,)+)
        {
            type Output = ($($result,)+);

            fn into_run(self) -> Run<Self::Output, E> {
                let ($($run,)+) = self;
                let (mut terminals, mut cancels, mut watching) = (Vec::new(), Vec::new(), Vec::new());
                $(
                    let part = $run.into_part();
                    terminals.extend(part.terminals);
                    cancels.extend(part.cancel);
                    watching.extend(part.watching);
                    let $run = part.start;
                )+
                Run::joining(terminals, cancels, watching, move |scope| {
                    $(let $run = $run(scope);)+
                    Box::pin(async move {
                        let ($($run,)+) = futures::join!($($run),+);
                        $(let $run = $run?;)+
                        Some(Deferred::mapped(move || ($($run.call(),)+)))
                    })
                })
            }
        }
    };
}

join_tuple!(a A SA);

join_tuple!(a A SA, b B SB);

join_tuple!(a A SA, b B SB, c C SC);

join_tuple!(a A SA, b B SB, c C SC, d D SD);

join_tuple!(a A SA, b B SB, c C SC, d D SD, e F SE);

join_tuple!(a A SA, b B SB, c C SC, d D SD, e F SE, f G SF);

join_tuple!(a A SA, b B SB, c C SC, d D SD, e F SE, f G SF, g H SG);

join_tuple!(a A SA, b B SB, c C SC, d D SD, e F SE, f G SF, g H SG, h I SH);
