//! Numbers whose lives are counted.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// What is alive of a pipeline. Clones are the same ledger.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Counts>);

#[derive(Default)]
struct Counts {
    numbers: AtomicUsize,
    most: AtomicUsize,
    functions: AtomicUsize,
}

impl Ledger {
    pub(crate) fn number(&self, value: i64) -> Number {
        let alive = self.0.numbers.fetch_add(1, SeqCst) + 1;
        self.0.most.fetch_max(alive, SeqCst);
        Number { value, ledger: self.clone() }
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
        self.0.functions.fetch_add(1, SeqCst);
    }

    pub(crate) fn function_is_gone(&self) {
        self.0.functions.fetch_sub(1, SeqCst);
    }

    /// How many numbers and functions are alive.
    pub(crate) fn alive(&self) -> usize {
        self.0.numbers.load(SeqCst) + self.0.functions.load(SeqCst)
    }

    /// How many numbers were alive at most.
    pub(crate) fn most(&self) -> usize {
        self.0.most.load(SeqCst)
    }
}

/// A number on a ledger; a clone counts as another.
pub(crate) struct Number {
    pub(crate) value: i64,
    ledger: Ledger,
}

impl Number {
    pub(crate) fn with(mut self, value: i64) -> Self {
        self.value = value;
        self
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn plus(self, more: i64) -> Self {
        let value = self.value + more;
        self.with(value)
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        self.ledger.0.numbers.fetch_sub(1, SeqCst);
    }
}

impl Clone for Number {
    fn clone(&self) -> Self {
        self.ledger.number(self.value)
    }
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

impl std::error::Error for Number {}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
