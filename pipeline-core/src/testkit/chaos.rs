//! `chaos`: a run whose operations on edges are delayed, for tests.

use crate::engine::chaos::Sleeps;
use crate::plan::Clock;
use crate::run::Run;

impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// Delays what the stages do with their edges, as a busy machine would: a run for each seed.
    ///
    /// Before a task sends or receives an item or ends, it may give way for some turns of the scheduler, or
    /// wait for a millisecond or two on tokio's clock. Order, bounds, errors and exactness are to hold for
    /// every seed: a test tries some, and names the one that fails.
    ///
    /// Under a paused clock the delays cost no time, and a seed tells all of a run whose calls do not block
    /// threads of their own: it is the same each time. Where time passes a seed tells how long each task is
    /// put off, and not how long it works before it gives way to others. A run that is joined with others
    /// delays all that is started after it; without a clock, as in
    /// [`run_local`](Self::run_local) without tokio, all delays are turns. With the feature `testkit`;
    /// without it nothing is left of it.
    ///
    /// # Errors
    ///
    /// A failure counts only while its stage is read: a reader that has enough is given some turns to leave
    /// before the run fails. Delayed for longer, it does not come to that.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::testkit::Counts;
    ///
    /// for seed in 0..20 {
    ///     let counts = Counts::new();
    ///     let run = Stream::from_iter(counts.items(0..10)).buffer(2)
    ///         .map_async(async |n| n).workers(3).ordered()
    ///         .map(|n| *n)
    ///         .collect::<Vec<_>>();
    ///     let told = run.max_in_flight();
    ///     assert_eq!(run.chaos(seed).await?, (0..10).collect::<Vec<_>>(), "seed {seed}");
    ///     assert!(counts.most_alive() <= told, "seed {seed}");
    ///     counts.assert_clean();
    /// }
    /// # Ok(()) }
    /// ```
    #[doc(alias = "jitter")]
    #[doc(alias = "shuffle")]
    #[must_use = "the run does nothing until it is awaited"]
    pub fn chaos(self, seed: u64) -> Run<R, E> {
        self.into_part().into_run(move |scope, _, start| {
            let sleeps = match scope.clock() {
                Clock::Tokio => Sleeps::OnTokiosClock,
                Clock::None => Sleeps::Never,
            };
            scope.chaos().begin(seed, sleeps);
            start(scope)
        })
    }
}
