//! One side of a ring, as the other sees it: whether it is parked, its waker and its counts. The steps are
//! those of [the protocol](super).

use std::sync::atomic::Ordering;
use std::task::{Context, Waker};

use super::sync::{AtomicUsize, AtomicWaker, Mark, OnceLock, fence};

/// Each of the two is written by one task in every poll and read by the other's: they keep out of each
/// other's cache line.
#[derive(Debug, Default)]
#[repr(align(64))]
pub(super) struct Half {
    mark: Mark,
    /// The waker of the task that was parked first. As a rule no other ever is, and then nothing is written
    /// to park and to wake but the mark.
    first: OnceLock<Waker>,
    /// The waker of whoever else was parked last.
    other: AtomicWaker,
    moves: Moves,
}

/// What the mark says: whether this side sleeps, and by which waker it is woken.
const AWAKE: u8 = 0;
const FIRST: u8 = 1;
const OTHER: u8 = 2;

/// How many items this side has moved, and how many when it last told.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Moves {
    made: AtomicUsize,
    published: AtomicUsize,
}

impl Half {
    /// S1 to S3: has this side woken by the other's next move. What has moved before is to be looked for once
    /// more after this.
    pub(super) fn park(&self, cx: &mut Context<'_>) {
        let first = self.first.get_or_init(|| cx.waker().clone());
        let mark = if first.will_wake(cx.waker()) {
            FIRST
        } else {
            self.other.register(cx.waker());
            OTHER
        };
        self.mark.store(mark, Ordering::Release);
        fence(Ordering::SeqCst);
    }

    /// Has this side not woken after all. What the other side did before it woke this one is seen after this.
    #[inline]
    pub(super) fn unpark(&self) {
        // Only this side sets the mark: once it is seen cleared, it stays so.
        if self.mark.load(Ordering::Acquire) != AWAKE {
            self.mark.swap(AWAKE, Ordering::Acquire);
        }
    }

    #[inline]
    pub(super) fn is_parked(&self) -> bool {
        self.mark.load(Ordering::Relaxed) != AWAKE
    }

    /// P4: wakes this side if it sleeps; whether it did.
    #[inline]
    pub(super) fn wake(&self) -> bool {
        if !self.is_parked() {
            return false;
        }
        match self.mark.swap(AWAKE, Ordering::AcqRel) {
            FIRST => self.first.get().into_iter().for_each(Waker::wake_by_ref),
            OTHER => self.other.wake(),
            _ => return false,
        }
        true
    }

    /// P2: notes how many items this side has moved.
    #[inline]
    pub(super) fn moved(&self, items: usize) {
        self.moves.made.store(items, Ordering::Release);
    }

    /// Notes that the other side sees so many moves: it was woken after them, or seen awake after a
    /// [`Self::park`].
    #[inline]
    pub(super) fn published(&self, items: usize) {
        self.moves.published.store(items, Ordering::Relaxed);
    }

    /// P3, where it is due: how many items this side has moved, if more than when this was last asked. The
    /// other side then sees what it moved.
    ///
    /// Several tasks may ask, where they hand the end of a ring on: whoever asks first has it seen for all.
    #[inline]
    pub(super) fn take_unpublished(&self) -> Option<usize> {
        // The fence acquires what was moved before the count.
        let made = self.moves.made.load(Ordering::Relaxed);
        (made != self.moves.published.load(Ordering::Relaxed)).then(|| {
            self.moves.published.store(made, Ordering::Relaxed);
            fence(Ordering::SeqCst);
            made
        })
    }
}
