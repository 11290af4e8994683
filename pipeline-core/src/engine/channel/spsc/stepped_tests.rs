//! Both ends in one thread, step by step: who hands over what, and when.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake, Waker};

use super::channel::channel;
use super::sender::Sender;

const CAPACITIES: [usize; 6] = [0, 1, 2, 3, 100, 1_000];

/// Lets a sender go on until it has to wait; gives how many items it has made by then.
fn run_ahead(tx: &mut Sender<usize>, made: &mut usize, waits: &mut bool) {
    let cx = &mut Context::from_waker(Waker::noop());
    while !*waits || tx.poll_ready(cx).is_ready() {
        *waits = tx.push(*made).is_break();
        *made += 1;
    }
}

/// A reader popped an item before it cleared its mark. A sender that settled by that pop saw a reader asleep,
/// and handed over another: one item more than `max_in_flight` was under way until the reader came back.
#[test]
fn a_reader_that_pops_offers_no_hand_to_a_sender_that_settles_by_it() {
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let (mut made, mut waits) = (0, false);
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(made, capacity + 1);
        // The reader goes to sleep between the sender's last look at its mark and its own look at the ring.
        rx.fall_asleep(&mut Context::from_waker(Waker::noop()));
        let item = rx.take_in_steps(|| run_ahead(&mut tx, &mut made, &mut waits));
        assert_eq!(item, Some(0));
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(
            made,
            capacity + 2,
            "one in the reader's hand, {capacity} on the edge, one in the sender's"
        );
    }
}

/// The same where the sender clears the mark first: what it has handed over is what the reader takes, and
/// only one is.
#[test]
fn a_sender_that_is_first_hands_over_one() {
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let (mut made, mut waits) = (0, false);
        run_ahead(&mut tx, &mut made, &mut waits);
        rx.fall_asleep(&mut Context::from_waker(Waker::noop()));
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(made, capacity + 2);
        assert_eq!(rx.take_in_steps(|| run_ahead(&mut tx, &mut made, &mut waits)), Some(0));
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(made, capacity + 2);
    }
}

/// A reader that clears its mark and finds nothing is woken by what comes, once it sleeps again.
#[test]
fn a_reader_that_looked_in_vain_is_woken() {
    struct Woken(AtomicUsize);
    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    let woken = Arc::new(Woken(AtomicUsize::new(0)));
    let waker = Waker::from(woken.clone());
    let cx = &mut Context::from_waker(&waker);
    let (mut tx, mut rx) = channel(0);
    assert!(rx.poll_next(cx).is_pending());
    assert_eq!(rx.take(), None);
    // Awake, it offers nothing; the item waits, and is there when it looks before it sleeps.
    assert!(tx.push(1).is_break());
    assert_eq!(rx.poll_next(cx), Poll::Ready(Some(1)));
    assert_eq!(woken.0.load(SeqCst), 0);
    assert!(rx.poll_next(cx).is_pending());
    assert!(tx.poll_ready(cx).is_ready());
    assert!(tx.push(2).is_continue());
    assert_eq!(woken.0.load(SeqCst), 1);
    assert_eq!(rx.poll_next(cx), Poll::Ready(Some(2)));
}

/// `take(1)` behind a worker started two calls: the worker that had handed over its item went on before the
/// reader had left.
#[test]
fn the_sender_of_the_last_item_waits_until_its_reader_has_left() {
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let cx = &mut Context::from_waker(Waker::noop());
        let (mut made, mut waits) = (0, false);
        rx.next_may_be_last();
        assert!(rx.poll_next(cx).is_pending());
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(made, capacity + 1, "nothing is handed over");
        while rx.poll_next(cx).is_pending() {}
        run_ahead(&mut tx, &mut made, &mut waits);
        assert_eq!(made, capacity + 1, "what the reader has still counts");
        drop(rx);
        assert!(matches!(tx.poll_ready(cx), Poll::Ready(Err(_))));
    }
}

/// A reader that comes back after all, since that item was none that counts, lets its sender go on.
#[test]
fn a_reader_that_comes_back_lets_the_sender_go_on() {
    for capacity in CAPACITIES {
        let (mut tx, mut rx) = channel(capacity);
        let cx = &mut Context::from_waker(Waker::noop());
        let (mut made, mut waits) = (0, false);
        for taken in 0..5 {
            rx.next_may_be_last();
            run_ahead(&mut tx, &mut made, &mut waits);
            assert_eq!(made, taken + capacity + 1);
            while rx.poll_next(cx).is_pending() {
                rx.next_may_be_last();
            }
        }
    }
}
