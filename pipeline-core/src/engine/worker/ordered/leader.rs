//! Leader and followers: of the workers of an ordered stage one waits at the inlet, the others wait behind
//! it.
//!
//! After the pattern of that name (Schmidt and others, "Pattern-Oriented Software Architecture", volume 2). A
//! follower is woken only when it becomes the leader and there is an item for it, or when the input has
//! ended.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker, ready};

use futures::StreamExt;
use futures::stream::BoxStream;

use crate::engine::dropped::note_dropped;

/// The workers that wait for an item, and the inlet that one of them waits at.
pub(crate) struct LeaderFollowers<In> {
    /// A channel: nothing of the user's is called by polling it. Nothing once it has ended.
    input: Option<BoxStream<'static, In>>,
    /// Who is woken by the next item.
    leader: Option<WaiterId>,
    /// An item that was there when the leader was promoted, which is then on its way.
    prefetched: Option<In>,
    followers: VecDeque<(WaiterId, Waker)>,
    last_id: WaiterId,
}

/// Whether an item may be received at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    Open,
    /// The reorder buffer has no room for one more.
    Closed,
}

/// Whether a worker asks for the first time in this wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    First,
    Again,
}

/// One worker's wait for one item.
pub(crate) type WaiterId = u64;

impl<In> LeaderFollowers<In> {
    pub(crate) fn new(input: BoxStream<'static, In>) -> Self {
        Self { input: Some(input), leader: None, prefetched: None, followers: VecDeque::new(), last_id: 0 }
    }

    /// The next item, for the worker whose turn it is. `waiter` is its own, and empty when it asks for the
    /// first time.
    pub(crate) fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        waiter: &mut Option<WaiterId>,
        admission: Admission,
    ) -> Poll<Option<In>> {
        let Some(input) = &mut self.input else { return Poll::Ready(None) };
        let arrival = if waiter.is_none() { Arrival::First } else { Arrival::Again };
        let ours = *waiter.get_or_insert_with(|| {
            self.last_id += 1;
            self.last_id
        });
        if self.leader == Some(ours) {
            if let Some(item) = self.prefetched.take() {
                self.leader = None;
                return Poll::Ready(Some(item));
            }
        } else if self.leader.is_some() || admission == Admission::Closed {
            self.follow(cx, ours, arrival);
            return Poll::Pending;
        } else {
            if arrival == Arrival::Again {
                // Woken for an item that it has had: it leads all the same, and follows no more.
                self.followers.retain(|(follower, _)| *follower != ours);
            }
            self.leader = Some(ours);
        }
        let item = ready!(input.poll_next_unpin(cx));
        self.leader = None;
        if item.is_none() {
            self.end();
        }
        Poll::Ready(item)
    }

    /// Makes the first follower the leader, if there is none. It is not woken before there is something to
    /// do.
    pub(crate) fn promote(&mut self) {
        let Some(input) = &mut self.input else { return };
        if self.leader.is_some() {
            return;
        }
        let Some((follower, worker)) = self.followers.pop_front() else { return };
        self.leader = Some(follower);
        match input.poll_next_unpin(&mut Context::from_waker(&worker)) {
            Poll::Pending => {}
            Poll::Ready(Some(item)) => {
                self.prefetched = Some(item);
                worker.wake();
            }
            Poll::Ready(None) => {
                worker.wake();
                self.end();
            }
        }
    }

    fn follow(&mut self, cx: &Context<'_>, ours: WaiterId, arrival: Arrival) {
        let place = match arrival {
            Arrival::First => None,
            // Polled before its turn: it has its place, and perhaps another waker.
            Arrival::Again => self.followers.iter_mut().find(|(follower, _)| *follower == ours),
        };
        match place {
            Some((_, waker)) => waker.clone_from(cx.waker()),
            None => self.followers.push_back((ours, cx.waker().clone())),
        }
    }

    fn end(&mut self) {
        self.input = None;
        self.followers.drain(..).for_each(|(_, worker)| worker.wake());
    }
}

impl<In> Drop for LeaderFollowers<In> {
    fn drop(&mut self) {
        note_dropped(self.prefetched.iter().len());
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use futures::StreamExt;
    use futures::channel::mpsc::unbounded;

    use super::{Admission, LeaderFollowers};

    /// A follower that is polled and finds an item must not become the leader by its old place.
    #[test]
    fn whoever_takes_an_item_follows_no_more() {
        let cx = &mut Context::from_waker(Waker::noop());
        let (items, input) = unbounded();
        let mut waiters = LeaderFollowers::new(input.boxed());
        let (mut a, mut b, mut c) = (None, None, None);
        assert_eq!(waiters.poll_next(cx, &mut a, Admission::Open), Poll::Pending);
        assert_eq!(waiters.poll_next(cx, &mut b, Admission::Open), Poll::Pending);
        items.unbounded_send(1).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut b, Admission::Open), Poll::Pending, "a leads");
        assert_eq!(waiters.poll_next(cx, &mut a, Admission::Open), Poll::Ready(Some(1)));
        items.unbounded_send(2).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut b, Admission::Open), Poll::Ready(Some(2)));
        waiters.promote();
        items.unbounded_send(3).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut c, Admission::Open), Poll::Ready(Some(3)));
    }

    /// An item that is there when a worker becomes the leader waits for that worker.
    #[test]
    fn the_leader_gets_what_was_fetched_for_it() {
        let cx = &mut Context::from_waker(Waker::noop());
        let (items, input) = unbounded();
        let mut waiters = LeaderFollowers::new(input.boxed());
        let (mut a, mut b, mut c) = (None, None, None);
        assert_eq!(waiters.poll_next(cx, &mut a, Admission::Open), Poll::Pending);
        assert_eq!(waiters.poll_next(cx, &mut b, Admission::Open), Poll::Pending);
        items.unbounded_send(1).unwrap();
        items.unbounded_send(2).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut a, Admission::Open), Poll::Ready(Some(1)));
        waiters.promote();
        assert_eq!(waiters.poll_next(cx, &mut c, Admission::Open), Poll::Pending, "b leads");
        drop(items);
        assert_eq!(waiters.poll_next(cx, &mut b, Admission::Open), Poll::Ready(Some(2)));
        assert_eq!(waiters.poll_next(cx, &mut c, Admission::Open), Poll::Ready(None));
    }
}
