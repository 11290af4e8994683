//! A stage with one worker between two rings, as most stages that are awaited are.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::engine::call::{BoxCallSlot, CallOutput};
use crate::engine::coop::Budget;
use crate::engine::dropped::note_dropped;
use crate::engine::port::{SpscInlet, SpscOutlet};
use crate::engine::supervision::Scope;
use crate::meter::note_sending;

/// The worker of [`single`](super::single), written out for rings: a poll goes through one function, and not
/// through one for each thing that may be waited for. At a rendezvous every item is a poll, and a sixth of
/// its cost was that.
pub(crate) struct SpscWorker<In, U> {
    scope: Scope,
    input: SpscInlet<In>,
    slot: BoxCallSlot<In, U>,
    tx: SpscOutlet<U>,
    budget: Budget,
    /// What was received when the run was cancelled.
    refused: Option<In>,
    /// Whether the call is over.
    call_done: bool,
    step: State<U>,
}

/// What is to be done next.
enum State<U> {
    Receive,
    /// Take what the call gives. Items are counted as they are received; what else comes out of one is
    /// counted here.
    Call {
        first: bool,
    },
    /// Take what has come out of the call, after giving way.
    Emit(CallOutput<U>),
    /// Wait until the last item is settled.
    AwaitRoom,
    /// Nothing: the run is cancelled. The worker stays until it is torn down, so that nobody sees an end.
    Cancelled,
}

impl<In, U> SpscWorker<In, U> {
    pub(crate) fn new(
        scope: Scope,
        input: SpscInlet<In>,
        slot: BoxCallSlot<In, U>,
        tx: SpscOutlet<U>,
    ) -> Self {
        Self {
            scope,
            input,
            slot,
            tx,
            budget: Budget::new(),
            refused: None,
            call_done: false,
            step: State::Receive,
        }
    }

    #[inline]
    fn next(&self) -> State<U> {
        if self.call_done { State::Receive } else { State::Call { first: false } }
    }

    /// Takes the first thing that comes out of a call, which is counted with the item.
    #[inline]
    fn take(&mut self, out: CallOutput<U>) {
        if self.tx.delays() {
            self.step = State::Emit(out);
        } else {
            self.hand_on(out);
        }
    }

    #[inline]
    fn hand_on(&mut self, out: CallOutput<U>) {
        self.call_done = !matches!(out, CallOutput::Item(_));
        match out {
            CallOutput::Done => self.step = State::Receive,
            CallOutput::Item(item) | CallOutput::Last(item) => self.emit(item),
        }
    }

    /// Takes what else comes out of a call: pending where it is time to give way before it is sent.
    fn take_next(&mut self, out: CallOutput<U>, cx: &mut Context<'_>) -> Poll<()> {
        if !matches!(out, CallOutput::Done) && self.budget.poll_proceed(cx).is_pending() {
            self.step = State::Emit(out);
            return Poll::Pending;
        }
        self.take(out);
        Poll::Ready(())
    }

    #[inline]
    fn emit(&mut self, item: U) {
        self.step = if self.tx.push(item).is_break() { State::AwaitRoom } else { self.next() };
    }
}

impl<In, U> Drop for SpscWorker<In, U> {
    fn drop(&mut self) {
        let under_way = matches!(self.step, State::Call { .. } | State::Emit(_) | State::Cancelled);
        note_dropped(usize::from(under_way));
    }
}

impl<In, U> Unpin for SpscWorker<In, U> {}

impl<In, U> Future for SpscWorker<In, U> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        loop {
            match &mut this.step {
                State::Receive => {
                    ready!(this.budget.poll_proceed(cx));
                    let Some(item) = ready!(this.input.poll_next(cx)) else { return Poll::Ready(()) };
                    if this.scope.is_cancelled() {
                        this.refused = Some(item);
                        this.step = State::Cancelled;
                        return Poll::Pending;
                    }
                    this.step = State::Call { first: true };
                    let out = ready!(this.slot.as_mut().poll_call(Some(item), cx));
                    this.take(out);
                }
                State::Call { first } => {
                    let first = *first;
                    let out = ready!(this.slot.as_mut().poll_call(None, cx));
                    match first {
                        true => this.take(out),
                        false => ready!(this.take_next(out, cx)),
                    }
                }
                State::Emit(_) => {
                    ready!(this.tx.poll_delay(cx));
                    if let State::Emit(out) = std::mem::replace(&mut this.step, State::AwaitRoom) {
                        this.hand_on(out);
                    }
                }
                State::AwaitRoom => {
                    // An error is that of the reader, who has left.
                    if ready!(this.tx.poll_ready(cx)).is_err() {
                        return Poll::Ready(());
                    }
                    this.step = this.next();
                }
                State::Cancelled => return Poll::Pending,
            }
        }
    }
}

/// The same worker in a run that is watched: it notes when it waits for room.
pub(crate) struct NotingSending<In, U>(pub(crate) SpscWorker<In, U>);

impl<In, U> Future for NotingSending<In, U> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let polled = Pin::new(&mut self.0).poll(cx);
        if polled.is_pending() && matches!(self.0.step, State::AwaitRoom) {
            note_sending();
        }
        polled
    }
}
