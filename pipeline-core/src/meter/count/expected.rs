//! How many items are to come.

use std::sync::{Arc, OnceLock};

/// How many items a source has said that it will make.
#[derive(Debug, Default)]
pub(crate) struct Hint(OnceLock<u64>);

impl Hint {
    /// Notes what a source says of itself, which counts where it is exact.
    pub(crate) fn note(&self, (least, most): (usize, Option<usize>)) {
        if most == Some(least) {
            let _ = self.0.set(least as u64);
        }
    }
}

/// How many items are to come to a stage, by the hints of the sources that they come from.
#[derive(Debug, Default)]
pub(crate) struct Expected(OnceLock<Vec<Arc<Hint>>>);

impl Expected {
    pub(in crate::meter) fn of(&self, sources: Vec<Arc<Hint>>) {
        let _ = self.0.set(sources);
    }

    /// How many in all; nothing where a source has said nothing, or none is known.
    pub(crate) fn items(&self) -> Option<u64> {
        let mut hints = self.0.get().filter(|sources| !sources.is_empty())?.iter();
        hints.try_fold(0_u64, |sum, hint| sum.checked_add(*hint.0.get()?))
    }
}
