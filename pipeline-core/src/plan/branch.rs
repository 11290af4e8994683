//! One branch of a split.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::capacity::Capacity;
use crate::meter::EdgeMeter;

/// What a branch of a split gets of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// A copy of each.
    All,
    /// Those that are for it.
    Some,
}

/// One branch of a split, as its run must know it: a branch that lives outside the run would stall it.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) index: usize,
    pub(crate) share: Share,
    pub(crate) gone: AtomicBool,
    /// The capacity of the branch's edge, once its options are final.
    pub(crate) capacity: OnceLock<Capacity>,
    /// What is counted of the branch's edge, where the run is watched.
    pub(crate) edge: OnceLock<Option<Arc<EdgeMeter>>>,
    /// What it is called where it is drawn; its number otherwise.
    pub(crate) label: OnceLock<&'static str>,
}

impl Branch {
    pub(crate) fn new(index: usize, share: Share) -> Arc<Self> {
        Arc::new(Self {
            index,
            share,
            gone: AtomicBool::new(false),
            capacity: OnceLock::new(),
            edge: OnceLock::new(),
            label: OnceLock::new(),
        })
    }

    /// What to write on its edge, if anything.
    pub(crate) fn label(&self) -> Option<String> {
        let label = self.label.get().map_or_else(|| self.index.to_string(), |label| (*label).to_owned());
        Some(label).filter(|label| !label.is_empty())
    }
}
