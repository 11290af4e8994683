//! The lanes of keys: which keys have a call under way, and what waits for it to end.
//!
//! A lane is made when a call begins for a key that has none, and removed when a call ends and nothing waits
//! behind it. So there are never more lanes than workers, however many keys there are. A key is known by its
//! hash only: two keys of one hash share a lane, which costs them time and nothing else.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::engine::dropped::note_dropped;
use crate::engine::lock::lock;
use crate::meter::StageMeter;

/// What the workers of a stage share of its keys.
pub(super) struct Lanes<In> {
    state: Mutex<State<In>>,
    /// Items in all lanes. Written under the lock, and read without it for each item that is received.
    waiting: AtomicUsize,
    /// Items that may wait in all lanes.
    window: usize,
    /// Told when an item that waited in a full window is taken up.
    moved: Notify,
    /// What is counted of the stage, where its run is watched.
    meter: Option<Arc<StageMeter>>,
}

/// A hash that is one already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are written as the hashes that they are")
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// The lanes, and what waits in them.
struct State<In> {
    lanes: HashMap<u64, VecDeque<In>, BuildHasherDefault<AsItIs>>,
}

impl<In> Lanes<In> {
    pub(super) fn new(window: usize, meter: Option<Arc<StageMeter>>) -> Self {
        let state = Mutex::new(State { lanes: HashMap::default() });
        Self { state, waiting: AtomicUsize::new(0), window, moved: Notify::new(), meter }
    }

    /// Waits until one more item may wait; for the one worker that receives.
    pub(super) async fn room(&self) {
        // Only who waits here adds to them, so that it sees no fewer than there are.
        while self.waiting.load(Ordering::Relaxed) >= self.window {
            self.moved.notified().await;
        }
    }

    /// Gives the item back if its call may begin, which opens the lane of its key. Otherwise it waits there.
    pub(super) fn enter(&self, key: u64, item: In) -> Option<In> {
        let mut state = lock(&self.state);
        if let Some(lane) = state.lanes.get_mut(&key) {
            lane.push_back(item);
            self.note(self.waiting.fetch_add(1, Ordering::Relaxed) + 1);
            return None;
        }
        state.lanes.insert(key, VecDeque::new());
        Some(item)
    }

    /// After a call for `key`: the next item of its lane, whose call is then under way. Without one the lane
    /// is removed.
    pub(super) fn advance(&self, key: u64) -> Option<In> {
        let mut state = lock(&self.state);
        match state.lanes.get_mut(&key)?.pop_front() {
            Some(item) => {
                let waited = self.waiting.fetch_sub(1, Ordering::Relaxed);
                self.note(waited - 1);
                drop(state);
                if waited >= self.window {
                    self.moved.notify_one();
                }
                Some(item)
            }
            None => {
                state.lanes.remove(&key);
                None
            }
        }
    }
}

impl<In> Lanes<In> {
    /// Tells the meter how many items wait; under the lock.
    fn note(&self, waiting: usize) {
        if let Some(meter) = &self.meter {
            meter.held.set(waiting);
        }
    }
}

impl<In> Drop for Lanes<In> {
    fn drop(&mut self) {
        note_dropped(self.waiting.load(Ordering::Relaxed));
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::Lanes;
    use crate::engine::lock::lock;

    #[test]
    fn a_million_keys_leave_no_lane() {
        let lanes = Lanes::new(1, None);
        for key in 0..1_000_000 {
            assert_eq!(lanes.enter(key, key), Some(key));
            assert_eq!(lanes.advance(key), None);
        }
        let state = lock(&lanes.state);
        assert!(state.lanes.is_empty() && state.lanes.capacity() < 16, "{}", state.lanes.capacity());
    }

    #[test]
    fn items_of_a_key_wait_in_their_order_and_others_do_not() {
        let lanes = Lanes::new(2, None);
        assert_eq!(lanes.enter(7, 'a'), Some('a'));
        assert_eq!((lanes.enter(7, 'b'), lanes.enter(8, 'x')), (None, Some('x')));
        assert!(lanes.room().now_or_never().is_some());
        assert_eq!(lanes.enter(7, 'c'), None);
        assert!(lanes.room().now_or_never().is_none(), "the window is full");
        assert_eq!(lanes.advance(7), Some('b'));
        assert!(lanes.room().now_or_never().is_some());
        assert_eq!((lanes.advance(7), lanes.advance(7), lanes.advance(8)), (Some('c'), None, None));
        assert!(lock(&lanes.state).lanes.is_empty());
    }
}
