//! Items that are followed from one call to the next.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::event::Hop;
use crate::engine::lock::lock;

/// At most so many items that are followed are on their way in one edge. No more are followed into it then.
const MOST_ON_THE_WAY: usize = 1024;

/// The edge between two stages, of which the calls of the second take items in the order in which the first
/// has sent them: the one that is sent as the tenth is received as the tenth.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// By their numbers.
    on_the_way: Mutex<BTreeMap<u64, Hop>>,
    /// Whether calls send into it.
    has_calls: AtomicBool,
}

impl Flow {
    pub(super) fn sends_results_of_calls(&self) {
        self.has_calls.store(true, Ordering::Relaxed);
    }

    /// Whether those items that are followed are chosen before this edge.
    pub(super) fn has_calls(&self) -> bool {
        self.has_calls.load(Ordering::Relaxed)
    }

    /// Notes where the item with this number comes from.
    pub(super) fn send(&self, number: u64, hop: Hop) {
        let mut on_the_way = lock(&self.on_the_way);
        if on_the_way.len() < MOST_ON_THE_WAY {
            on_the_way.insert(number, hop);
        }
    }

    /// Where the item with this number comes from, where it is followed.
    pub(super) fn receive(&self, number: u64) -> Option<Hop> {
        lock(&self.on_the_way).remove(&number)
    }
}
