//! The engine of `expand`: items that come back as input, until nothing waits and nothing runs.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::edge::{Capacity, Closed, Tx, edge};
use crate::escalation::escalate;
use crate::feed::{Feed, Intake, Reader};
use crate::line::telling;
use crate::node::Node;
use crate::pace::Pace;
use crate::scope::{Scope, lock};
use crate::staff::Staff;
use crate::work::{Out, Work};

/// How many items come back under one lock.
const LOT: usize = 1_024;

/// What is done with one item: it gives, once, something that goes on, and items that come back.
pub(crate) type Expand<In, U> = Work<In, (U, Vec<In>)>;

/// What the workers share with the task that lets new input in.
struct Frontier<In> {
    state: Mutex<Waiting<In>>,
    /// Told when a worker has something to look at.
    work: Notify,
    /// Told when a worker has nothing to do.
    idle: Notify,
    limit: Capacity,
}

struct Waiting<In> {
    items: VecDeque<In>,
    /// Workers that wait for an item.
    idle: usize,
    /// Calls under way.
    running: usize,
    input_ended: bool,
}

/// What a worker is to do.
enum Task<In> {
    Run(In),
    Wait,
    Leave,
}

struct Crew<In, U> {
    frontier: Frontier<In>,
    work: Expand<In, U>,
    tx: Tx<U>,
    staff: Staff,
}

/// All that a call gave, however much that is: the thread is given away in between.
pub(crate) async fn gather<I: Iterator>(items: I) -> Vec<I::Item> {
    let at_least = items.size_hint().0.min(LOT);
    let (mut gathered, mut pace) = (Vec::with_capacity(at_least), Pace::new());
    for item in items {
        gathered.push(item);
        pace.step().await;
    }
    gathered
}

/// Starts the workers of an expanding stage, and the task that lets input in when one of them is idle.
pub(crate) fn start_expanding<In, U>(
    scope: &Scope,
    node: &Node,
    input: Feed<In>,
    work: Expand<In, U>,
) -> Feed<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let (tx, rx) = edge(node.capacity());
    let owner = scope.group();
    let waiting = Waiting { items: VecDeque::new(), idle: 0, running: 0, input_ended: false };
    let frontier = Frontier {
        state: Mutex::new(waiting),
        work: Notify::new(),
        idle: Notify::new(),
        limit: node.frontier.unwrap_or(Capacity::Unbounded),
    };
    let staff = Staff::new(scope, node, &owner.group, work.blocks);
    let crew = Arc::new(Crew { frontier, work, tx, staff });
    let admitting = crew.clone();
    let input = input.into_reader();
    let line = input.line().cloned();
    let admit = async move { admitting.frontier.admit(input).await };
    owner.spawn(node.site(), crew.clone(), telling(line, None, admit));
    crew.start_another();
    Feed::Shared(Intake::new(rx, owner))
}

impl<In: Send + 'static> Frontier<In> {
    /// Lets an item of the input in whenever a worker is idle and nothing else waits.
    async fn admit(&self, mut input: Reader<In>) {
        loop {
            loop {
                let idle = self.idle.notified();
                let wanted = {
                    let state = lock(&self.state);
                    state.idle > state.items.len()
                };
                if wanted {
                    break;
                }
                idle.await;
            }
            match input.next().await {
                Some(item) => {
                    lock(&self.state).items.push_back(item);
                    self.work.notify_one();
                }
                None => {
                    lock(&self.state).input_ended = true;
                    return self.work.notify_waiters();
                }
            }
        }
    }

    /// The next item, or nothing when no more can come.
    async fn next(&self) -> Option<In> {
        let mut idle = false;
        loop {
            let mut work = std::pin::pin!(self.work.notified());
            work.as_mut().enable();
            match self.look(&mut idle) {
                Task::Run(item) => return Some(item),
                Task::Leave => return None,
                Task::Wait => self.idle.notify_one(),
            }
            work.await;
        }
    }

    fn look(&self, idle: &mut bool) -> Task<In> {
        let mut state = lock(&self.state);
        let task = match state.items.pop_front() {
            Some(item) => Task::Run(item),
            None if state.input_ended && state.running == 0 => Task::Leave,
            None => Task::Wait,
        };
        let waits = matches!(task, Task::Wait);
        match (std::mem::replace(idle, waits), waits) {
            (false, true) => state.idle += 1,
            (true, false) => state.idle -= 1,
            _ => {}
        }
        state.running += usize::from(matches!(task, Task::Run(_)));
        task
    }

    /// Takes back what a call gave, a lot at a time. The number of items that may wait, if more do.
    async fn finish(&self, more: Vec<In>, pace: &mut Pace) -> Result<(), usize> {
        let mut more = more.into_iter();
        loop {
            let last = more.len() <= LOT;
            let (waiting, wanted, over) = {
                let mut state = lock(&self.state);
                state.running -= usize::from(last);
                state.items.extend(more.by_ref().take(LOT));
                let over = state.input_ended && state.running == 0 && state.items.is_empty();
                (state.items.len(), state.items.len().min(state.idle), over)
            };
            // Workers that are busy look again by themselves.
            (0..wanted).for_each(|_| self.work.notify_one());
            if over {
                self.work.notify_waiters();
            }
            match self.limit {
                Capacity::Items(limit) if waiting > limit => return Err(limit),
                _ if last => return Ok(()),
                _ => pace.step().await,
            }
        }
    }
}

impl<In: Send + 'static, U: Send + 'static> Crew<In, U> {
    fn start_another(self: &Arc<Self>) {
        let crew = self.clone();
        self.staff.start_another(self.clone(), || async move {
            // An error is that of the reader, who has left.
            let _ = crew.run().await;
        });
    }

    async fn run(self: &Arc<Self>) -> Result<(), Closed> {
        let mut pace = Pace::new();
        let mut hand = self.work.hand();
        let mut fresh = true;
        while let Some(item) = self.frontier.next().await {
            self.staff.scope.stop_if_cancelled().await;
            if std::mem::take(&mut fresh) {
                self.start_another();
            }
            let mut item = Some(item);
            let (Out::Item((out, more)) | Out::Last((out, more))) =
                poll_fn(|cx| hand.as_mut().poll_call(item.take(), cx)).await
            else {
                unreachable!("a call that expands an item gives one result");
            };
            if let Err(limit) = self.frontier.finish(more, &mut pace).await {
                let full = format!("more than {limit} items wait to be expanded");
                escalate::<()>(self.staff.site.clone(), full).await;
            }
            self.tx.send(out).await?;
            pace.step().await;
        }
        Ok(())
    }
}
