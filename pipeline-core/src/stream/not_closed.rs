//! What the compiler says where a stream is awaited, which no terminal has closed.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::stream::Stream;
use super::track::Track;

/// No stream is: it is there for what the compiler says of it.
#[diagnostic::on_unimplemented(
    message = "a stream cannot be awaited: it has no terminal yet",
    label = "this is a stream, and not yet a run",
    note = "a stream runs when a terminal closes it: `.collect::<Vec<_>>()`, `.for_each(f)`, `.count()`, or \
            `.drain()` where only what the stages do matters; await that"
)]
pub trait Closed {
    /// What it would give. Of a type that does not exist the compiler says nothing more.
    type Output;

    #[doc(hidden)]
    fn never() -> Poll<Self::Output>;
}

/// Stands for the stream: of the stream itself the compiler would say that it is not a future.
#[derive(Debug)]
pub struct Unclosed<S>(PhantomData<S>);

#[doc(hidden)]
impl<T: Send + 'static, K: Track, S> Future for Stream<T, K, S>
where
    Unclosed<S>: Closed,
{
    type Output = <Unclosed<S> as Closed>::Output;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Unclosed::<S>::never()
    }
}
