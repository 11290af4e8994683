//! Checks before a run: options that cannot be, and branches that are missing.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::deadlock::check_chains;
use crate::error::PipelineError;
use crate::plan::branch::Branch;
use crate::plan::capacity::{Capacity, MOST_SLOTS, MOST_WORKERS};
use crate::plan::node::{Node, Role};
use crate::plan::overflow::Overflow;
use crate::plan::plan::Plan;

/// Whether stages may wait for time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// A tokio runtime is around the run, and its clock with it.
    Tokio,
    None,
}

impl Node {
    /// The first thing about this node that cannot work: the option and the reason.
    pub(crate) fn invalid_option(&self, clock: Clock) -> Option<(&'static str, String)> {
        if let (Some(option), Clock::None) = (self.needs_clock, clock) {
            return Some((option, "it waits for time, which takes a tokio runtime around the run".into()));
        }
        if let Some(rejected) = &self.rejected {
            return Some(rejected.clone());
        }
        if let Some((option, reason)) = self.invalid_overflow() {
            return Some((option, reason.to_owned()));
        }
        if self.least_workers.is_some_and(|least| least == 0 || least > self.workers) {
            let reason = "a range of workers begins at 1 or more, and does not end before it begins";
            return Some(("workers", reason.into()));
        }
        if self.workers == 0 {
            return Some(("workers", "a stage with 0 workers never runs; give it at least 1".into()));
        }
        if self.workers > MOST_WORKERS {
            let reason = format!("{} workers are more than a stage may have ({MOST_WORKERS})", self.workers);
            return Some(("workers", reason));
        }
        if let (Some(reason), true) = (self.unbuffered, self.buffer.is_some()) {
            return Some(("buffer", reason.into()));
        }
        match (self.buffer, self.window) {
            (Some(Capacity::Items(n)), _) if n > MOST_SLOTS => {
                let reason = format!(
                    "{n} items are more than a buffer may hold ({MOST_SLOTS}); \
                                      for an edge without a bound use `.unbounded()`"
                );
                Some(("buffer", reason))
            }
            (_, Some(n)) if n > MOST_SLOTS => {
                Some(("window", format!("{n} results are more than a window may hold ({MOST_SLOTS})")))
            }
            (_, Some(0)) if self.by_key => {
                Some(("window", "items of a key that is busy need room to wait; give it at least 1".into()))
            }
            _ => None,
        }
    }

    /// What is wrong with `overflow` or `on_drop`, if anything is.
    fn invalid_overflow(&self) -> Option<(&'static str, &'static str)> {
        let Some(overflow) = self.overflow else {
            let reason =
                "nothing is dropped where the stage waits for its reader; it goes with `.overflow(..)`";
            return self.on_drop.as_ref().map(|_| ("on_drop", reason));
        };
        let reason = match (overflow, self.buffer) {
            (_, Some(Capacity::Unbounded)) => {
                "a buffer without a bound never overflows; take `.unbounded()` off, or give a `.buffer(n)`"
            }
            (Overflow::Latest, Some(_)) => {
                "`Latest` keeps one item and takes no buffer; to keep the last n use `DropOldest`"
            }
            (Overflow::DropOldest | Overflow::Fail, None | Some(Capacity::Items(0))) => {
                "it needs room to overflow; give the stage a `.buffer(n)` of at least 1"
            }
            _ => return None,
        };
        Some(("overflow", reason))
    }
}

impl<'a> Plan<'a> {
    /// The first thing that cannot work, if there is one.
    pub(crate) fn check<E>(&self, clock: Clock) -> Result<(), PipelineError<E>> {
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some((option, reason)) = node.invalid_option(clock) {
                return Err(PipelineError::InvalidOption {
                    stage: self.names().swap_remove(index),
                    option,
                    reason,
                });
            }
        }
        self.check_branches()?;
        check_chains(self)
    }

    /// Every branch of a split is read by this run, or gone.
    fn check_branches<E>(&self) -> Result<(), PipelineError<E>> {
        let read: HashSet<*const Branch> = self.branches().map(Arc::as_ptr).collect();
        for (index, node) in self.nodes.iter().enumerate() {
            let Role::Split(branches) = &node.role else { continue };
            let missing = |branch: &&Arc<Branch>| {
                !branch.gone.load(Ordering::Acquire) && !read.contains(&Arc::as_ptr(branch))
            };
            if let Some(branch) = branches.iter().find(missing) {
                return Err(PipelineError::MissingBranch {
                    stage: self.names().swap_remove(index),
                    branch: branch.index,
                });
            }
        }
        Ok(())
    }

    fn branches(&self) -> impl Iterator<Item = &'a Arc<Branch>> {
        self.nodes.iter().filter_map(|node| match &node.role {
            Role::Branch(branch) => Some(branch),
            _ => None,
        })
    }
}
