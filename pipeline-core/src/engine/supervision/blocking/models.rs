//! Models of the waker of a worker that may block its thread. How long a thread waits is left open: not at
//! all, or for ever, or one after the other; where each of these makes progress, so does any limit of time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Wake};

use loom::sync::atomic::{AtomicUsize as Seen, Ordering};
use loom::thread;

use super::thread_waker::ThreadWaker;
use crate::engine::models::{Thread, check, current, run};

/// What a body waits for: that it is told so many times.
struct Told {
    times: Seen,
    /// Bodies that are there.
    bodies: AtomicUsize,
}

impl Told {
    fn new() -> Arc<Self> {
        Arc::new(Self { times: Seen::new(0), bodies: AtomicUsize::new(0) })
    }

    /// Only by the wake-up does the body's next poll see it.
    fn tell(&self, waker: &Arc<ThreadWaker>) {
        self.times.fetch_add(1, Ordering::Relaxed);
        waker.wake_by_ref();
    }
}

/// Waits until it was told as often as it wants to be.
struct Body {
    told: Arc<Told>,
    wants: usize,
}

impl Body {
    fn new(told: &Arc<Told>, wants: usize) -> Self {
        told.bodies.fetch_add(1, SeqCst);
        Self { told: told.clone(), wants }
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<()> {
        let told = self.told.times.load(Ordering::Relaxed);
        if told >= self.wants { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.told.bodies.fetch_sub(1, SeqCst);
    }
}

/// How long a thread waits with a body.
#[derive(Clone, Copy)]
enum Patience {
    None,
    Endless,
    /// One time after another: not at all, and then for ever.
    InTurn,
}

/// One stay on this thread.
fn stay(waker: &Arc<ThreadWaker>, body: Body, patience: Patience) -> Option<Body> {
    let thread = current();
    let mut waits = 0;
    waker.stay(thread.clone(), body, Body::poll, |waker| {
        waits += 1;
        match patience {
            Patience::None => false,
            Patience::InTurn if waits == 2 => false,
            Patience::Endless | Patience::InTurn => {
                park(waker, &thread);
                true
            }
        }
    })
}

fn park(waker: &ThreadWaker, thread: &Thread) {
    while !waker.is_woken() {
        thread.park();
    }
}

/// A body to its end, in its task and on threads in turn.
fn work(waker: &Arc<ThreadWaker>, mut body: Body, patience: Patience) {
    while let Some(rest) = stay(waker, body, patience) {
        body = rest;
        run(std::future::poll_fn(|cx| waker.poll_woken(cx)), || ());
    }
}

fn is_polled_for_each(shows: &str, patience: Patience) {
    check(3, shows, move || {
        let (waker, told) = (Arc::<ThreadWaker>::default(), Told::new());
        let (telling, wakes) = (told.clone(), waker.clone());
        let tells = thread::spawn(move || (0..2).for_each(|_| telling.tell(&wakes)));
        work(&waker, Body::new(&told, 2), patience);
        tells.join().unwrap();
        assert_eq!(told.bodies.load(SeqCst), 0);
    });
}

#[test]
fn woken_in_its_task() {
    is_polled_for_each(
        "a body that is given back at once is polled again for each time it is woken",
        Patience::None,
    );
}

#[test]
fn woken_on_its_thread() {
    is_polled_for_each(
        "a body that keeps its thread is polled again for each time it is woken",
        Patience::Endless,
    );
}

#[test]
fn woken_between_the_two() {
    is_polled_for_each(
        "a body that is now with a thread and now in its task is polled again for each time it is woken",
        Patience::InTurn,
    );
}

#[test]
fn woken_by_two() {
    check(2, "a body that two threads wake at once is polled again for each of them; three threads", || {
        let (waker, told) = (Arc::<ThreadWaker>::default(), Told::new());
        let tell = || {
            let (telling, wakes) = (told.clone(), waker.clone());
            thread::spawn(move || telling.tell(&wakes))
        };
        let telling = [tell(), tell()];
        work(&waker, Body::new(&told, 2), Patience::InTurn);
        telling.into_iter().for_each(|tells| tells.join().unwrap());
    });
}

#[test]
fn left() {
    check(3, "a thread whose body nobody waits for any more lets go of it; three threads", || {
        let (waker, told) = (Arc::<ThreadWaker>::default(), Told::new());
        let (staying, wakes, telling) = (waker.clone(), waker.clone(), told.clone());
        let body = Body::new(&told, 2);
        let stays = thread::spawn(move || assert!(stay(&staying, body, Patience::Endless).is_none()));
        let tells = thread::spawn(move || telling.tell(&wakes));
        waker.leave();
        stays.join().unwrap();
        tells.join().unwrap();
        assert_eq!(told.bodies.load(SeqCst), 0);
    });
}

#[test]
fn a_body_that_panics() {
    check(3, "a body that panics on its thread is dropped there, and who wakes it is not held up", || {
        let (waker, told) = (Arc::<ThreadWaker>::default(), Told::new());
        let (telling, wakes) = (told.clone(), waker.clone());
        let tells = thread::spawn(move || telling.tell(&wakes));
        let body = Body::new(&told, 1);
        let panics = |body: &mut Body, cx: &mut Context<'_>| match body.poll(cx) {
            Poll::Ready(()) => std::panic::resume_unwind(Box::new("the body panics")),
            Poll::Pending => Poll::Pending,
        };
        let thread = current();
        let stays = || {
            waker.stay(thread.clone(), body, panics, |waker| {
                park(waker, &thread);
                true
            })
        };
        assert!(catch_unwind(AssertUnwindSafe(stays)).is_err());
        waker.leave();
        tells.join().unwrap();
        assert_eq!(told.bodies.load(SeqCst), 0);
    });
}
