//! `restart`: a source that is made anew when it has ended or failed.

use std::time::Duration;

use backon::BackoffBuilder;
use futures::StreamExt;
use futures::stream::{BoxStream, unfold};

use crate::attach::AtStop;
use crate::attach::Substream;
use crate::options::Shared;
use crate::plan::{Node, Role};
use crate::stream::{Lift, Stream, Track};

impl<T: Send + 'static, K: Track> Stream<T, K> {
    /// Gives the items of the stream that `make` returns, and calls `make` again when that has ended or given
    /// an error: a connection that is made anew.
    ///
    /// `make` returns a stream, anything iterable or a `futures::Stream`. Each restart waits as long as
    /// `policy` says, one of [`retry`](crate::retry); the first value of the new stream makes it begin anew.
    /// Where `policy` has no more waits, the stream ends. Policies allow three in a row unless told
    /// otherwise, and `without_max_times()` allows any number.
    ///
    /// # Errors
    ///
    /// An error is given in its place, then the stream that gave it is dropped. What fails the run, such as a
    /// panic, fails the run here too.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::retry::ConstantBuilder;
    /// use std::sync::atomic::{AtomicI32, Ordering::Relaxed};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let connections = AtomicI32::new(0);
    /// let policy = ConstantBuilder::new().with_delay(Duration::from_millis(1)).without_max_times();
    /// let lines = Stream::restart(policy, move || {
    ///     let n = connections.fetch_add(1, Relaxed);
    ///     Stream::from_iter([n * 10, n * 10 + 1])
    /// });
    /// assert_eq!(lines.take(5).collect::<Vec<_>>().await?, [0, 1, 10, 11, 20]);
    /// # Ok(()) }
    /// ```
    #[doc(alias = "retry_when")]
    #[doc(alias = "reconnect")]
    #[doc(alias = "RestartSource")]
    pub fn restart<Sub, How, P, F>(policy: P, make: F) -> Self
    where
        F: Fn() -> Sub + Shared,
        Sub: Substream<How, Item = T, Track = K>,
        P: BackoffBuilder + Clone + Shared,
        P::Backoff: Send,
        K: Lift<K>,
    {
        let node = Node::new("restart", Role::Source).named_for::<F>().needing_clock("policy");
        Self::source_at(node, AtStop::Drop, move |source| {
            let starter = source.starter();
            let start = move || starter.start::<K, How, Sub>(make()).boxed();
            unfold(Restart { start, policy, current: None, waits: None }, |mut restart| async move {
                let item = restart.next().await?;
                let item = match K::branch(item) {
                    Ok(value) => {
                        restart.forget_waits();
                        K::output(value)
                    }
                    Err(residual) => {
                        restart.current = None;
                        K::residual(residual)
                    }
                };
                Some((item, restart))
            })
        })
    }
}

struct Restart<I, P: BackoffBuilder, F> {
    start: F,
    policy: P,
    /// Nothing before the first start, and after an end or an error.
    current: Option<BoxStream<'static, I>>,
    /// Those of the restarts since the last value; nothing before the first start.
    waits: Option<Waits<P::Backoff>>,
}

enum Waits<B> {
    Unused(B),
    Used(B),
}

impl<B: Iterator<Item = Duration>> Waits<B> {
    /// The next wait, if there is one.
    fn take(self) -> Option<(Duration, Self)> {
        let (Self::Unused(mut waits) | Self::Used(mut waits)) = self;
        Some((waits.next()?, Self::Used(waits)))
    }
}

impl<I, P: BackoffBuilder + Clone, F: Fn() -> BoxStream<'static, I>> Restart<I, P, F> {
    /// The next item of the stream under way, or of the next.
    async fn next(&mut self) -> Option<I> {
        loop {
            let current = match &mut self.current {
                Some(current) => current,
                None => {
                    self.waits = Some(match self.waits.take() {
                        None => Waits::Unused(self.policy.clone().build()),
                        Some(waits) => {
                            let (wait, waits) = waits.take()?;
                            tokio::time::sleep(wait).await;
                            waits
                        }
                    });
                    self.current.insert((self.start)())
                }
            };
            match current.next().await {
                None => self.current = None,
                item => return item,
            }
        }
    }

    /// The stream works: the next restart is the first again.
    fn forget_waits(&mut self) {
        if let Some(Waits::Used(_)) = self.waits {
            self.waits = Some(Waits::Unused(self.policy.clone().build()));
        }
    }
}
