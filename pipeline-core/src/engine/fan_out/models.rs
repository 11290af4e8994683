//! Models of the start of a split, whose branches are opened and dropped at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;

use super::opening::Opening;
use crate::engine::models::check;

/// A split of some branches, and what is counted of it, out of loom's sight.
struct Split {
    opening: Opening<(), Edge>,
    gone: Vec<AtomicBool>,
    starts: Arc<AtomicUsize>,
    edges: Arc<AtomicUsize>,
}

/// An edge, which is counted while it is there.
struct Edge {
    branch: usize,
    edges: Arc<AtomicUsize>,
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.edges.fetch_sub(1, SeqCst);
    }
}

impl Split {
    fn new(branches: usize) -> Arc<Self> {
        let gone = (0..branches).map(|_| AtomicBool::new(false)).collect();
        Arc::new(Self { opening: Opening::new(()), gone, starts: Arc::default(), edges: Arc::default() })
    }

    /// Opens a branch, as its stage does.
    fn open(&self, branch: usize) -> Option<Edge> {
        self.opening.open(branch, |()| {
            self.starts.fetch_add(1, SeqCst);
            let edge = |(branch, gone): (usize, &AtomicBool)| {
                let lives = !gone.load(Ordering::Acquire);
                lives.then(|| {
                    self.edges.fetch_add(1, SeqCst);
                    Edge { branch, edges: self.edges.clone() }
                })
            };
            self.gone.iter().enumerate().map(edge).collect()
        })
    }

    /// Drops a branch, as its handle does.
    fn leave(&self, branch: usize) {
        drop(self.opening.leave(branch, || self.gone[branch].store(true, Ordering::Release)));
    }

    fn edges(&self) -> usize {
        self.edges.load(SeqCst)
    }
}

#[test]
fn a_branch_that_is_dropped() {
    let shows = "a branch that is dropped while another is opened has no edge that nobody reads";
    check(3, shows, || {
        let split = Split::new(2);
        let opened = split.clone();
        let opens = thread::spawn(move || opened.open(0));
        split.leave(1);
        let edge = opens.join().unwrap();
        assert_eq!(edge.as_ref().map(|edge| edge.branch), Some(0));
        assert_eq!(split.edges(), 1);
    });
}

#[test]
fn branches_opened_at_once() {
    let shows = "of branches that are opened at once one starts the split, and each has its own edge; \
                 three threads";
    check(2, shows, || {
        let split = Split::new(3);
        let open = |branch| {
            let split = split.clone();
            thread::spawn(move || split.open(branch))
        };
        let (first, second) = (open(0), open(1));
        split.leave(2);
        let edges = [first.join().unwrap(), second.join().unwrap()];
        let branches = edges.iter().map(|edge| edge.as_ref().map(|edge| edge.branch));
        assert!(branches.eq([Some(0), Some(1)]));
        assert_eq!((split.starts.load(SeqCst), split.edges()), (1, 2));
    });
}

#[test]
fn a_branch_opened_and_dropped() {
    let shows = "a branch has its edge once: where it is opened, or where it is dropped; three threads";
    check(2, shows, || {
        let split = Split::new(2);
        let both = split.clone();
        let opens = thread::spawn(move || {
            drop(both.open(0));
            both.leave(0);
        });
        let other = split.clone();
        let leaves = thread::spawn(move || other.leave(1));
        opens.join().unwrap();
        leaves.join().unwrap();
        assert_eq!(split.edges(), 0);
    });
}
