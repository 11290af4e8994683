//! Workers whose function blocks: their bodies are polled away from the runtime's workers.
//!
//! Not each call is moved to a thread that may block, but the whole body of a worker, and it stays there for
//! as long as it has something to do. Waking a thread for a call costs some ten microseconds and as much for
//! the way back; between two calls that follow each other this costs nothing.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::time::{Duration, Instant};

use super::thread_waker::ThreadWaker;
use crate::engine::coop::PollGuard;
use crate::engine::supervision::scope::Scope;
use crate::engine::supervision::task::Body;
use crate::engine::sync::current;

/// How often a thread lets others run before it sleeps: to be woken costs more than most waits take.
const SPINS: u32 = 20;

/// How long a thread waits with a body for what it waits for, before it is given back.
const KEEP_ALIVE: Duration = Duration::from_micros(100);

/// How long a body keeps a thread while others may wait for one.
const TIME_SLICE: Duration = Duration::from_millis(10);

/// Runs `body` on threads that may block, one at a time.
pub(crate) async fn run_on_blocking_pool(scope: Scope, body: impl Future<Output = ()> + Send + 'static) {
    let waker = Leave(Arc::default());
    // It may be dropped on a thread of the pool, outside of its task.
    let mut body = Body::new(scope.clone(), Box::pin(body));
    loop {
        let on_thread = waker.0.clone();
        match scope.call_blocking(move || poll_on_thread(&on_thread, body)).await {
            Some(rest) => body = rest,
            None => return,
        }
        poll_fn(|cx| waker.0.poll_woken(cx)).await;
    }
}

/// Polls the body for as long as it is not kept waiting; gives back what is left of it.
fn poll_on_thread(waker: &Arc<ThreadWaker>, body: Body) -> Option<Body> {
    let began = Instant::now();
    let poll = |body: &mut Body, cx: &mut Context<'_>| {
        let _polling = PollGuard::apart();
        Pin::new(body).poll(cx)
    };
    let wait = |waker: &ThreadWaker| spin_then_park(waker) && began.elapsed() <= TIME_SLICE;
    waker.stay(current(), body, poll, wait)
}

/// Waits a moment for the body to be woken; whether it was.
fn spin_then_park(waker: &ThreadWaker) -> bool {
    for _ in 0..SPINS {
        if waker.is_woken() {
            return true;
        }
        std::thread::yield_now();
    }
    let until = Instant::now() + KEEP_ALIVE;
    loop {
        if waker.is_woken() {
            return true;
        }
        match until.checked_duration_since(Instant::now()) {
            Some(rest) if !rest.is_zero() => std::thread::park_timeout(rest),
            _ => return false,
        }
    }
}

/// Takes the body from its thread when nobody waits for it any more.
struct Leave(Arc<ThreadWaker>);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.leave();
    }
}
