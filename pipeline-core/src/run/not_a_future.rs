//! What the compiler says where a run stands in the place of a future.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::run::Run;

/// Nothing is: it is there for what the compiler says of it.
#[diagnostic::on_unimplemented(
    message = "a `Run` is not a future",
    label = "this is a run, which starts when it is awaited",
    note = "`run.await` runs it here; `run.spawn()` runs it in a task of its own, in place of \
            `tokio::spawn(run)`; a function that wants a future takes `run.into_future()`"
)]
pub trait FutureItself {
    /// What it would give. Of a type that does not exist the compiler says nothing more.
    type Output;

    #[doc(hidden)]
    fn never() -> Poll<Self::Output>;
}

/// Stands for the run: of the run itself the compiler would say no more than that it is not a future.
#[derive(Debug)]
pub struct Unawaited<S>(PhantomData<S>);

#[doc(hidden)]
impl<R, E, S> Future for Run<R, E, S>
where
    Unawaited<S>: FutureItself,
{
    type Output = <Unawaited<S> as FutureItself>::Output;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Unawaited::<S>::never()
    }
}
