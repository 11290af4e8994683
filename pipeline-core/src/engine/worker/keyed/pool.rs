//! The workers of a stage that keeps the order of each key.
//!
//! One worker at a time is at the input: it alone asks for the keys of items, and puts them in their lanes,
//! so that no two items of a key change places. No lock is held while the key's function is called but that
//! of the input.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::StreamExt;
use futures::stream::BoxStream;
use tokio::sync::{Mutex, MutexGuard};

use super::emit::KeyedEmit;
use super::lanes::Lanes;
use crate::engine::call::{StageFn, call_and_emit};
use crate::engine::channel::mpmc;
use crate::engine::coop::Budget;
use crate::engine::dropped::InHand;
use crate::engine::port::{Inlet, SharedOutput};
use crate::engine::supervision::Scope;
use crate::engine::upstream::Upstream;
use crate::engine::worker::OnDemandSpawner;
use crate::engine::worker::single::start_worker;
use crate::meter::note_sending;
use crate::plan::{Capacity, Node};

/// The hash of an item's key; nothing for one that has no key, and passes.
pub(crate) type KeyOf<In> = Box<dyn Fn(&In) -> Option<u64> + Send + Sync>;

/// The edge that is read; nothing once it has ended.
type Input<In> = Option<BoxStream<'static, In>>;

/// What the workers share. The last that ends drops it, and with it both edges.
struct KeyedPool<In, U> {
    input: Mutex<Input<In>>,
    lanes: Lanes<In>,
    key_of: KeyOf<In>,
    work: StageFn<In, U>,
    tx: mpmc::Sender<U>,
    spawner: OnDemandSpawner,
    /// The capacity of the edge that is read.
    behind: Capacity,
}

/// Starts the workers of a stage that makes one call after another for the items of one key.
pub(crate) fn start_keyed<In, U>(
    scope: &Scope,
    node: &Node,
    upstream: Upstream<In>,
    key_of: KeyOf<In>,
    work: StageFn<In, U>,
) -> Inlet<U>
where
    In: Send + 'static,
    U: Send + 'static,
{
    let behind = upstream.node.capacity();
    let input = upstream.start_channel(scope);
    if node.workers == 1 {
        return start_worker(scope, node, input, work);
    }
    let SharedOutput { group, sender, inlet } = SharedOutput::open(scope, node);
    let spawner = OnDemandSpawner::new(scope, node, &group, work.runs_on, Vec::new());
    let input = Mutex::new(Some(input.into_stream()));
    let lanes = Lanes::new(node.window(), node.stage_id().meter.clone());
    let pool = Arc::new(KeyedPool { input, lanes, key_of, work, tx: sender, spawner, behind });
    pool.spawn_next();
    inlet
}

impl<In: Send + 'static, U: Send + 'static> KeyedPool<In, U> {
    fn spawn_next(self: &Arc<Self>) {
        let pool = self.clone();
        self.spawner.spawn_next(self.clone(), (), || async move { pool.run().await });
    }

    async fn run(self: &Arc<Self>) {
        // Only this task touches it. It is atomic because a `&` of it is held across an `.await`.
        let sending = AtomicBool::new(false);
        let mut out = KeyedEmit::new(&self.tx, self.behind, &sending);
        let pool = self.clone();
        let mut slot = self.spawner.new_slot(&self.work, move || pool.spawn_next());
        let mut fresh = true;
        let mut at_input = None;
        while let Some((key, item)) = self.receive(&mut at_input, &mut out.budget.budget).await {
            if std::mem::take(&mut fresh) {
                self.spawn_next();
            }
            // While a slow call computes, another worker must receive. One that is quick is back before that
            // is worth it.
            if out.latency.is_slow() {
                at_input = None;
            }
            let mut next = Some(item);
            while let Some(item) = next {
                let in_hand = InHand::new();
                out.yield_before_call().await;
                self.spawner.scope.stop_if_cancelled().await;
                out.call_started();
                let sent = {
                    let mut call = pin!(call_and_emit(&mut slot, item, in_hand, &mut out));
                    poll_fn(|cx| {
                        let polled = call.as_mut().poll(cx);
                        // Where there is no room behind the stage, another worker would only wait as well.
                        match polled.is_pending() && sending.load(Ordering::Relaxed) {
                            true => note_sending(),
                            false if polled.is_pending() => at_input = None,
                            false => {}
                        }
                        polled
                    })
                    .await
                };
                if sent.is_err() {
                    return;
                }
                out.latency.call_returned();
                next = key.and_then(|key| self.lanes.advance(key));
            }
        }
    }

    /// The next item whose call may begin, and its key; the worker stays at the input.
    async fn receive<'a>(
        &'a self,
        at_input: &mut Option<MutexGuard<'a, Input<In>>>,
        budget: &mut Budget,
    ) -> Option<(Option<u64>, In)> {
        let input = match at_input {
            Some(input) => input,
            None => at_input.insert(self.input.lock().await),
        };
        loop {
            self.lanes.room().await;
            let Some(item) = input.as_mut()?.next().await else {
                **input = None;
                *at_input = None;
                return None;
            };
            let Some(key) = (self.key_of)(&item) else { return Some((None, item)) };
            if let Some(item) = self.lanes.enter(key, item) {
                return Some((Some(key), item));
            }
            budget.consume().await;
        }
    }
}
