//! Exits: how what a task makes gets to the stage that reads it.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::task::{Poll, ready};

use crate::chain::{Batch, BoxChain};
use crate::edge::{Capacity, Closed, Tx, edge};
use crate::feed::{Feed, Intake, LineIntake};
use crate::group::Owner;
use crate::line::{Line, LineEnd, LineTx, line, telling};
use crate::node::Node;
use crate::scope::Scope;

/// The end of an edge that one task sends into.
pub(crate) enum Exit<U> {
    Line(LineTx<U>),
    Shared(Arc<Tx<U>>),
}

/// What keeps the edge from ending; see [`Scope::spawn`].
pub(crate) enum Hold<U> {
    Line(#[allow(dead_code, reason = "it counts by being dropped")] LineEnd),
    Shared(#[allow(dead_code, reason = "it counts by being dropped")] Arc<Tx<U>>),
}

impl<U: Send + 'static> Exit<U> {
    /// The edge behind `node`, whose one task belongs to `owner`.
    pub(crate) fn of(node: &Node, owner: Owner) -> (Self, Hold<U>, Feed<U>) {
        match node.capacity() {
            Capacity::Items(n) if !node.is_shared() => {
                let (tx, rx) = line(n);
                let hold = Hold::Line(tx.end());
                (Self::Line(tx), hold, Feed::Line(LineIntake::new(rx, owner)))
            }
            capacity => {
                let (tx, rx) = edge(capacity);
                let tx = Arc::new(tx);
                (Self::Shared(tx.clone()), Hold::Shared(tx), Feed::Shared(Intake::new(rx, owner)))
            }
        }
    }

    #[inline]
    pub(crate) async fn send(&mut self, item: U) -> Result<(), Closed> {
        match self {
            Self::Line(tx) => tx.send(item).await,
            Self::Shared(tx) => tx.send(item).await,
        }
    }

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

    /// The line that is sent into, if it is one.
    pub(crate) fn line(&self) -> Option<&Arc<Line>> {
        match self {
            Self::Line(tx) => Some(tx.line()),
            Self::Shared(_) => None,
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
