//! `interval`: the ticks of a clock.

use std::time::Duration;

use futures::StreamExt;
use tokio::time::{Instant, MissedTickBehavior};

use crate::attach::AtStop;
use crate::plan::{Node, Role};
use crate::stream::Stream;

/// What becomes of the ticks of an [`interval_at`](Stream::interval_at) that nobody was ready for.
///
/// ```
/// # use pipeline_core::prelude::*;
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), PipelineError> {
/// use pipeline_core::Missed;
///
/// /// When the ticks of every second are read, if each takes 2.5 s.
/// async fn seconds(missed: Missed) -> Result<Vec<f32>, PipelineError> {
///     let start = tokio::time::Instant::now();
///     let ticks = Stream::interval_at(Duration::from_secs(1), missed).take(4);
///     let slow = ticks.map_async(move |_| async move {
///         let now = start.elapsed().as_secs_f32();
///         tokio::time::sleep(Duration::from_millis(2_500)).await;
///         (now * 2.0).round() / 2.0
///     });
///     slow.collect().await
/// }
/// assert_eq!(seconds(Missed::Delay).await?, [0.0, 2.5, 5.0, 7.5]);
/// # seconds(Missed::Skip).await?;
/// # seconds(Missed::Burst).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// They come one after another, without time between them, until the clock is caught up with: as many as
    /// there should be.
    Burst,
    /// They are left out: the next comes a whole period after the late one.
    Delay,
    /// They are left out: the next comes at a multiple of the period after the first.
    Skip,
}

impl Stream<Instant> {
    /// Gives the time of each tick: the first at once, the next ones `period` apart, without end.
    ///
    /// Ticks that nobody was ready for are not made up for; the next comes a whole period after the late one.
    /// Time is tokio's. A period of zero is refused.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let ticks = Stream::interval(Duration::from_millis(1)).take(3).collect::<Vec<_>>().await?;
    /// assert!(ticks[2] - ticks[0] >= Duration::from_millis(2));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "timer")]
    pub fn interval(period: Duration) -> Self {
        Self::ticks("interval", period, Missed::Delay)
    }

    /// As [`interval`](Stream::interval), and says what becomes of ticks that nobody was ready for.
    ///
    /// [`Missed::Skip`] keeps to the clock, [`Missed::Delay`] to the pause between two ticks,
    /// [`Missed::Burst`] to their number.
    ///
    /// # Errors
    ///
    /// A `period` of zero is [`InvalidOption`](crate::PipelineError::InvalidOption) when run, and so is a run
    /// without a tokio runtime.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), PipelineError> {
    /// use pipeline_core::Missed;
    ///
    /// let ticks = Stream::interval_at(Duration::from_secs(1), Missed::Skip).take(3);
    /// let ticks = ticks.collect::<Vec<_>>().await?;
    /// assert_eq!(ticks[2] - ticks[0], Duration::from_secs(2));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "MissedTickBehavior")]
    pub fn interval_at(period: Duration, missed: Missed) -> Self {
        Self::ticks("interval_at", period, missed)
    }

    fn ticks(word: &'static str, period: Duration, missed: Missed) -> Self {
        let node = Node::new(word, Role::Source).needing_clock(word).reject_if(
            period.is_zero(),
            "period",
            "ticks without time between them never let anything else run; use `repeat_with`",
        );
        Self::source_at(node, AtStop::Drop, move |_| {
            futures::stream::once(async move {
                let mut clock = tokio::time::interval(period);
                clock.set_missed_tick_behavior(match missed {
                    Missed::Burst => MissedTickBehavior::Burst,
                    Missed::Delay => MissedTickBehavior::Delay,
                    Missed::Skip => MissedTickBehavior::Skip,
                });
                futures::stream::unfold(clock, |mut clock| async move { Some((clock.tick().await, clock)) })
            })
            .flatten()
        })
    }
}
