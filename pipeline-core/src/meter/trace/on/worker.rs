//! Workers whose calls are traced.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::event::{Event, Hop, TracedCall};
use super::traced_stage::TracedStage;
use crate::engine::lock::lock;
use crate::meter::trace::mark::StageMark;

/// A worker's part in the trace of its run, where that is traced.
#[derive(Debug)]
pub(crate) struct WorkerTrace(Option<Box<TracedWorker>>);

#[derive(Debug)]
struct TracedWorker {
    stage: Arc<TracedStage>,
    index: u32,
    calls: Mutex<Calls>,
}

/// What a worker is at.
#[derive(Debug, Default)]
struct Calls {
    /// The number of the item that it has received, where items have numbers.
    received: Option<u64>,
    under_way: Option<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    call: TracedCall,
    number: Option<u64>,
    /// Which of the items that are followed it has.
    item: Option<u64>,
}

impl WorkerTrace {
    pub(super) fn new(stage: Option<&Arc<TracedStage>>, index: usize) -> Self {
        let worker = |stage: &Arc<TracedStage>| {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            Box::new(TracedWorker { stage: stage.clone(), index, calls: Mutex::default() })
        };
        Self(stage.map(worker))
    }

    /// Notes that the worker has received the item with this number.
    pub(crate) fn receive(&self, number: u64) {
        if let Some(worker) = &self.0 {
            lock(&worker.calls).received = Some(number);
        }
    }

    /// Notes that a call begins.
    #[inline]
    pub(crate) fn call_begins(&self, at: Option<Instant>) {
        if let Some(worker) = &self.0 {
            worker.call_begins(at);
        }
    }

    /// Notes the first result of the call. Where it is sent at once, it has that number in the edge behind
    /// the stage.
    #[inline]
    pub(crate) fn result(&self, sent_as: Option<u64>) {
        if let Some(worker) = &self.0 {
            worker.result(sent_as);
        }
    }

    /// Notes that the call is over.
    #[inline]
    pub(crate) fn call_ends(&self, took: Duration) {
        if let Some(worker) = &self.0 {
            worker.call_ends(took);
        }
    }

    /// Notes that the worker has gone, and a call under way with it.
    pub(crate) fn cut_off(&self) {
        if let Some(worker) = &self.0 {
            worker.cut_off(worker.stage.tracer.now());
        }
    }

    /// The same, at the end of the run.
    pub(crate) fn cut_off_at(&self, at: u64) {
        if let Some(worker) = &self.0 {
            worker.cut_off(at);
        }
    }

    /// Notes what has happened in the call of a worker of this stage; gives the worker.
    pub(super) fn mark(&self, stage: &Arc<TracedStage>, what: StageMark) -> Option<u32> {
        let worker = self.0.as_ref().filter(|worker| Arc::ptr_eq(&worker.stage, stage))?;
        if let Some(UnderWay { call, .. }) = &mut lock(&worker.calls).under_way {
            match what {
                StageMark::Error => call.errors += 1,
                StageMark::Retry => call.retries += 1,
                StageMark::Timeout => call.timeouts += 1,
            }
        }
        Some(worker.index)
    }
}

impl TracedWorker {
    fn call_begins(&self, at: Option<Instant>) {
        let began = self.stage.tracer.nanos(at);
        let mut calls = lock(&self.calls);
        let number = self.stage.number(calls.received.take());
        let (hop, item) = number.map(|number| self.stage.follow(number)).unwrap_or_default();
        let call = TracedCall {
            stage: self.stage.index,
            worker: self.index,
            began,
            ended: began,
            errors: 0,
            retries: 0,
            timeouts: 0,
            cut_off: false,
            hop: hop.map(Box::new),
        };
        calls.under_way = Some(UnderWay { call, number, item });
    }

    fn result(&self, sent_as: Option<u64>) {
        if let Some(UnderWay { call, number: Some(number), item: Some(item) }) = &lock(&self.calls).under_way
        {
            // Before the end of the call: an arrow must begin inside of it.
            let at = self.stage.tracer.now().saturating_sub(1).max(call.began);
            let hop = Hop { item: *item, stage: self.stage.index, worker: self.index, at };
            self.stage.give(*number, sent_as, hop);
        }
    }

    fn call_ends(&self, took: Duration) {
        let Some(UnderWay { mut call, .. }) = lock(&self.calls).under_way.take() else { return };
        call.ended = call.began.saturating_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        self.stage.tracer.record(call.ended, Event::Call(call));
    }

    fn cut_off(&self, at: u64) {
        let Some(UnderWay { mut call, .. }) = lock(&self.calls).under_way.take() else { return };
        (call.ended, call.cut_off) = (at.max(call.began), true);
        self.stage.tracer.record(at, Event::Call(call));
    }
}
