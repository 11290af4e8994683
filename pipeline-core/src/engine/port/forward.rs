//! Forwarders: tasks that push the items of a fused stage into a channel.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::task::{Poll, ready};

use super::inlet::Inlet;
use super::outlet::Outlet;
use super::stage_output::StageOutput;
use crate::engine::channel::Closed;
use crate::engine::channel::spsc::Peers;
use crate::engine::fusion::{BoxPushStream, PushStream, Pushed};
use crate::engine::supervision::Scope;
use crate::plan::Node;

impl<I: Send + 'static> Inlet<I> {
    /// What a stage hands on that makes a push stream of its inputs: behind an edge if it has a task of its
    /// own.
    pub(crate) fn fuse_or_forward(scope: &Scope, node: &Node, chain: impl PushStream<I> + 'static) -> Self {
        if node.has_forwarder() {
            spawn_forwarder(scope, node, node.metered(Box::pin(chain)))
        } else {
            Self::fused(chain)
        }
    }
}

impl<U: Send + 'static> Outlet<U> {
    /// Sends all that a push stream hands over.
    async fn send_all(self, mut chain: BoxPushStream<U>) -> Result<(), Closed> {
        match self {
            Self::Spsc(mut tx) => {
                poll_fn(|cx| {
                    loop {
                        ready!(tx.poll_ready(cx))?;
                        let batch = chain.as_mut().poll_push(cx, &mut |item| tx.push(item));
                        if ready!(batch) == Pushed::End {
                            return Poll::Ready(Ok(()));
                        }
                    }
                })
                .await
            }
            Self::Mpmc(tx) => loop {
                let mut next = None;
                let mut keep = |item| {
                    next = Some(item);
                    ControlFlow::Break(())
                };
                poll_fn(|cx| chain.as_mut().poll_push(cx, &mut keep)).await;
                match next {
                    Some(item) => tx.send(item).await?,
                    None => return Ok(()),
                }
            },
        }
    }
}

/// Starts a task that sends all that a push stream hands over into a new edge behind `node`.
pub(crate) fn spawn_forwarder<I: Send + 'static>(
    scope: &Scope,
    node: &Node,
    chain: BoxPushStream<I>,
) -> Inlet<I> {
    let StageOutput { group, outlet, keep_open, inlet } = StageOutput::open(scope, node);
    let peers = Peers { read: None, sent: outlet.ring().cloned() };
    scope.spawn(&group, node.stage_id(), keep_open, peers, async move {
        // An error is that of the reader, who has left.
        let _ = outlet.send_all(chain).await;
    });
    inlet
}
