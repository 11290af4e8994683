//! Workers whose function blocks: their bodies are polled away from the runtime's workers.
//!
//! Not each call is moved to a thread that may block, but the whole body of a worker, and it stays there for
//! as long as it has something to do. Waking a thread for a call costs some ten microseconds and as much for
//! the way back; between two calls that follow each other this costs nothing.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use futures::task::AtomicWaker;

use super::scope::Scope;
use super::task::Body;
use crate::engine::coop::PollGuard;
use crate::engine::lock::lock;

/// How often a thread lets others run before it sleeps: to be woken costs more than most waits take.
const SPINS: u32 = 20;

/// How long a thread waits with a body for what it waits for, before it is given back.
const KEEP_ALIVE: Duration = Duration::from_micros(100);

/// How long a body keeps a thread while others may wait for one.
const TIME_SLICE: Duration = Duration::from_millis(10);

/// Runs `body` on threads that may block, one at a time.
pub(crate) async fn run_on_blocking_pool(scope: Scope, body: impl Future<Output = ()> + Send + 'static) {
    let seat = Leave(Arc::new(ThreadWaker::default()));
    // It may be dropped on a thread of the pool, outside of its task.
    let mut body = Body::new(scope.clone(), Box::pin(body));
    loop {
        let thread = seat.0.clone();
        match scope.call_blocking(move || thread.poll_on_thread(body)).await {
            Some(rest) => body = rest,
            None => return,
        }
        poll_fn(|cx| seat.0.poll_woken(cx)).await;
    }
}

/// Where a body is polled, and who is told when it is to be polled again.
#[derive(Default)]
struct ThreadWaker {
    woken: AtomicBool,
    left: AtomicBool,
    /// The thread that has the body.
    thread: Mutex<Option<Thread>>,
    /// The task that waits for the body to be woken.
    task: AtomicWaker,
}

impl ThreadWaker {
    /// Polls the body for as long as it is not kept waiting; gives back what is left of it.
    fn poll_on_thread(self: Arc<Self>, mut body: Body) -> Option<Body> {
        *lock(&self.thread) = Some(std::thread::current());
        let waker = Waker::from(self.clone());
        let began = Instant::now();
        loop {
            // What was done before the last wake-up is seen by the poll: a plain store would not see to that.
            self.woken.swap(false, Ordering::SeqCst);
            let _polling = PollGuard::apart();
            if self.left.load(Ordering::SeqCst)
                || Pin::new(&mut body).poll(&mut Context::from_waker(&waker)).is_ready()
            {
                return None;
            }
            if !self.spin_then_park() || began.elapsed() > TIME_SLICE {
                *lock(&self.thread) = None;
                return Some(body);
            }
        }
    }

    /// Waits a moment for the body to be woken; whether it was.
    fn spin_then_park(&self) -> bool {
        for _ in 0..SPINS {
            if self.woken.load(Ordering::SeqCst) {
                return true;
            }
            std::thread::yield_now();
        }
        let until = Instant::now() + KEEP_ALIVE;
        loop {
            if self.woken.load(Ordering::SeqCst) {
                return true;
            }
            match until.checked_duration_since(Instant::now()) {
                Some(rest) if !rest.is_zero() => std::thread::park_timeout(rest),
                _ => return false,
            }
        }
    }

    fn poll_woken(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.task.register(cx.waker());
        if self.woken.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        match &*lock(&self.thread) {
            Some(thread) => thread.unpark(),
            None => self.task.wake(),
        }
    }
}

/// Takes the body from its thread when nobody waits for it any more.
struct Leave(Arc<ThreadWaker>);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.left.store(true, Ordering::SeqCst);
        self.0.wake_by_ref();
    }
}
