//! One task of a run: its body, and what must hold however it ends.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::FutureExt;
use futures::future::BoxFuture;
use pin_project_lite::pin_project;

use super::escalation::{Caught, Noted, catch, resolve};
use super::failure::Failure;
use super::group::{GroupState, TaskGroup};
use super::scope::Scope;
use crate::engine::chaos::Jitter;
use crate::engine::containment::drop_contained;
use crate::engine::coop::PollGuard;
use crate::engine::coop::time_slice::Executor;
use crate::engine::dropped::counting_dropped;
use crate::error::StageId;

/// Runs a body, and puts on record what ends it too early.
///
/// The body is behind a box: every task is of one type, so that tokio's part of it is compiled once, and not
/// for each stage of a user's pipelines. The fields are dropped in this order: a task that a stopping runtime
/// drops tells so before its body drops the edge behind it. What panics when a body is dropped concerns
/// nobody: it has ended, or is torn down. On tokio that would stay in the task; elsewhere it would unwind
/// into who awaits the run.
pub(crate) struct Task {
    watch: ExitMonitor,
    /// Who polls it. It is asked for at each poll.
    executor: Executor,
    body: Body,
    /// What delays its end, and with it that of its edge.
    jitter: Jitter,
}

pin_project! {
    /// A body, and what is dropped after it.
    struct WithKeepAlive<F, H> {
        #[pin]
        body: F,
        keep_alive: H,
    }
}

impl<F: Future, H> Future for WithKeepAlive<F, H> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().body.poll(cx)
    }
}

/// What becomes of a task that has failed the run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterFailure {
    /// It stays until it is torn down, so that its edge does not look like one that came to its end.
    Stay,
    /// It ends: there is no edge behind it, and nobody who tears it down.
    End,
}

/// Tells the scope of a task that ends in any other way than by finishing.
struct ExitMonitor {
    scope: Scope,
    group: Arc<TaskGroup>,
    stage_id: Arc<StageId>,
    after_failure: AfterFailure,
    ended: bool,
}

impl Task {
    /// `keep_alive` outlives the body.
    pub(crate) fn new<F, H>(
        scope: Scope,
        group: Arc<TaskGroup>,
        stage_id: Arc<StageId>,
        body: F,
        keep_alive: H,
        after_failure: AfterFailure,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
        H: Send + 'static,
    {
        let body: BoxFuture<'static, ()> = Box::pin(WithKeepAlive { body, keep_alive });
        let body = Body::new(scope.clone(), body);
        let executor = scope.executor();
        let jitter = match after_failure {
            AfterFailure::Stay => scope.chaos().jitter(),
            AfterFailure::End => Jitter::default(),
        };
        let watch = ExitMonitor { scope, group, stage_id, after_failure, ended: false };
        Self { watch, executor, body, jitter }
    }
}

impl Future for Task {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Self { watch, executor, body, jitter } = self.get_mut();
        if watch.ended {
            return if jitter.is_delaying() { jitter.poll_pass(cx) } else { Poll::Pending };
        }
        let Some(polling) = PollGuard::of_task(*executor, cx) else { return Poll::Pending };
        let (polled, noted) = catch(|| body.poll_unpin(cx));
        drop(polling);
        match (polled, noted) {
            (Ok(Poll::Pending), None) => Poll::Pending,
            (polled, noted) => {
                ready!(watch.ended_or_failed(polled, noted));
                jitter.poll_pass(cx)
            }
        }
    }
}

impl ExitMonitor {
    /// After a poll in which the task has ended, panicked, or failed the run.
    #[cold]
    fn ended_or_failed(&mut self, polled: Caught<Poll<()>>, noted: Option<Box<Noted>>) -> Poll<()> {
        let (polled, failures) = resolve(&self.stage_id, polled, noted);
        let failed = !failures.is_empty();
        for failure in failures {
            self.scope.fail(failure, &self.group);
        }
        if let Some(Poll::Pending) = polled
            && !(failed && self.after_failure == AfterFailure::End)
        {
            return Poll::Pending;
        }
        self.ended = true;
        if failed && self.after_failure == AfterFailure::Stay { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for ExitMonitor {
    fn drop(&mut self) {
        if !self.ended && !self.scope.is_cancelled() && self.group.state() == GroupState::Running {
            self.scope.fail(Failure::RuntimeStopped, &self.group);
        }
    }
}

/// What a task does. Its drop does not unwind, and adds the items that are dropped with it to the count of a
/// run that is cancelled.
pub(super) struct Body {
    scope: Scope,
    /// Nothing once it is dropped.
    future: Option<BoxFuture<'static, ()>>,
}

impl Body {
    pub(super) fn new(scope: Scope, future: BoxFuture<'static, ()>) -> Self {
        Self { scope, future: Some(future) }
    }

    /// Adds items to the count of the run, if that is cancelled. What is dropped before is not lost: its
    /// reader has left.
    #[cold]
    fn add(&self, dropped: usize) {
        if self.scope.is_cancelled() {
            self.scope.switch().tally.add_dropped(dropped);
        }
    }
}

impl Future for Body {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(future) = &mut self.future else { unreachable!("a body is there until it is dropped") };
        let (polled, dropped) = counting_dropped(|| Pin::new(future).poll(cx));
        if dropped > 0 {
            self.add(dropped);
        }
        polled
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        let future = self.future.take();
        let ((), dropped) = counting_dropped(|| drop_contained(future));
        if dropped > 0 {
            self.add(dropped);
        }
    }
}
