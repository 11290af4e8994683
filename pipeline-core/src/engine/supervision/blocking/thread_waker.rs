//! The waker of a worker whose function blocks: it knows where the body is, and so who is to be told when it
//! is to be polled again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Wake, Waker};

use crate::engine::sync::{AtomicBool, AtomicWaker, Mutex, Thread, lock};

/// A body is with a thread that may block, or waits in its task until it is woken.
#[derive(Debug)]
pub(super) struct ThreadWaker {
    woken: AtomicBool,
    left: AtomicBool,
    /// The thread that has the body.
    thread: Mutex<Option<Thread>>,
    /// The task that waits for the body to be woken.
    task: AtomicWaker,
}

impl Default for ThreadWaker {
    fn default() -> Self {
        Self {
            woken: AtomicBool::new(false),
            left: AtomicBool::new(false),
            thread: Mutex::new(None),
            task: AtomicWaker::default(),
        }
    }
}

impl ThreadWaker {
    /// Polls a body on this thread for as long as `wait` says that it is woken, or worth it; gives back what
    /// is left of it.
    pub(super) fn stay<B>(
        self: &Arc<Self>,
        thread: Thread,
        mut body: B,
        mut poll: impl FnMut(&mut B, &mut Context<'_>) -> Poll<()>,
        mut wait: impl FnMut(&Self) -> bool,
    ) -> Option<B> {
        *lock(&self.thread) = Some(thread);
        let waker = Waker::from(self.clone());
        loop {
            // What was done before the last wake-up is seen by the poll: a plain store would not see to that.
            self.woken.swap(false, Ordering::SeqCst);
            if self.left.load(Ordering::SeqCst)
                || poll(&mut body, &mut Context::from_waker(&waker)).is_ready()
            {
                return None;
            }
            if !wait(self) {
                *lock(&self.thread) = None;
                return Some(body);
            }
        }
    }

    /// Whether the body was woken since its last poll began.
    pub(super) fn is_woken(&self) -> bool {
        self.woken.load(Ordering::SeqCst)
    }

    /// Ready once the body was woken; for the task, while no thread has it.
    pub(super) fn poll_woken(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.task.register(cx.waker());
        if self.is_woken() { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Takes the body from its thread: nobody waits for it any more.
    pub(super) fn leave(self: &Arc<Self>) {
        self.left.store(true, Ordering::SeqCst);
        self.wake_by_ref();
    }
}

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Of two that wake it at once, the poll is to see what both did before: a plain store of the second
        // would hide that of the first.
        self.woken.swap(true, Ordering::SeqCst);
        match &*lock(&self.thread) {
            Some(thread) => thread.unpark(),
            None => self.task.wake(),
        }
    }
}
