//! Functions that can be told to panic, and the numbers that go with them.

use std::cell::Cell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering::SeqCst};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use pipeline_core::prelude::*;

#[path = "../shared/turn.rs"]
mod turn;

pub(crate) use turn::turn;

pub(crate) use crate::number::{Ledger, Number};

/// So short that it passes by the way.
pub(crate) const TICK: Duration = Duration::from_millis(1);

/// So long that it does not pass.
pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

/// Which function panics, and at which of its calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bomb {
    pub(crate) function: usize,
    pub(crate) call: isize,
}

/// Makes the numbers and functions of one pipeline.
#[derive(Default)]
pub(crate) struct Kit {
    pub(crate) ledger: Ledger,
    /// For one pipeline under paused time, and not for random ones, whose time is real.
    is_small: bool,
    functions: Cell<usize>,
    bomb: Option<Bomb>,
}

impl Kit {
    pub(crate) fn small(bomb: Option<Bomb>) -> Self {
        Self { is_small: true, bomb, ..Self::default() }
    }

    /// How many functions it has made.
    pub(crate) fn functions(&self) -> usize {
        self.functions.get()
    }

    pub(crate) fn number(&self, value: i64) -> Number {
        self.ledger.number(value)
    }

    pub(crate) fn numbers<I>(&self, values: I) -> impl Iterator<Item = Number> + Send + 'static + use<I>
    where
        I: IntoIterator<Item = i64, IntoIter: Send + 'static>,
    {
        self.ledger.numbers(values)
    }

    /// For the size of a chunk: all there is, so that what takes time takes it once; one item where time
    /// costs none.
    pub(crate) fn whole(&self) -> usize {
        if self.is_small { 1 } else { 100_000 }
    }

    /// For what is counted: so many, or more than there are.
    pub(crate) fn room(&self, items: usize) -> usize {
        if self.is_small { items } else { 1 << 20 }
    }

    /// For what waits: time that passes, or none that does.
    pub(crate) fn gap(&self) -> Duration {
        if self.is_small { TICK } else { HOUR }
    }

    /// A silence with a number at its end; nothing where time is real.
    pub(crate) fn silence(&self) -> Stream<Number> {
        if !self.is_small {
            return Stream::empty();
        }
        let number = self.number(0);
        Stream::once_async(async move {
            tokio::time::sleep(TICK * 5).await;
            number
        })
    }

    fn function(&self) -> Called {
        let place = self.functions.get();
        self.functions.set(place + 1);
        self.ledger.function_is_made();
        let bomb = self.bomb.filter(|bomb| bomb.function == place);
        Called { left: bomb.map(|bomb| AtomicIsize::new(bomb.call)), ledger: self.ledger.clone() }
    }

    /// A function of nothing.
    pub(crate) fn gives<R, F>(&self, f: F) -> impl Fn() -> R + Send + Sync + 'static + use<R, F>
    where
        F: Fn() -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move || {
            called.now();
            f()
        }
    }

    /// A function that takes an item.
    pub(crate) fn takes<A, R, F>(&self, f: F) -> impl Fn(A) -> R + Send + Sync + 'static + use<A, R, F>
    where
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move |a| {
            called.now();
            f(a)
        }
    }

    /// A function that looks at an item.
    pub(crate) fn sees<A, R, F>(&self, f: F) -> impl Fn(&A) -> R + Send + Sync + 'static + use<A, R, F>
    where
        F: Fn(&A) -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move |a| {
            called.now();
            f(a)
        }
    }

    /// A function that takes two.
    pub(crate) fn joins<A, B, R, F>(
        &self,
        f: F,
    ) -> impl Fn(A, B) -> R + Send + Sync + 'static + use<A, B, R, F>
    where
        F: Fn(A, B) -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move |a, b| {
            called.now();
            f(a, b)
        }
    }

    /// A function that looks at two.
    pub(crate) fn compares<A, R, F>(
        &self,
        f: F,
    ) -> impl Fn(&A, &A) -> R + Send + Sync + 'static + use<A, R, F>
    where
        F: Fn(&A, &A) -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move |a, b| {
            called.now();
            f(a, b)
        }
    }

    /// A function that changes what it keeps.
    pub(crate) fn changes<A, B, R, F>(
        &self,
        f: F,
    ) -> impl Fn(&mut A, B) -> R + Send + Sync + 'static + use<A, B, R, F>
    where
        F: Fn(&mut A, B) -> R + Send + Sync + 'static,
    {
        let called = self.function();
        move |a, b| {
            called.now();
            f(a, b)
        }
    }

    /// The same, with a future: it can panic when it is called, and in what it gives.
    pub(crate) fn gives_later<Fut, F>(
        &self,
        f: F,
    ) -> impl Fn() -> BoxFuture<'static, Fut::Output> + Send + Sync + 'static + use<Fut, F>
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
    {
        let later = self.later();
        move || later.clone().call(&f)
    }

    pub(crate) fn takes_later<A, Fut, F>(
        &self,
        f: F,
    ) -> impl Fn(A) -> BoxFuture<'static, Fut::Output> + Send + Sync + 'static + use<A, Fut, F>
    where
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
    {
        let later = self.later();
        move |a| later.clone().call(|| f(a))
    }

    pub(crate) fn sees_later<A, Fut, F>(
        &self,
        f: F,
    ) -> impl Fn(&A) -> BoxFuture<'static, Fut::Output> + Send + Sync + 'static + use<A, Fut, F>
    where
        F: Fn(&A) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
    {
        let later = self.later();
        move |a| later.clone().call(|| f(a))
    }

    pub(crate) fn joins_later<A, B, Fut, F>(
        &self,
        f: F,
    ) -> impl Fn(A, B) -> BoxFuture<'static, Fut::Output> + Send + Sync + 'static + use<A, B, Fut, F>
    where
        F: Fn(A, B) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
    {
        let later = self.later();
        move |a, b| later.clone().call(|| f(a, b))
    }

    fn later(&self) -> Later {
        Later(Arc::new([self.function(), self.function()]))
    }
}

/// A function of a kit: alive as long as this is.
struct Called {
    /// The calls until it panics.
    left: Option<AtomicIsize>,
    ledger: Ledger,
}

impl Called {
    fn now(&self) {
        if self.left.as_ref().is_some_and(|left| left.fetch_sub(1, SeqCst) == 1) {
            panic!("boom");
        }
    }
}

impl Drop for Called {
    fn drop(&mut self) {
        self.ledger.function_is_gone();
    }
}

/// A call, and what goes on in the future it gives.
#[derive(Clone)]
struct Later(Arc<[Called; 2]>);

impl Later {
    fn call<Fut>(self, f: impl FnOnce() -> Fut) -> BoxFuture<'static, Fut::Output>
    where
        Fut: Future + Send + 'static,
    {
        self.0[0].now();
        let future = f();
        async move {
            turn().await;
            self.0[1].now();
            future.await
        }
        .boxed()
    }
}
