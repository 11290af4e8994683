//! `.overflow(..)`: what a stage gives goes through a relay, which drops what there is no room for.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::relay::{First, relay};
use crate::attach::time::Clock;
use crate::attach::time::Keeper;
use crate::engine::supervision::escalate;
use crate::error::StageId;
use crate::plan::{Node, OnDrop, Overflow};
use crate::stream::{Stream, Track};

/// Called with each item that is dropped.
type DropFn<I> = Box<dyn Fn(I) + Send + Sync>;

impl<T: Send + 'static, K: Track, S: Send + 'static> Stream<T, K, S> {
    /// Sets what becomes of items for which there is no room.
    pub(crate) fn with_overflow(mut self, overflow: Overflow) -> Self {
        if self.node.overflow.replace(overflow).is_some() {
            return self;
        }
        self.wrap_inlet(|scope, node, inlet| {
            let dropped = scope.switch().tally.overflow_of(&node.stage_id().name);
            let spill = Spill::<K::Item<T>>::new(node, dropped);
            let first = match spill.overflow {
                Overflow::Latest => First::Take,
                Overflow::DropOldest | Overflow::DropNewest | Overflow::Fail => First::Give,
            };
            relay(scope, node, inlet, spill, first)
        })
    }

    /// Sets what is called with the items that are dropped.
    pub(crate) fn with_on_drop(mut self, f: impl Fn(K::Item<T>) + Send + Sync + 'static) -> Self {
        let f: DropFn<K::Item<T>> = Box::new(f);
        self.node.on_drop = Some(OnDrop(Box::new(f)));
        self
    }
}

/// Keeps what the reader has no time for, as far as there is room.
struct Spill<I> {
    node: Arc<Node>,
    overflow: Overflow,
    room: usize,
    kept: VecDeque<I>,
    dropped: Arc<AtomicUsize>,
    /// Whether the reader has asked, and there was nothing to give.
    is_awaited: bool,
    has_failed: bool,
}

impl<I: 'static> Spill<I> {
    fn new(node: &Arc<Node>, dropped: Arc<AtomicUsize>) -> Self {
        Self {
            node: node.clone(),
            overflow: node.overflow.unwrap_or(Overflow::Fail),
            room: node.overflow_room(),
            kept: VecDeque::new(),
            dropped,
            is_awaited: false,
            has_failed: false,
        }
    }

    fn drop_item(&self, item: I) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
        let hook = self.node.on_drop.as_ref().and_then(|hook| hook.0.downcast_ref::<DropFn<I>>());
        match hook {
            Some(on_drop) => on_drop(item),
            None => drop(item),
        }
    }

    /// Fails the run. From then on nothing is given, and there is no end that could be taken for a success.
    fn fail(&mut self) -> ControlFlow<()> {
        let stage_id: Arc<StageId> = self.node.stage_id().clone();
        let full = format!("its buffer of {} is full", self.room);
        // Nobody awaits it: what is not given any more is this keeper's.
        drop(escalate::<()>(stage_id, full));
        self.has_failed = true;
        ControlFlow::Break(())
    }
}

impl<I: Send + 'static> Keeper<I> for Spill<I> {
    type Out = I;

    fn kept(&self) -> usize {
        self.kept.len()
    }

    fn take(&mut self, item: I, _: &mut Clock) -> ControlFlow<()> {
        // A reader that waits takes it at once: it needs no room.
        if self.kept.len() < self.room || (self.kept.is_empty() && std::mem::take(&mut self.is_awaited)) {
            self.kept.push_back(item);
            return ControlFlow::Continue(());
        }
        match self.overflow {
            Overflow::DropNewest => self.drop_item(item),
            Overflow::DropOldest | Overflow::Latest => {
                let oldest = self.kept.pop_front();
                self.kept.push_back(item);
                oldest.into_iter().for_each(|oldest| self.drop_item(oldest));
            }
            Overflow::Fail => return self.fail(),
        }
        ControlFlow::Continue(())
    }

    fn give(&mut self, _: &mut Clock) -> Option<I> {
        if self.has_failed {
            return None;
        }
        let next = self.kept.pop_front();
        self.is_awaited = next.is_none();
        next
    }

    fn has_more(&self) -> bool {
        self.has_failed
    }

    fn end(&mut self) {}
}
