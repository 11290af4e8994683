//! Forwarders: tasks that push the items of a fused stage into a channel.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::task::{Poll, ready};

use super::inlet::Feed;
use super::outlet::Exit;
use crate::engine::channel::Closed;
use crate::engine::channel::spsc::telling;
use crate::engine::fusion::{Batch, BoxChain, Chain};
use crate::engine::supervision::Scope;
use crate::plan::Node;

impl<I: Send + 'static> Feed<I> {
    /// What a stage hands on that makes a chain of its inputs: behind an edge if it has a task of its own.
    pub(crate) fn of_stage(scope: &Scope, node: &Node, chain: impl Chain<I> + 'static) -> Self {
        match node.has_task() {
            true => feed_edge(scope, node, Box::pin(chain)),
            false => Self::fused(chain),
        }
    }
}

impl<U: Send + 'static> Exit<U> {
    /// Sends all that a chain hands over.
    async fn send_all(self, mut chain: BoxChain<U>) -> Result<(), Closed> {
        match self {
            Self::Line(mut tx) => {
                let line = tx.line().clone();
                let send = poll_fn(|cx| {
                    loop {
                        ready!(tx.poll_settled(cx))?;
                        let batch = chain.as_mut().poll_batch(cx, &mut |item| tx.push(item));
                        if ready!(batch) == Batch::End {
                            return Poll::Ready(Ok(()));
                        }
                    }
                });
                telling(None, Some(line), send).await
            }
            Self::Shared(tx) => loop {
                let mut next = None;
                let mut keep = |item| {
                    next = Some(item);
                    ControlFlow::Break(())
                };
                poll_fn(|cx| chain.as_mut().poll_batch(cx, &mut keep)).await;
                match next {
                    Some(item) => tx.send(item).await?,
                    None => return Ok(()),
                }
            },
        }
    }
}

/// Starts a task that sends all that a chain hands over into a new edge behind `node`.
pub(crate) fn feed_edge<I: Send + 'static>(scope: &Scope, node: &Node, chain: BoxChain<I>) -> Feed<I> {
    let owner = scope.group();
    let group = owner.group.clone();
    let (exit, hold, feed) = Exit::of(node, owner);
    scope.spawn(&group, node.site(), hold, async move {
        // An error is that of the reader, who has left.
        let _ = exit.send_all(chain).await;
    });
    feed
}
