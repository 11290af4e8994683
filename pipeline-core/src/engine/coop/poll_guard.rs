//! A poll of a task of a run.

use std::task::Context;

use super::time_slice::{Executor, THREAD, task_of};

/// A poll of a task.
pub(crate) struct PollGuard {
    outside: Executor,
}

impl PollGuard {
    /// Begins the poll of a task; nothing if the thread's slice is used up. Then the task is woken after
    /// others had their turn.
    #[inline]
    pub(crate) fn of_task(executor: Executor, cx: &mut Context<'_>) -> Option<Self> {
        THREAD.with(|thread| {
            let polling = Self { outside: thread.begin(executor) };
            if thread.depth.get() == 1 {
                thread.task.set(Some(task_of(cx)));
                if thread.polls.get() == thread.look_at.get() {
                    return thread.look(cx).then_some(polling);
                }
            }
            Some(polling)
        })
    }

    /// Begins a poll on a thread that has nothing else to do.
    pub(crate) fn apart() -> Self {
        Self { outside: THREAD.with(|thread| thread.begin(Executor::Tokio)) }
    }
}

impl Drop for PollGuard {
    #[inline]
    fn drop(&mut self) {
        THREAD.with(|thread| {
            let depth = thread.depth.get() - 1;
            thread.depth.set(depth);
            thread.executor.set(self.outside);
            if depth == 0
                && let Some(began) = thread.began.take()
            {
                thread.end(began);
            }
        });
    }
}
