//! A stage with one worker between two lines, as most stages that are awaited are.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::engine::call::{BoxHand, Out};
use crate::engine::channel::spsc::LineTx;
use crate::engine::coop::Pace;
use crate::engine::port::LineIntake;
use crate::engine::supervision::Scope;

/// The worker of [`solo`](crate::solo), written out for lines: a poll goes through one function, and not through one for
/// each thing that may be waited for. At a rendezvous every item is a poll, and a sixth of its cost was that.
pub(crate) struct Straight<In, U> {
    scope: Scope,
    input: LineIntake<In>,
    hand: BoxHand<In, U>,
    tx: LineTx<U>,
    pace: Pace,
    /// What was received and is not in its call.
    item: Option<In>,
    /// Whether the call is over.
    over: bool,
    step: Step<U>,
}

/// What is to be done next.
enum Step<U> {
    Receive,
    /// Take what the call gives. Items are counted as they are received; what else comes out of one is counted here.
    Call {
        first: bool,
    },
    /// Put an item, after giving way.
    Put(U),
    /// Wait until the last item is settled.
    Settle,
    /// Nothing: the run is cancelled. The worker stays until it is torn down, so that nobody sees an end.
    Stay,
}

impl<In, U> Straight<In, U> {
    pub(crate) fn new(scope: Scope, input: LineIntake<In>, hand: BoxHand<In, U>, tx: LineTx<U>) -> Self {
        Self { scope, input, hand, tx, pace: Pace::new(), item: None, over: false, step: Step::Receive }
    }

    #[inline]
    fn next(&self) -> Step<U> {
        if self.over { Step::Receive } else { Step::Call { first: false } }
    }

    #[inline]
    fn put(&mut self, item: U) {
        self.step = if self.tx.push(item).is_break() { Step::Settle } else { self.next() };
    }
}

// No field is pinned in place: the hand is behind a box, and items are moved freely.
impl<In, U> Unpin for Straight<In, U> {}

impl<In, U> Future for Straight<In, U> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        loop {
            match &mut this.step {
                Step::Receive => {
                    ready!(this.pace.poll(cx));
                    let Some(item) = ready!(this.input.poll_next(cx)) else { return Poll::Ready(()) };
                    this.step = if this.scope.is_cancelled() {
                        Step::Stay
                    } else {
                        this.item = Some(item);
                        Step::Call { first: true }
                    };
                }
                Step::Call { first } => {
                    let first = *first;
                    let out = ready!(this.hand.as_mut().poll_call(this.item.take(), cx));
                    this.over = !matches!(out, Out::Item(_));
                    match out {
                        Out::Over => this.step = Step::Receive,
                        Out::Item(item) | Out::Last(item) => {
                            if first || this.pace.poll(cx).is_ready() {
                                this.put(item);
                            } else {
                                this.step = Step::Put(item);
                                return Poll::Pending;
                            }
                        }
                    }
                }
                Step::Put(_) => {
                    if let Step::Put(item) = std::mem::replace(&mut this.step, Step::Settle) {
                        this.put(item);
                    }
                }
                Step::Settle => {
                    // An error is that of the reader, who has left.
                    if ready!(this.tx.poll_settled(cx)).is_err() {
                        return Poll::Ready(());
                    }
                    this.step = this.next();
                }
                Step::Stay => return Poll::Pending,
            }
        }
    }
}
