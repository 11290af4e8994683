//! The workers of an `.ordered()` stage.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Context;

use crate::edge::Closed;
use crate::exit::{Exit, Hold};
use crate::feed::Feed;
use crate::line::Line;
use crate::node::{Node, Site};
use crate::order::{Order, Place, Way};
use crate::pace::Pace;
use crate::scope::{Group, Scope};
use crate::tempo::Tempo;
use crate::work::{Outlet, Work};

/// What the workers share. The last that ends drops it, and with it the edge behind the stage.
struct Crew<In, W: Work<In>> {
    order: Order<In, W::Out>,
    work: W,
    scope: Scope,
    group: Arc<Group>,
    site: Arc<Site>,
    limit: usize,
    started: AtomicUsize,
    /// The line that is sent into, if it is one.
    sent: Option<Arc<Line>>,
    _hold: Hold<W::Out>,
}

/// Starts the workers of a stage that keeps the order of one.
pub(crate) fn start_crew<In, W>(scope: &Scope, node: &Node, input: Feed<In>, work: W) -> Feed<W::Out>
where
    In: Send + 'static,
    W: Work<In>,
{
    let owner = scope.group();
    let group = owner.group.clone();
    let (exit, hold, feed) = Exit::of(node, owner);
    let sent = exit.line().cloned();
    let crew = Arc::new(Crew {
        order: Order::new(input.into_stream(), exit, node.workers, node.window()),
        work,
        scope: scope.clone(),
        group,
        site: node.site().clone(),
        limit: node.workers,
        started: AtomicUsize::new(0),
        sent,
        _hold: hold,
    });
    crew.start_another();
    feed
}

impl<In: Send + 'static, W: Work<In>> Crew<In, W> {
    /// Starts one more worker, if there may be one more; each starts the next when its own first item arrives.
    fn start_another(self: &Arc<Self>) {
        if self.started.fetch_add(1, Ordering::Relaxed) < self.limit {
            let crew = self.clone();
            self.scope.spawn(&self.group, &self.site, self.clone(), async move {
                let sending = Sending::default();
                let mut waited = 0;
                let mut work = pin!(crew.work(&sending));
                poll_fn(|cx| {
                    let polled = work.as_mut().poll(cx);
                    crew.sent.iter().for_each(|line| line.tell_reader());
                    if polled.is_pending() && sending.lasts(&mut waited, cx) {
                        crew.order.relieve();
                    }
                    polled
                })
                .await;
            });
        }
    }

    async fn work(self: &Arc<Self>, sending: &Sending) {
        let mut pace = Pace::new();
        let mut fresh = true;
        let mut tempo = Tempo::new();
        // While a slow call computes, another worker must receive. One that is quick is back before that is worth it.
        while let Some((number, item)) = self.order.receive(tempo.is_slow()).await {
            if self.scope.is_cancelled() {
                // It stays until it is torn down, so that nobody sees an end.
                std::future::pending::<()>().await;
            }
            if std::mem::take(&mut fresh) {
                self.start_another();
            }
            tempo.give_way(&mut pace).await;
            tempo.start();
            let order = &self.order;
            let mut turn = Turn {
                number,
                order,
                sending,
                tempo: &mut tempo,
                pace: &mut pace,
                first: true,
                exit: None,
                held: None,
            };
            if self.work.run(item, &mut turn).await.is_err() || turn.finish().await.is_err() {
                return;
            }
        }
    }
}

/// Whether a worker waits for room, and not for the user's function.
#[derive(Default)]
struct Sending {
    sends: AtomicUsize,
    under_way: AtomicBool,
}

impl Sending {
    fn begins(&self) {
        self.sends.fetch_add(1, Ordering::Relaxed);
        self.under_way.store(true, Ordering::Relaxed);
    }

    fn ends(&self) {
        self.under_way.store(false, Ordering::Relaxed);
    }

    /// Whether it is time for another worker to receive. A send that has just begun gets one more turn of the scheduler: as a rule
    /// it is over by then, and this worker goes on.
    fn lasts(&self, waited: &mut usize, cx: &Context<'_>) -> bool {
        let sends = self.sends.load(Ordering::Relaxed);
        let lasts = !self.under_way.load(Ordering::Relaxed) || std::mem::replace(waited, sends) == sends;
        if !lasts {
            cx.waker().wake_by_ref();
        }
        lasts
    }
}

/// One item's place in the order.
struct Turn<'a, In, U> {
    number: u64,
    order: &'a Order<In, U>,
    sending: &'a Sending,
    tempo: &'a mut Tempo,
    pace: &'a mut Pace,
    /// Whether nothing has come out of the item yet: its call is counted, and what else comes out of it is counted here.
    first: bool,
    /// The way out, once it is this item's turn.
    exit: Option<Way<U>>,
    held: Option<U>,
}

impl<In: Send, U: Send + 'static> Turn<'_, In, U> {
    /// Ends the turn. If it was the first, sends what waits behind it, up to the first item that is not done.
    async fn finish(self) -> Result<(), Closed> {
        self.tempo.returned();
        let mut waiting = self.order.finish(self.number, self.exit);
        while let Some((mut exit, result)) = waiting {
            self.sending.begins();
            exit.send(result).await?;
            waiting = self.order.next_waiting(exit);
        }
        self.sending.ends();
        Ok(())
    }
    async fn send(&mut self, item: U) -> Result<(), Closed> {
        if let Some(exit) = &mut self.exit {
            return exit.send(item).await;
        }
        match self.order.place(self.number, item).await {
            Place::Window => Ok(()),
            Place::Out(mut exit, item) => {
                let sent = exit.send(item).await;
                self.exit = Some(exit);
                sent
            }
        }
    }
}

impl<In: Send, U: Send + 'static> Outlet<U> for Turn<'_, In, U> {
    #[inline]
    fn put(&mut self, item: U) -> ControlFlow<()> {
        self.tempo.returned();
        self.sending.begins();
        self.held = Some(item);
        ControlFlow::Break(())
    }

    async fn settled(&mut self) -> Result<(), Closed> {
        if !std::mem::take(&mut self.first) {
            self.pace.step().await;
        }
        if let Some(item) = self.held.take() {
            self.send(item).await?;
        }
        self.sending.ends();
        Ok(())
    }
}
