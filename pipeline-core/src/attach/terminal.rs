//! Closing a pipeline: the terminal's own task, and its result.

use std::future::Future;
use std::sync::Arc;

use crate::engine::call::Work;
use crate::engine::channel::spsc::telling;
use crate::engine::port::Reader;
use crate::engine::supervision::{Scope, escalate_item};
use crate::engine::worker::start_workers;
use crate::error::{Site, StageError};
use crate::plan::{Node, Role};
use crate::run::{Deferred, Ending, Run};
use crate::stream::{Mode, Sealed, Stream, Track, Tunable};

/// A terminal, called by its word.
pub(crate) fn terminal(word: &'static str) -> Node {
    Node::new(word, Role::Terminal)
}

/// A terminal with a task of its own, called by the name of its function `F` where that has one.
pub(crate) fn calling<F>(word: &'static str) -> Node {
    terminal(word).named_for::<F>().tasked()
}

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Closes the pipeline with a loop over the feed, in a task of its own.
    pub(crate) fn close<R, E, Fut>(
        self,
        node: Node,
        work: impl FnOnce(Reader<K::Item<T>>, Arc<Site>) -> Fut + Send + 'static,
    ) -> Run<R, E>
    where
        R: Send + 'static,
        E: Send + 'static,
        Fut: Future<Output = Result<R, StageError<E>>> + Send + 'static,
    {
        self.close_in(node, move |_, feed, site| work(feed, site))
    }

    /// As [`close`](Self::close), for a loop that asks something of the run it is in.
    pub(crate) fn close_in<R, E, Fut>(
        self,
        node: Node,
        work: impl FnOnce(Scope, Reader<K::Item<T>>, Arc<Site>) -> Fut + Send + 'static,
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
            let feed = upstream.open_for(scope, node);
            let feed = feed.into_reader();
            let line = feed.line().cloned();
            let work = work(scope.clone(), feed, node.site().clone());
            in_root(scope, node.site(), telling(line, None, work))
        })
    }

    /// Closes the pipeline with workers; the first error that one of them sends on ends the run.
    pub(crate) fn close_with<E, M>(
        self,
        node: Node,
        work: impl FnOnce(&Node, Tunable<T, M>) -> Work<K::Item<T>, StageError<E>> + Send + 'static,
    ) -> Run<(), E, Tunable<T, M>>
    where
        E: Send + 'static,
        M: Mode,
    {
        let upstream = self.finish();
        let mut node = node;
        node.inputs.push(upstream.node.clone());
        node.settle_depth(0);
        Run::new(node, Tunable::new(), move |scope, node, tune| {
            let work = work(node, tune);
            let mut errors = start_workers(scope, node, upstream, work).into_reader();
            let line = errors.line().cloned();
            let first = async move {
                match errors.next().await {
                    None => Ok(()),
                    Some(error) => Err(error),
                }
            };
            in_root(scope, node.site(), telling(line, None, first))
        })
    }
}

/// Runs a terminal in a task that the run owns. Nothing comes of it if it is torn down.
pub(crate) fn in_root<R, E>(
    scope: &Scope,
    site: &Arc<Site>,
    work: impl Future<Output = Result<R, StageError<E>>> + Send + 'static,
) -> Ending<R>
where
    R: Send + 'static,
    E: Send + 'static,
{
    let owner = scope.root();
    let (done, result) = futures::channel::oneshot::channel();
    owner.spawn(site, (), async move {
        match work.await {
            // Refused only where the run was dropped, and its result with it.
            Ok(value) => drop(done.send(value)),
            Err(error) => escalate_item(error).await,
        }
    });
    Box::pin(async move {
        let result = result.await.ok();
        // The task has given all it had, or was torn down: nobody leaves it in good health.
        owner.ended();
        result.map(Deferred::ready)
    })
}
