//! A stage's function, of whatever kind: what its workers make their call slots from.

use std::future::{Future, ready};
use std::sync::Arc;

use futures::Stream;

use super::blocking_slot::BlockingSlot;
use super::counted_slot::CountedSlot;
use super::future_slot::FutureSlot;
use super::outputs::CallOutputs;
use super::slot::BoxCallSlot;
use super::stream_slot::StreamSlot;
use crate::engine::executor::RunsOn;
use crate::engine::supervision::Arrivals;

/// What is done with each item, by any number of workers.
pub(crate) struct StageFn<In, U> {
    new_slot: Box<dyn Fn() -> BoxCallSlot<In, U> + Send + Sync>,
    /// Whether calls may hold their thread, and so are made away from the runtime's workers.
    pub(crate) runs_on: RunsOn,
}

/// What the futures of a stage hold on to. Each worker counts its own: at a count for all, the threads of all
/// workers would meet.
pub(crate) type PerWorker<S> = Arc<Arc<S>>;

impl<In: Send + 'static, U: Send + 'static> StageFn<In, U> {
    /// Calls a function in place; what it gives is sent one by one.
    pub(crate) fn sync<F, I>(f: F) -> Self
    where
        F: Fn(In) -> I + Send + Sync + 'static,
        I: IntoIterator<Item = U, IntoIter: CallOutputs + Send + 'static> + 'static,
    {
        Self::future(move |item| ready(f(item).into_iter()))
    }

    /// Calls a function whose future is awaited by the worker, and by nothing else, to the end.
    pub(crate) fn future<F, Fut, I>(f: F) -> Self
    where
        F: Fn(In) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: CallOutputs + Send + 'static>,
    {
        let f = Arc::new(f);
        Self::new(move || {
            let f = f.clone();
            Box::pin(FutureSlot::new(move |item| f(item)))
        })
    }

    /// The same, where the futures hold on to something.
    pub(crate) fn future_with<S, F, Fut, I>(state: S, f: F) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(PerWorker<S>, In) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: CallOutputs + Send + 'static>,
    {
        let state = Arc::new(state);
        Self::future_per_worker(move || state.clone(), f)
    }

    /// The same, where each worker makes for itself what its futures hold on to.
    pub(crate) fn future_per_worker<S, F, Fut, I>(
        new_state: impl Fn() -> S + Send + Sync + 'static,
        f: F,
    ) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, In) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = I> + Send + 'static,
        I: IntoIterator<Item = U, IntoIter: CallOutputs + Send + 'static>,
    {
        let f = Arc::new(f);
        Self::new(move || {
            let (state, f) = (Arc::new(new_state()), f.clone());
            Box::pin(FutureSlot::new(move |item| f(state.clone(), item)))
        })
    }

    /// Calls a function that gives a stream; each item is sent before the next is asked for.
    pub(crate) fn stream<F, St>(f: F) -> Self
    where
        F: Fn(In) -> St + Send + Sync + 'static,
        St: Stream<Item = U> + Send + 'static,
    {
        let f = Arc::new(f);
        Self::new(move || {
            let f = f.clone();
            Box::pin(StreamSlot::new(move |item| f(item)))
        })
    }

    fn new(new_slot: impl Fn() -> BoxCallSlot<In, U> + Send + Sync + 'static) -> Self {
        Self { new_slot: Box::new(new_slot), runs_on: RunsOn::Runtime }
    }

    /// The same, by a function that blocks, or computes for long.
    pub(crate) fn blocking(self) -> Self {
        let new_slot = self.new_slot;
        Self {
            new_slot: Box::new(move || Box::pin(BlockingSlot::new(new_slot()))),
            runs_on: RunsOn::BlockingPool,
        }
    }

    /// The same, with calls counted by what `arrivals` gives each worker.
    pub(crate) fn counted(self, arrivals: impl Fn() -> Arrivals + Send + Sync + 'static) -> Self {
        let Self { new_slot, runs_on } = self;
        Self { new_slot: Box::new(move || Box::pin(CountedSlot::new(new_slot(), arrivals()))), runs_on }
    }

    /// The call slot of one more worker.
    pub(crate) fn new_slot(&self) -> BoxCallSlot<In, U> {
        (self.new_slot)()
    }
}
