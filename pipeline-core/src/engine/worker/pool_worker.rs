//! One worker of a pool: receive, call, send.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::engine::call::{BoxCallSlot, CallOutput};
use crate::engine::channel::mpmc;
use crate::engine::coop::{CallLatency, OutputBudget};
use crate::engine::dropped::note_dropped;
use crate::engine::port::{MpmcInlet, NextItem};
use crate::engine::supervision::Scope;
use crate::meter::note_sending;
use crate::plan::Capacity;

pin_project! {
    /// The worker, written out: a poll goes through one function, and not through one for each thing that may
    /// be waited for. Where workers meet at a rendezvous every item is several polls.
    pub(super) struct PoolWorker<'a, In, U, F> {
        input: &'a MpmcInlet<In>,
        tx: &'a mpmc::Sender<U>,
        scope: &'a Scope,
        slot: BoxCallSlot<In, U>,
        budget: OutputBudget,
        latency: CallLatency,
        // Starts the next worker, once this one has its first item.
        start_next: Option<F>,
        // What was received and is not in its call.
        item: Option<In>,
        // Whether there is an item whose call is not over: it is dropped with the worker.
        in_call: bool,
        #[pin]
        step: Step<'a, In, U>,
    }

    impl<In, U, F> PinnedDrop for PoolWorker<'_, In, U, F> {
        fn drop(this: Pin<&mut Self>) {
            note_dropped(usize::from(this.in_call) + usize::from(matches!(this.step, Step::Yield { .. })));
        }
    }
}

pin_project! {
    /// What is to be done next.
    #[project = StepProjection]
    enum Step<'a, In, U> {
        Receive {
            #[pin]
            next: NextItem<'a, In>,
        },
        // Make the call, after giving way.
        Begin,
        // Take what the call gives.
        Call,
        // Send an item, after giving way.
        Yield {
            item: Option<U>,
        },
        Send {
            #[pin]
            sending: mpmc::Sending<'a, U>,
        },
    }
}

impl<'a, In: Send + 'static, U: Send + 'static, F: FnOnce()> PoolWorker<'a, In, U, F> {
    /// A worker between `input`, an edge of capacity `behind`, and `tx`.
    pub(super) fn new(
        scope: &'a Scope,
        input: &'a MpmcInlet<In>,
        behind: Capacity,
        slot: BoxCallSlot<In, U>,
        tx: &'a mpmc::Sender<U>,
        start_next: F,
    ) -> Self {
        Self {
            input,
            tx,
            scope,
            slot,
            budget: OutputBudget::new(),
            latency: CallLatency::new(behind),
            start_next: Some(start_next),
            item: None,
            in_call: false,
            step: Step::Receive { next: input.next() },
        }
    }
}

impl<In: Send + 'static, U: Send + 'static, F: FnOnce()> Future for PoolWorker<'_, In, U, F> {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        loop {
            match this.step.as_mut().project() {
                StepProjection::Receive { next } => {
                    let Some(item) = ready!(next.poll(cx)) else { return Poll::Ready(()) };
                    *this.item = Some(item);
                    *this.in_call = true;
                    if let Some(start_next) = this.start_next.take() {
                        start_next();
                    }
                    this.step.set(Step::Begin);
                    this.latency.charge_before_call(&mut this.budget.budget);
                }
                StepProjection::Begin => {
                    ready!(this.budget.budget.poll_owed(cx));
                    if this.scope.is_cancelled() {
                        // The worker stays until it is torn down, so that nobody sees an end.
                        return Poll::Pending;
                    }
                    this.budget.next_item();
                    this.latency.call_started();
                    this.step.set(Step::Call);
                }
                StepProjection::Call => {
                    let out = ready!(this.slot.as_mut().poll_call(this.item.take(), cx));
                    this.latency.call_returned();
                    *this.in_call = matches!(out, CallOutput::Item(_));
                    let item = match out {
                        CallOutput::Item(item) | CallOutput::Last(item) => item,
                        CallOutput::Done => {
                            this.step.set(Step::Receive { next: this.input.next() });
                            continue;
                        }
                    };
                    this.step.set(match this.budget.charge_output() {
                        true => Step::Yield { item: Some(item) },
                        false => Step::Send { sending: this.tx.send(item) },
                    });
                }
                StepProjection::Yield { item } => {
                    ready!(this.budget.budget.poll_owed(cx));
                    if let Some(item) = item.take() {
                        this.step.set(Step::Send { sending: this.tx.send(item) });
                    }
                }
                StepProjection::Send { sending } => {
                    // An error is that of the reader, who has left.
                    match sending.poll(cx) {
                        Poll::Ready(Ok(())) => {}
                        Poll::Ready(Err(_)) => return Poll::Ready(()),
                        Poll::Pending => {
                            note_sending();
                            return Poll::Pending;
                        }
                    }
                    this.step.set(match *this.in_call {
                        true => Step::Call,
                        false => Step::Receive { next: this.input.next() },
                    });
                }
            }
        }
    }
}
