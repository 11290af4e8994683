//! A call under way: the user's future, and nothing that would have to be moved around it.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::calls::Outs;
use crate::track::Track;

pin_project! {
    /// The future that a stage's function gave for a value, or an error that passes by.
    ///
    /// An `async` block in its place would move the future into itself first, for each item.
    #[project = CallParts]
    pub(crate) enum Call<K: Track, U, Fut> {
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

impl<K: Track, U, Fut> Call<K, U, Fut> {
    pub(crate) fn of<T>(value: Result<T, K::Residual>, f: impl FnOnce(T) -> Fut) -> Self {
        match value {
            Ok(value) => Self::UnderWay { future: f(value) },
            Err(residual) => Self::Passing { residual: Some(residual), _out: PhantomData },
        }
    }
}

impl<K, U, Fut> Future for Call<K, U, Fut>
where
    K: Track,
    U: Send + 'static,
    Fut: Future<Output: IntoIterator<Item = U>>,
{
    type Output = Outs<K, U, <Fut::Output as IntoIterator>::IntoIter>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CallParts::UnderWay { future } => future.poll(cx).map(|items| Outs::Values(items.into_iter())),
            CallParts::Passing { residual, .. } => match residual.take() {
                Some(residual) => Poll::Ready(Outs::pass(residual)),
                None => panic!("a call is not polled again once it has ended"),
            },
        }
    }
}
