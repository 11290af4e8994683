//! A stage with one worker, in a task between two edges.

use std::future::poll_fn;
use std::ops::ControlFlow;

use super::single_spsc::Straight;
use crate::engine::call::{BoxHand, Outlet, Work, handle};
use crate::engine::channel::Closed;
use crate::engine::channel::spsc::telling;
use crate::engine::coop::Pace;
use crate::engine::port::{Exit, Feed, Reader};
use crate::engine::supervision::Scope;
use crate::plan::Node;

/// Starts the only worker of a stage between `input` and a new edge.
pub(crate) fn start_worker<In, U>(scope: &Scope, node: &Node, input: Feed<In>, work: Work<In, U>) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let owner = scope.group();
    let group = owner.group.clone();
    let (exit, hold, feed) = Exit::of(node, owner);
    let sent = exit.line().cloned();
    let (input, exit) = match (input, exit) {
        (Feed::Line(input), Exit::Line(tx)) => {
            let read = Some(input.line().clone());
            let worker = Straight::new(scope.clone(), input, work.hand(), tx);
            scope.spawn_worker(&group, node.site(), hold, telling(read, sent, worker), work.blocks);
            return feed;
        }
        other => other,
    };
    let input = input.into_reader();
    let read = input.line().cloned();
    let worker = Worker {
        scope: scope.clone(),
        input,
        hand: work.hand(),
        out: Alone { exit, pace: Pace::new(), first: true, held: None },
    };
    scope.spawn_worker(&group, node.site(), hold, telling(read, sent, worker.work()), work.blocks);
    feed
}

struct Worker<In, U> {
    scope: Scope,
    input: Reader<In>,
    hand: BoxHand<In, U>,
    out: Alone<U>,
}

impl<In: Send + 'static, U: Send + 'static> Worker<In, U> {
    async fn work(mut self) {
        loop {
            let item = match self.input.take() {
                Some(item) => item,
                None => match self.input.wait().await {
                    Some(item) => item,
                    None => return,
                },
            };
            self.scope.stop_if_cancelled().await;
            self.out.first = true;
            if handle(&mut self.hand, item, &mut self.out).await.is_err() {
                return;
            }
        }
    }
}

/// Sends results as they come.
struct Alone<U> {
    exit: Exit<U>,
    pace: Pace,
    /// Whether nothing has come out of the item yet. Items are counted as they are received; what else comes out of one is
    /// counted here.
    first: bool,
    /// What could not be sent at once.
    held: Option<U>,
}

impl<U: Send + 'static> Outlet<U> for Alone<U> {
    #[inline]
    fn put(&mut self, item: U) -> ControlFlow<()> {
        if !std::mem::take(&mut self.first) && self.pace.due() {
            self.held = Some(item);
            return ControlFlow::Break(());
        }
        match &mut self.exit {
            Exit::Line(tx) => tx.push(item),
            Exit::Shared(_) => {
                self.held = Some(item);
                ControlFlow::Break(())
            }
        }
    }

    async fn settled(&mut self) -> Result<(), Closed> {
        self.pace.give_way().await;
        match (self.held.take(), &mut self.exit) {
            (Some(item), exit) => exit.send(item).await,
            (None, Exit::Line(tx)) => poll_fn(|cx| tx.poll_settled(cx)).await,
            (None, Exit::Shared(_)) => Ok(()),
        }
    }
}
