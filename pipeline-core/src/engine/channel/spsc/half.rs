//! One side of a ring, as the other sees it: whether it is parked, its waker and its counts. The steps are
//! those of [the protocol](super).

use std::sync::atomic::Ordering;
use std::task::Context;

use super::sync::{AtomicUsize, AtomicWaker, Mark, fence};

/// Each of the two is written by one task in every poll and read by the other's: they keep out of each
/// other's cache line.
#[derive(Debug, Default)]
#[repr(align(64))]
pub(super) struct Half {
    asleep: Mark,
    waker: AtomicWaker,
    moves: Moves,
}

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
        self.waker.register(cx.waker());
        self.asleep.store(true, Ordering::Release);
        fence(Ordering::SeqCst);
    }

    /// Has this side not woken after all. What the other side did before it woke this one is seen after this.
    #[inline]
    pub(super) fn unpark(&self) {
        // Only this side sets the mark: once it is seen cleared, it stays so.
        if self.asleep.load(Ordering::Acquire) {
            self.asleep.swap(false, Ordering::AcqRel);
        }
    }

    #[inline]
    pub(super) fn is_parked(&self) -> bool {
        self.asleep.load(Ordering::Relaxed)
    }

    /// P4: wakes this side if it sleeps; whether it did.
    #[inline]
    pub(super) fn wake(&self) -> bool {
        let slept = self.is_parked() && self.asleep.swap(false, Ordering::AcqRel);
        if slept {
            self.waker.wake();
        }
        slept
    }

    /// P2: notes how many items this side has moved.
    #[inline]
    pub(super) fn moved(&self, items: usize) {
        self.moves.made.store(items, Ordering::Release);
    }

    /// Notes that the other side sees so many moves: it was woken after them, or seen awake after a
    /// [`park`](Self::sleep).
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
        let made = self.moves.made.load(Ordering::Acquire);
        (made != self.moves.published.load(Ordering::Relaxed)).then(|| {
            self.moves.published.store(made, Ordering::Relaxed);
            fence(Ordering::SeqCst);
            made
        })
    }
}
