//! A desk: where the workers of an ordered stage wait for items, one of them at the input and the others in a
//! queue.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker, ready};

use futures::StreamExt;
use futures::stream::BoxStream;

pub(crate) struct LeaderFollowers<In> {
    /// An edge: nothing of the user's is called by polling it. Nothing once it has ended.
    input: Option<BoxStream<'static, In>>,
    /// Who is woken by the next item.
    leader: Option<WaiterId>,
    /// What came when the appointed was put at the input, who is then on its way.
    prefetched: Option<In>,
    followers: VecDeque<(WaiterId, Waker)>,
    tickets: WaiterId,
}

/// One worker's wait for one item.
pub(crate) type WaiterId = u64;

impl<In> LeaderFollowers<In> {
    pub(crate) fn new(input: BoxStream<'static, In>) -> Self {
        Self { input: Some(input), leader: None, prefetched: None, followers: VecDeque::new(), tickets: 0 }
    }

    /// The next item, for the worker whose turn it is. `open` tells whether an item may be received at all.
    pub(crate) fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        ticket: &mut Option<WaiterId>,
        open: bool,
    ) -> Poll<Option<In>> {
        let Some(input) = &mut self.input else { return Poll::Ready(None) };
        let fresh = ticket.is_none();
        let ours = *ticket.get_or_insert_with(|| {
            self.tickets += 1;
            self.tickets
        });
        if self.leader == Some(ours) {
            if let Some(item) = self.prefetched.take() {
                self.leader = None;
                return Poll::Ready(Some(item));
            }
        } else if self.leader.is_some() || !open {
            self.queue_up(cx, ours, fresh);
            return Poll::Pending;
        } else {
            if !fresh {
                // Woken for an item that it has had: it goes to the input all the same, and out of the queue.
                self.followers.retain(|(queued, _)| *queued != ours);
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

    /// Puts the first in the queue at the input, if nobody is there: not woken before there is something to
    /// do.
    pub(crate) fn promote(&mut self) {
        let Some(input) = &mut self.input else { return };
        if self.leader.is_some() {
            return;
        }
        let Some((ticket, worker)) = self.followers.pop_front() else { return };
        self.leader = Some(ticket);
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

    fn queue_up(&mut self, cx: &Context<'_>, ours: WaiterId, fresh: bool) {
        // One that is not fresh was polled before its turn: it has its place, and perhaps another waker.
        let place = if fresh { None } else { self.followers.iter_mut().find(|(queued, _)| *queued == ours) };
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

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use futures::StreamExt;
    use futures::channel::mpsc::unbounded;

    use super::LeaderFollowers;

    /// A worker that is polled while it queues, and finds an item, must not be sent to the input by its old
    /// place.
    #[test]
    fn whoever_takes_an_item_leaves_the_queue() {
        let cx = &mut Context::from_waker(Waker::noop());
        let (items, input) = unbounded();
        let mut waiters = LeaderFollowers::new(input.boxed());
        let (mut a, mut b, mut c) = (None, None, None);
        assert_eq!(waiters.poll_next(cx, &mut a, true), Poll::Pending);
        assert_eq!(waiters.poll_next(cx, &mut b, true), Poll::Pending);
        items.unbounded_send(1).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut b, true), Poll::Pending, "a is at the input");
        assert_eq!(waiters.poll_next(cx, &mut a, true), Poll::Ready(Some(1)));
        items.unbounded_send(2).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut b, true), Poll::Ready(Some(2)));
        waiters.promote();
        items.unbounded_send(3).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut c, true), Poll::Ready(Some(3)));
    }

    /// An item that is there when a worker is put at the input waits for that worker.
    #[test]
    fn the_appointed_gets_what_came_early() {
        let cx = &mut Context::from_waker(Waker::noop());
        let (items, input) = unbounded();
        let mut waiters = LeaderFollowers::new(input.boxed());
        let (mut a, mut b, mut c) = (None, None, None);
        assert_eq!(waiters.poll_next(cx, &mut a, true), Poll::Pending);
        assert_eq!(waiters.poll_next(cx, &mut b, true), Poll::Pending);
        items.unbounded_send(1).unwrap();
        items.unbounded_send(2).unwrap();
        assert_eq!(waiters.poll_next(cx, &mut a, true), Poll::Ready(Some(1)));
        waiters.promote();
        assert_eq!(waiters.poll_next(cx, &mut c, true), Poll::Pending, "b is at the input");
        drop(items);
        assert_eq!(waiters.poll_next(cx, &mut b, true), Poll::Ready(Some(2)));
        assert_eq!(waiters.poll_next(cx, &mut c, true), Poll::Ready(None));
    }
}
