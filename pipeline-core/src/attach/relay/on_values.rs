//! A keeper of items, made of one of values.

use std::marker::PhantomData;
use std::ops::ControlFlow;

use crate::attach::time::{Clock, Instant, Keeper};
use crate::stream::Track;

/// Shows the keeper values only. An error is given before what is kept, and nothing is taken in until it has
/// gone.
pub(super) struct OnValues<T, K: Track, M> {
    keeper: M,
    passing: Option<K::Residual>,
    values: PhantomData<fn(T)>,
}

impl<T, K: Track, M> OnValues<T, K, M> {
    pub(super) fn new(keeper: M) -> Self {
        Self { keeper, passing: None, values: PhantomData }
    }
}

impl<T: Send + 'static, K: Track, M: Keeper<T>> Keeper<K::Item<T>> for OnValues<T, K, M> {
    type Out = K::Item<M::Out>;

    fn kept(&self) -> usize {
        self.keeper.kept() + self.passing.iter().len()
    }

    fn take(&mut self, item: K::Item<T>, clock: &mut Clock) -> ControlFlow<()> {
        match K::branch(item) {
            Ok(value) => self.keeper.take(value, clock),
            Err(residual) => {
                self.passing = Some(residual);
                ControlFlow::Continue(())
            }
        }
    }

    fn give(&mut self, clock: &mut Clock) -> Option<K::Item<M::Out>> {
        match self.passing.take() {
            Some(residual) => Some(K::residual(residual)),
            None => self.keeper.give(clock).map(K::output),
        }
    }

    fn is_open(&self) -> bool {
        self.passing.is_none() && self.keeper.is_open()
    }

    fn due(&self) -> Option<Instant> {
        self.keeper.due()
    }

    fn has_more(&self) -> bool {
        self.keeper.has_more()
    }

    fn end(&mut self) {
        self.keeper.end();
    }
}
