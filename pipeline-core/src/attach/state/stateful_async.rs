//! Stages that keep state and await a future for each value: one after another, in a task of their own.

use std::future::Future;

use futures::StreamExt;
use futures::stream::{BoxStream, unfold};

use super::stateful::Step;
use crate::engine::dropped::InHand;
use crate::engine::fusion::FromStream;
use crate::engine::port::Inlet;
use crate::engine::supervision::Scope;
use crate::plan::Node;
use crate::stream::{Sealed, Stream, Track};

/// What a stage that keeps state does with one value, where the answer is awaited.
pub(crate) trait StatefulAsync<In>: Send + 'static {
    type Out: Send + 'static;

    fn step(&mut self, value: In) -> impl Future<Output = Step<Self::Out>> + Send;
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Attaches a stage that keeps state and awaits a future for each value, and for no other before that is
    /// done.
    pub(crate) fn attach_stateful_async<M: StatefulAsync<T>>(
        self,
        node: Node,
        stateful: M,
    ) -> Stream<M::Out, K> {
        self.attach(node.with_own_task(), Sealed(()), move |scope, node, _, upstream| {
            let input = upstream.start_for(scope, node).into_stream();
            let reading = Reading::<T, K, M> { scope: scope.clone(), input, stateful };
            Inlet::fuse_or_forward(scope, node, FromStream::new(unfold(Some(reading), Reading::next)))
        })
    }
}

struct Reading<T: Send + 'static, K: Track, M> {
    scope: Scope,
    input: BoxStream<'static, K::Item<T>>,
    stateful: M,
}

/// An item, and what reads the next one: nothing once the input was left.
type Next<I, R> = Option<(I, Option<R>)>;

impl<T: Send + 'static, K: Track, M: StatefulAsync<T>> Reading<T, K, M> {
    /// The next item that goes on. Where it is the last, the input is left before it is handed on.
    async fn next(reading: Option<Self>) -> Next<K::Item<M::Out>, Self> {
        let mut reading = reading?;
        while let Some(item) = reading.input.next().await {
            let value = match K::branch(item) {
                Ok(value) => value,
                Err(residual) => return Some((K::residual(residual), Some(reading))),
            };
            let in_hand = InHand::new();
            reading.scope.stop_if_cancelled().await;
            let step = reading.stateful.step(value).await;
            in_hand.done();
            match step {
                Step::Emit(out) => return Some((K::output(out), Some(reading))),
                Step::Skip => {}
                Step::Last(out) => return Some((K::output(out), None)),
                Step::Stop => return None,
            }
        }
        None
    }
}
