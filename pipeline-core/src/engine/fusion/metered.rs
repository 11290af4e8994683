//! A push stream whose items are counted.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::push::{BoxPushStream, PushStream, PushTo, Pushed};
use crate::meter::{EdgeMeter, Writers};

/// Counts the items that go into an edge.
struct CountSent<I> {
    chain: BoxPushStream<I>,
    edge: Arc<EdgeMeter>,
}

/// Counts the items that are taken out of an edge, or out of several that are one.
struct CountReceived<I> {
    chain: BoxPushStream<I>,
    edges: Vec<Arc<EdgeMeter>>,
    /// Who takes items out of the same edges.
    readers: Writers,
}

/// Counts what `chain` hands over as sent into `edge`.
pub(crate) fn count_sent<I: Send + 'static>(
    chain: BoxPushStream<I>,
    edge: Arc<EdgeMeter>,
) -> BoxPushStream<I> {
    Box::pin(CountSent { chain, edge })
}

/// Counts what `chain` hands over as received from `edges`.
pub(crate) fn count_received<I: Send + 'static>(
    chain: BoxPushStream<I>,
    edges: Vec<Arc<EdgeMeter>>,
    readers: Writers,
) -> BoxPushStream<I> {
    Box::pin(CountReceived { chain, edges, readers })
}

impl<I: Send> PushStream<I> for CountSent<I> {
    fn calls(&self) -> usize {
        self.chain.calls()
    }

    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let Self { chain, edge } = &mut *self;
        let before = edge.sent().get();
        let batch = chain.as_mut().poll_push(cx, &mut |item| {
            edge.sent().add_alone();
            sink(item)
        });
        // Whoever receives was waiting all the while, or is on another thread: most items wait now.
        edge.note_waiting();
        if edge.sent().get() != before {
            edge.note_moved();
        }
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.chain.as_mut().next_may_be_last();
    }
}

impl<I: Send> PushStream<I> for CountReceived<I> {
    fn calls(&self) -> usize {
        self.chain.calls()
    }

    fn poll_push(mut self: Pin<&mut Self>, cx: &mut Context<'_>, sink: &mut PushTo<'_, I>) -> Poll<Pushed> {
        let Self { chain, edges, readers } = &mut *self;
        let (chain, mut moved) = (chain.as_mut(), false);
        let batch = match (&edges[..], readers) {
            // As nearly all are.
            ([edge], Writers::One) => chain.poll_push(cx, &mut |item| {
                moved = true;
                edge.received().add_alone();
                sink(item)
            }),
            (edges, _) => chain.poll_push(cx, &mut |item| {
                moved = true;
                edges.iter().for_each(|edge| edge.received().add(1));
                sink(item)
            }),
        };
        if moved {
            for edge in edges {
                edge.note_moved();
                edge.note_fewer();
            }
        }
        batch
    }

    fn next_may_be_last(mut self: Pin<&mut Self>) {
        self.chain.as_mut().next_may_be_last();
    }
}
