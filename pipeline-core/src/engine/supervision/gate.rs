//! Gates: where the sources of a run, or of a part of it, are stopped and paused.
//!
//! A source asks its [`Pass`] once a poll, which is one load. When it has nothing to give, it leaves its
//! waker, so that a source that waits for something else hears of a stop.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::task::Context;

use futures::task::AtomicWaker;

use crate::engine::lock::lock;
use crate::engine::telemetry;

/// What sources may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum GateState {
    Open = 0,
    /// They wait.
    Paused = 1,
    /// They end. For good.
    Stopped = 2,
    /// The same, because this gate itself was stopped while the one before it was not: the branches of a
    /// split leave.
    Left = 3,
}

/// What all sources behind it ask before they give an item.
#[derive(Default)]
pub(crate) struct Gate {
    state: AtomicU8,
    behind: Mutex<Behind>,
}

/// Who asks at a gate, and the gates behind it.
#[derive(Default)]
struct Behind {
    next_key: u64,
    sources: BTreeMap<u64, Arc<Waiter>>,
    gates: Vec<Weak<Gate>>,
}

/// Called when the gate has changed.
pub(crate) type OnChange = Box<dyn Fn(GateState) + Send + Sync>;

/// Whom a source has told where to be woken.
struct Waiter {
    waker: AtomicWaker,
    on_change: Option<OnChange>,
}

/// Who is to be told of a change, once no gate is locked any more.
#[derive(Default)]
struct ChangeNotice {
    waiters: Vec<Arc<Waiter>>,
    gates: Vec<Arc<Gate>>,
}

impl Gate {
    #[inline]
    pub(crate) fn state(&self) -> GateState {
        match self.state.load(Ordering::Acquire) {
            0 => GateState::Open,
            1 => GateState::Paused,
            2 => GateState::Stopped,
            _ => GateState::Left,
        }
    }

    /// Has the sources end.
    pub(crate) fn stop(&self) {
        telemetry::stopped();
        self.change(GateState::Stopped);
    }

    /// As [`stop`](Self::stop), for a part of a run that goes on elsewhere.
    pub(crate) fn leave(&self) {
        self.change(GateState::Left);
    }

    /// Has the sources wait, unless they were stopped.
    pub(crate) fn pause(&self) {
        self.change(GateState::Paused);
    }

    /// Has the sources go on, unless they were stopped.
    pub(crate) fn resume(&self) {
        self.change(GateState::Open);
    }

    /// A gate behind this one: it does what this one does, and can be stopped alone.
    pub(crate) fn inner(&self) -> Arc<Gate> {
        let mut behind = lock(&self.behind);
        let inner = Arc::<Gate>::default();
        inner.state.store(self.state() as u8, Ordering::Release);
        behind.gates.retain(|gate| gate.strong_count() > 0);
        behind.gates.push(Arc::downgrade(&inner));
        inner
    }

    /// Lets a source in; `on_change` is called at each change of the gate, and at once where it is not open.
    pub(crate) fn pass(self: &Arc<Self>, on_change: Option<OnChange>) -> Pass {
        let waiter = Arc::new(Waiter { waker: AtomicWaker::new(), on_change });
        let (key, state) = {
            let mut behind = lock(&self.behind);
            let key = behind.next_key;
            behind.next_key += 1;
            behind.sources.insert(key, waiter.clone());
            (key, self.state())
        };
        if let Some(on_change) = &waiter.on_change
            && state != GateState::Open
        {
            on_change(state);
        }
        Pass { gate: self.clone(), waiter, key }
    }

    fn change(&self, state: GateState) {
        let mut told = ChangeNotice::default();
        self.set(state, &mut told);
        for waiter in told.waiters {
            if let Some(on_change) = &waiter.on_change {
                on_change(self.state());
            }
            waiter.waker.wake();
        }
    }

    /// Sets this gate and those behind it. Locks go from outer gates to inner ones, so that all see changes
    /// in one order.
    fn set(&self, state: GateState, told: &mut ChangeNotice) {
        let behind = lock(&self.behind);
        if self.state() >= GateState::Stopped || self.state() == state {
            return;
        }
        self.state.store(state as u8, Ordering::Release);
        told.waiters.extend(behind.sources.values().cloned());
        for gate in behind.gates.iter().filter_map(Weak::upgrade) {
            gate.set(state, told);
            told.gates.push(gate);
        }
    }
}

/// A source's place at its gate, given back when it is dropped.
pub(crate) struct Pass {
    gate: Arc<Gate>,
    waiter: Arc<Waiter>,
    key: u64,
}

impl Pass {
    #[inline]
    pub(crate) fn state(&self) -> GateState {
        self.gate.state()
    }

    /// Has the task woken at the next change, and says how the gate is now.
    #[inline]
    pub(crate) fn watch(&self, cx: &Context<'_>) -> GateState {
        self.waiter.waker.register(cx.waker());
        self.state()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let gone = lock(&self.gate.behind).sources.remove(&self.key);
        drop(gone);
    }
}
