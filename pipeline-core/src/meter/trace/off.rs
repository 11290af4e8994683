//! Nothing, in a program that traces no runs.

use std::time::Duration;

use tokio::time::Instant;

use super::mark::StageMark;

/// Nothing.
#[derive(Debug, Default)]
pub(crate) struct RunTrace(());

/// Nothing.
#[derive(Debug, Default)]
pub(crate) struct StageTrace(());

/// Nothing.
#[derive(Debug)]
pub(crate) struct WorkerTrace(());

/// Nothing.
#[derive(Debug, Default)]
pub(crate) struct EdgeTrace(());

impl RunTrace {
    #[inline]
    pub(crate) fn cancelled(&self) {}

    #[inline]
    pub(crate) fn end(&self, _: &'static str, _: impl FnOnce(u64)) {}
}

impl StageTrace {
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        false
    }

    #[inline]
    pub(crate) fn worker(&self, _: usize) -> WorkerTrace {
        WorkerTrace(())
    }

    #[inline]
    pub(crate) fn makes_calls(&self) {}

    #[inline]
    pub(crate) fn mark(&self, _: StageMark, _: Option<&WorkerTrace>) {}

    #[inline]
    pub(crate) fn fail(&self, _: &str) {}

    #[inline]
    pub(crate) fn send(&self, _: u64, _: u64) {}
}

impl WorkerTrace {
    #[inline]
    pub(crate) fn receive(&self, _: u64) {}

    #[inline]
    pub(crate) fn call_begins(&self, _: Option<Instant>) {}

    #[inline]
    pub(crate) fn result(&self, _: Option<u64>) {}

    #[inline]
    pub(crate) fn call_ends(&self, _: Duration) {}

    #[inline]
    pub(crate) fn cut_off(&self) {}

    #[inline]
    pub(crate) fn cut_off_at(&self, _: u64) {}
}

impl EdgeTrace {
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        false
    }

    #[inline]
    pub(crate) fn sample(&self, _: impl FnOnce() -> u64) {}
}
