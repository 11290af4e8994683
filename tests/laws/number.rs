//! Numbers whose lives are counted.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use pipeline_core::testkit::{Counted, Counts};

/// What is alive of a pipeline. Clones are the same ledger.
#[derive(Clone)]
pub(crate) struct Ledger {
    numbers: Counts,
    functions: Arc<AtomicUsize>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { numbers: Counts::new(), functions: Arc::default() }
    }
}

impl Ledger {
    pub(crate) fn number(&self, value: i64) -> Number {
        Number(self.numbers.item(Value { value }))
    }

    /// Numbers, each made when it is asked for.
    pub(crate) fn numbers<I>(&self, values: I) -> impl Iterator<Item = Number> + Send + 'static + use<I>
    where
        I: IntoIterator<Item = i64, IntoIter: Send + 'static>,
    {
        let ledger = self.clone();
        values.into_iter().map(move |value| ledger.number(value))
    }

    pub(crate) fn function_is_made(&self) {
        self.functions.fetch_add(1, SeqCst);
    }

    pub(crate) fn function_is_gone(&self) {
        self.functions.fetch_sub(1, SeqCst);
    }

    /// How many numbers and functions are alive.
    pub(crate) fn alive(&self) -> usize {
        self.numbers.alive() + self.functions.load(SeqCst)
    }

    /// How many numbers were alive at most.
    pub(crate) fn most(&self) -> usize {
        self.numbers.most_alive()
    }
}

/// What a number is to its functions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Value {
    pub(crate) value: i64,
}

/// A number on a ledger; a clone counts as another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Number(Counted<Value>);

impl Number {
    pub(crate) fn with(mut self, value: i64) -> Self {
        self.0.value = value;
        self
    }

    pub(crate) fn plus(self, more: i64) -> Self {
        let value = self.value + more;
        self.with(value)
    }

    /// Copies, each made when it is asked for.
    pub(crate) fn copies(&self, copies: usize) -> impl Iterator<Item = Self> + Send + 'static + use<> {
        let (counts, value) = (self.0.counts().clone(), self.0.value);
        (0..copies).map(move |_| Self(counts.item(Value { value })))
    }
}

impl Deref for Number {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl std::error::Error for Number {}
