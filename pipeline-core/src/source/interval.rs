//! `interval`: the ticks of a clock.

use std::time::Duration;

use futures::StreamExt;
use tokio::time::{Instant, MissedTickBehavior};

use crate::plan::{Node, Role};
use crate::stream::Stream;

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
    pub fn interval(period: Duration) -> Self {
        let node = Node::new("interval", Role::Source).needing_clock("interval").reject_if(
            period.is_zero(),
            "period",
            "ticks without time between them never let anything else run; use `repeat_with`",
        );
        Self::source_at(node, move |_| {
            futures::stream::once(async move {
                let mut clock = tokio::time::interval(period);
                clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
                futures::stream::unfold(clock, |mut clock| async move { Some((clock.tick().await, clock)) })
            })
            .flatten()
        })
    }
}
