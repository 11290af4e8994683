//! Stages that are traced.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::event::Hop;
use super::flow::Flow;
use super::tracer::Tracer;
use crate::engine::lock::lock;
use crate::meter::count::Counter;

/// One item in so many is followed.
const FOLLOWED: u64 = 16;

/// A stage that is traced.
#[derive(Debug)]
pub(super) struct TracedStage {
    pub(super) tracer: Arc<Tracer>,
    pub(super) index: u32,
    numbers: Numbers,
    /// The edges before and behind it, where items are followed through them.
    inlet: Option<Arc<Flow>>,
    pub(super) outlet: Option<Arc<Flow>>,
    /// Results that are followed and wait for an earlier one, by the numbers of their calls.
    results: Mutex<HashMap<u64, Hop>>,
}

/// How calls are numbered, so that it is known which items they take.
#[derive(Debug)]
pub(super) enum Numbers {
    /// One after another: there is one worker.
    ByCall(Counter),
    /// Where items are received: workers take turns there.
    ByReceipt,
}

impl TracedStage {
    /// Items are followed through `inlet` and `outlet`, where they are given.
    pub(super) fn new(
        tracer: &Arc<Tracer>,
        index: u32,
        workers: usize,
        [inlet, outlet]: [Option<Arc<Flow>>; 2],
    ) -> Self {
        let numbers = if workers == 1 { Numbers::ByCall(Counter::default()) } else { Numbers::ByReceipt };
        Self { tracer: tracer.clone(), index, numbers, inlet, outlet, results: Mutex::default() }
    }

    /// Notes that what the call with this number has given is the next item of the edge behind the stage,
    /// with that number.
    pub(super) fn send(&self, call: u64, number: u64) {
        if let Some(outlet) = &self.outlet
            && let Some(hop) = lock(&self.results).remove(&call)
        {
            outlet.send(number, hop);
        }
    }

    /// The number of a call that begins, where that is known by the item that it takes.
    pub(super) fn number(&self, received: Option<u64>) -> Option<u64> {
        match &self.numbers {
            Numbers::ByCall(calls) => Some(calls.count_one()),
            Numbers::ByReceipt => received,
        }
    }

    /// Where the item of a call comes from, and which of those that are followed it is.
    pub(super) fn follow(&self, number: u64) -> (Option<Hop>, Option<u64>) {
        let hop = self.inlet.as_ref().and_then(|inlet| inlet.receive(number));
        let begins_here = self.inlet.as_ref().is_none_or(|inlet| !inlet.has_calls());
        let item = match hop {
            Some(hop) => Some(hop.item),
            None if begins_here && self.outlet.is_some() && number.is_multiple_of(FOLLOWED) => {
                Some(self.tracer.follow_one_more())
            }
            None => None,
        };
        (hop, item)
    }

    /// Notes that a call has given an item that is followed. Where it is sent at once, it has that number in
    /// the edge behind the stage.
    pub(super) fn give(&self, call: u64, sent_as: Option<u64>, hop: Hop) {
        match (&self.outlet, &self.numbers, sent_as) {
            (Some(outlet), Numbers::ByCall(_), Some(number)) => outlet.send(number, hop),
            (Some(_), Numbers::ByReceipt, None) => drop(lock(&self.results).insert(call, hop)),
            _ => {}
        }
    }
}
