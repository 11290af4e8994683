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

/// The sum of all; nothing where one is not known, or it is more than can be counted.
pub(crate) fn sum_of_known(numbers: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    numbers.into_iter().try_fold(0_u64, |sum, number| sum.checked_add(number?))
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
        let sources = self.0.get().filter(|sources| !sources.is_empty())?;
        sum_of_known(sources.iter().map(|hint| hint.0.get().copied()))
    }
}
