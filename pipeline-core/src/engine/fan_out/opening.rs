//! How a split is started: its branches are opened and dropped in any order, by tasks that may run at once.

use crate::engine::sync::{Mutex, lock};

/// The start of a split, and then the edges of its branches. The first branch that is opened starts it.
pub(crate) struct Opening<S, E>(Mutex<Phase<S, E>>);

/// How far the split has come.
enum Phase<S, E> {
    NotStarted(S),
    /// Between the two; for good, if the start panics.
    Starting,
    /// The edges of the branches that have not been opened yet.
    Running(Vec<Option<E>>),
}

impl<S, E> Opening<S, E> {
    pub(crate) fn new(start: S) -> Self {
        Self(Mutex::new(Phase::NotStarted(start)))
    }

    /// Opens a branch, and gives its edge, if it has one. `begin` starts the split and makes an edge for each
    /// branch that lives.
    pub(super) fn open(&self, branch: usize, begin: impl FnOnce(S) -> Vec<Option<E>>) -> Option<E> {
        let mut phase = lock(&self.0);
        *phase = match std::mem::replace(&mut *phase, Phase::Starting) {
            Phase::NotStarted(start) => Phase::Running(begin(start)),
            started => started,
        };
        let Phase::Running(edges) = &mut *phase else {
            unreachable!("a branch opens once the split has started")
        };
        edges[branch].take()
    }

    /// Drops a branch, which `note_gone` tells those that start the split later. Gives its edge, if it has
    /// one that nobody has opened.
    pub(super) fn leave(&self, branch: usize, note_gone: impl FnOnce()) -> Option<E> {
        note_gone();
        match &mut *lock(&self.0) {
            Phase::Running(edges) => edges[branch].take(),
            _ => None,
        }
    }
}
