//! Closing a pipeline: the terminal's own task, and its result.

use std::future::Future;
use std::sync::Arc;

use super::terminal_inlet::TerminalInlet;
use crate::engine::call::StageFn;
use crate::engine::channel::spsc::Peers;
use crate::engine::supervision::{Arrivals, Scope, escalate_item};
use crate::engine::worker::start_workers;
use crate::error::{StageError, StageId};
use crate::plan::{Node, Role};
use crate::run::{Deferred, Ending, Run};
use crate::stream::{Mode, Sealed, Stream, Track, Tunable};

/// A terminal, called by its word.
pub(crate) fn terminal(word: &'static str) -> Node {
    Node::new(word, Role::Terminal)
}

/// A terminal with a task of its own, called by the name of its function `F` where that has one.
pub(crate) fn terminal_for_fn<F>(word: &'static str) -> Node {
    terminal(word).named_for::<F>().with_own_task()
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Closes the pipeline with a loop over the inlet, in a task of its own.
    pub(crate) fn close_with_loop<R, E, Fut>(
        self,
        node: Node,
        work: impl FnOnce(TerminalInlet<K::Item<T>>, Arc<StageId>) -> Fut + Send + 'static,
    ) -> Run<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
        Fut: Future<Output = Result<R, StageError<E>>> + Send + 'static,
    {
        self.close_in(node, move |_, inlet, stage_id| work(inlet, stage_id))
    }

    /// As [`close`](Self::close), for a loop that asks something of the run it is in.
    pub(crate) fn close_in<R, E, Fut>(
        self,
        node: Node,
        work: impl FnOnce(Scope, TerminalInlet<K::Item<T>>, Arc<StageId>) -> Fut + Send + 'static,
    ) -> Run<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
        Fut: Future<Output = Result<R, StageError<E>>> + Send + 'static,
    {
        let upstream = self.finish();
        let mut node = node;
        node.inputs.push(upstream.node.clone());
        node.settle_depth(0);
        Run::new(node, Sealed(()), move |scope, node, _| {
            let inlet = upstream.start_for(scope, node);
            let inlet = inlet.into_reader();
            let peers = Peers { read: inlet.ring().cloned(), sent: None };
            let inlet = TerminalInlet::new(inlet, Arrivals::new(scope.switch()));
            let work = work(scope.clone(), inlet, node.stage_id().clone());
            run_terminal(scope, node.stage_id(), peers, work)
        })
    }

    /// Closes the pipeline with workers; the first error that one of them sends on ends the run.
    pub(crate) fn close_with_workers<E, M>(
        self,
        node: Node,
        work: impl FnOnce(&Node, Tunable<T, M>) -> StageFn<K::Item<T>, StageError<E>> + Send + 'static,
    ) -> Run<(), E, Tunable<T, M>>
    where
        E: Send + 'static,
        M: Mode,
    {
        self.close_with_workers_in(node, move |_, node, tune| work(node, tune))
    }

    /// The same, for workers that ask something of the run they are in.
    pub(crate) fn close_with_workers_in<E, M, F>(self, node: Node, work: F) -> Run<(), E, Tunable<T, M>>
    where
        E: Send + 'static,
        M: Mode,
        F: FnOnce(&Scope, &Node, Tunable<T, M>) -> StageFn<K::Item<T>, StageError<E>> + Send + 'static,
    {
        let upstream = self.finish();
        let mut node = node;
        node.inputs.push(upstream.node.clone());
        node.settle_depth(0);
        Run::new(node, Tunable::new(), move |scope, node, tune| {
            let switch = scope.switch().clone();
            let work = work(scope, node, tune).counted(move || Arrivals::new(&switch));
            let mut errors = start_workers(scope, node, upstream, work).into_reader();
            let peers = Peers { read: errors.ring().cloned(), sent: None };
            let first = async move {
                match errors.next().await {
                    None => Ok(()),
                    Some(error) => Err(error),
                }
            };
            run_terminal(scope, node.stage_id(), peers, first)
        })
    }
}

/// Runs a terminal in a task that the run owns. Nothing comes of it if it is torn down.
pub(crate) fn run_terminal<R, E>(
    scope: &Scope,
    stage_id: &Arc<StageId>,
    peers: Peers,
    work: impl Future<Output = Result<R, StageError<E>>> + Send + 'static,
) -> Ending<R>
where
    R: Send + 'static,
    E: Send + 'static,
{
    let owner = scope.root();
    let (done, result) = futures::channel::oneshot::channel();
    owner.spawn(stage_id, (), peers, async move {
        match work.await {
            // Refused only where the run was dropped, and its result with it.
            Ok(value) => drop(done.send(value)),
            Err(error) => escalate_item(error).await,
        }
    });
    Box::pin(async move {
        let result = result.await.ok();
        // The task has given all it had, or was torn down: later failures in it would be ignored otherwise.
        owner.ended();
        result.map(Deferred::ready)
    })
}
