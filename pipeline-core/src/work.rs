//! What a worker does with one item: the kinds of functions a stage can call.

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;

use futures::{Stream, StreamExt};

use crate::edge::Closed;
use crate::scope::Scope;

/// What is done with one item, by any number of workers.
pub(crate) trait Work<In>: Send + Sync + 'static {
    type Out: Send + 'static;

    fn run(
        &self,
        item: In,
        out: &mut impl Outlet<Self::Out>,
    ) -> impl Future<Output = Result<(), Closed>> + Send;
}

/// Where a worker puts what comes out of an item.
pub(crate) trait Outlet<U>: Send {
    /// Puts an item, and says whether the worker may go on at once. If not, it waits by `settled`, before it puts another.
    fn put(&mut self, item: U) -> ControlFlow<()>;

    fn settled(&mut self) -> impl Future<Output = Result<(), Closed>> + Send;

    fn emit(&mut self, item: U) -> impl Future<Output = Result<(), Closed>> + Send
    where
        U: Send,
    {
        async move {
            match self.put(item) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => self.settled().await,
            }
        }
    }
}

/// A function that is called in place; what it gives is sent one by one.
pub(crate) struct InPlace<F>(pub(crate) F);

impl<In, F, I> Work<In> for InPlace<F>
where
    In: Send + 'static,
    F: Fn(In) -> I + Send + Sync + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send>,
{
    type Out = I::Item;

    async fn run(&self, item: In, out: &mut impl Outlet<I::Item>) -> Result<(), Closed> {
        let items = (self.0)(item).into_iter();
        for item in items {
            if out.put(item).is_break() {
                out.settled().await?;
            }
        }
        Ok(())
    }
}

/// A function whose future is awaited by the worker, and by nothing else, to the end.
pub(crate) struct Async<F>(pub(crate) F);

impl<In, F, Fut, I> Work<In> for Async<F>
where
    In: Send + 'static,
    F: Fn(In) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = I> + Send,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send>,
{
    type Out = I::Item;

    async fn run(&self, item: In, out: &mut impl Outlet<I::Item>) -> Result<(), Closed> {
        let items = (self.0)(item).await.into_iter();
        for item in items {
            if out.put(item).is_break() {
                out.settled().await?;
            }
        }
        Ok(())
    }
}

/// A function that blocks, called away from the runtime's workers.
pub(crate) struct Blocking<F> {
    pub(crate) scope: Scope,
    pub(crate) call: Arc<F>,
}

impl<In, F, I> Work<In> for Blocking<F>
where
    In: Send + 'static,
    F: Fn(In) -> I + Send + Sync + 'static,
    I: IntoIterator<Item: Send + 'static, IntoIter: Send> + Send + 'static,
{
    type Out = I::Item;

    async fn run(&self, item: In, out: &mut impl Outlet<I::Item>) -> Result<(), Closed> {
        let call = self.call.clone();
        let items = self.scope.block_on_pool(move || call(item)).await.into_iter();
        for item in items {
            if out.put(item).is_break() {
                out.settled().await?;
            }
        }
        Ok(())
    }
}

/// A function that gives a stream; each item is sent before the next is asked for.
pub(crate) struct Streams<F>(pub(crate) F);

impl<In, F, St> Work<In> for Streams<F>
where
    In: Send + 'static,
    F: Fn(In) -> St + Send + Sync + 'static,
    St: Stream<Item: Send + 'static> + Send,
{
    type Out = St::Item;

    async fn run(&self, item: In, out: &mut impl Outlet<St::Item>) -> Result<(), Closed> {
        let mut items = pin!((self.0)(item));
        while let Some(item) = items.next().await {
            if out.put(item).is_break() {
                out.settled().await?;
            }
        }
        Ok(())
    }
}
