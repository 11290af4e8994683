//! What a call gives: values, or an error that passes by.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::option;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::engine::call::CallOutputs;
use crate::stream::Track;

/// What comes out of one item: an error that passes by, or values.
pub(crate) enum Outcome<K: Track, U, I> {
    Pass(Option<K::Residual>, PhantomData<fn() -> U>),
    Values(I),
}

impl<K: Track, U, I> Outcome<K, U, I> {
    pub(crate) fn pass(residual: K::Residual) -> Self {
        Self::Pass(Some(residual), PhantomData)
    }
}

impl<K: Track, U: Send + 'static, I: Iterator<Item = U>> Iterator for Outcome<K, U, I> {
    type Item = K::Item<U>;

    fn next(&mut self) -> Option<K::Item<U>> {
        match self {
            Self::Pass(residual, _) => residual.take().map(K::residual),
            Self::Values(values) => values.next().map(K::output),
        }
    }
}

impl<K: Track, U: Send + 'static, I: Iterator<Item = U> + 'static> CallOutputs for Outcome<K, U, I> {
    #[inline]
    fn is_over(&self) -> bool {
        match self {
            Self::Pass(residual, _) => residual.is_none(),
            // Decided when this is compiled: of all types that it may be, one is known.
            Self::Values(values) => {
                let value = (values as &dyn Any).downcast_ref::<option::IntoIter<U>>();
                value.is_some_and(|value| value.len() == 0)
            }
        }
    }
}

pin_project! {
    /// The future that a stage's function gave for a value, or an error that passes by.
    ///
    /// An `async` block in its place would move the future into itself first, for each item.
    #[project = OutcomeParts]
    pub(crate) enum OutcomeFuture<K: Track, U, Fut> {
        UnderWay {
            #[pin]
            future: Fut,
        },
        Passing {
            residual: Option<K::Residual>,
            _out: PhantomData<fn() -> U>,
        },
    }
}

impl<K: Track, U, Fut> OutcomeFuture<K, U, Fut> {
    pub(crate) fn of<T>(value: Result<T, K::Residual>, f: impl FnOnce(T) -> Fut) -> Self {
        match value {
            Ok(value) => Self::UnderWay { future: f(value) },
            Err(residual) => Self::Passing { residual: Some(residual), _out: PhantomData },
        }
    }
}

impl<K, U, Fut> Future for OutcomeFuture<K, U, Fut>
where
    K: Track,
    U: Send + 'static,
    Fut: Future<Output: IntoIterator<Item = U>>,
{
    type Output = Outcome<K, U, <Fut::Output as IntoIterator>::IntoIter>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            OutcomeParts::UnderWay { future } => {
                future.poll(cx).map(|items| Outcome::Values(items.into_iter()))
            }
            OutcomeParts::Passing { residual, .. } => match residual.take() {
                Some(residual) => Poll::Ready(Outcome::pass(residual)),
                None => panic!("a call is not polled again once it has ended"),
            },
        }
    }
}
