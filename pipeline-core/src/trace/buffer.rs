//! Events that wait to be written.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::engine::lock::lock;
use crate::meter::Event;

/// At most so many events wait.
pub(super) const MOST_EVENTS: usize = 1 << 16;

/// And so many more that tell of the run.
const SPARE: usize = 256;

/// For how long the writer waits for more, so that little is missing where the program is killed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Events between those to whom they happen, who never wait, and the one who writes them.
#[derive(Debug)]
pub(super) struct Buffer {
    waiting: Mutex<Waiting>,
    is_worth_it: Condvar,
    most: usize,
}

#[derive(Debug, Default)]
struct Waiting {
    events: Vec<Event>,
    /// Those for which there was no room.
    dropped: u64,
    is_closed: bool,
}

impl Buffer {
    pub(super) fn new(most: usize) -> Self {
        Self { waiting: Mutex::default(), is_worth_it: Condvar::new(), most }
    }

    /// Takes an event in, unless there is no room for it.
    pub(super) fn push(&self, event: Event) {
        let mut waiting = lock(&self.waiting);
        if waiting.is_closed {
            return;
        }
        // How the run has failed and ended is to be there whatever else is not.
        let spare = if matches!(event, Event::Run { .. }) { SPARE } else { 0 };
        if waiting.events.len() >= self.most + spare {
            waiting.dropped += 1;
            return;
        }
        waiting.events.push(event);
        if waiting.events.len() == self.most.div_ceil(4) {
            self.is_worth_it.notify_one();
        }
    }

    /// Waits until there is something to write; false once the buffer is closed.
    pub(super) fn wait(&self) -> bool {
        let waiting = lock(&self.waiting);
        if !waiting.is_closed && waiting.events.len() < self.most.div_ceil(4) {
            let woken = self.is_worth_it.wait_timeout(waiting, PATIENCE);
            return !woken.unwrap_or_else(PoisonError::into_inner).0.is_closed;
        }
        !waiting.is_closed
    }

    /// All that is there. What comes next goes into the room of `written`, events that are no longer needed.
    pub(super) fn take(&self, mut written: Vec<Event>) -> Vec<Event> {
        written.clear();
        std::mem::replace(&mut lock(&self.waiting).events, written)
    }

    /// Lets nothing more in; gives what is there, and how many events were dropped.
    pub(super) fn close(&self) -> (Vec<Event>, u64) {
        let mut waiting = lock(&self.waiting);
        waiting.is_closed = true;
        self.is_worth_it.notify_one();
        (std::mem::take(&mut waiting.events), waiting.dropped)
    }
}
