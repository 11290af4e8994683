//! Random shapes of pipelines, and what a `Vec` makes of them.

use pipeline_core::prelude::*;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::kit::{Kit, Number};
use crate::law::{Needs, Options};
use crate::operators::WITH_ORACLE;

/// A pipeline to be.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    items: Vec<i64>,
    source_buffer: Option<usize>,
    /// Places in `WITH_ORACLE`, and how each is run.
    stages: Vec<(usize, Options)>,
}

fn buffers() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![Just(None), Just(Some(0)), Just(Some(1)), Just(Some(4))]
}

/// 1 to 6 stages, 1 to 8 workers, buffers unset, 0, 1 and 4, ordered or not, 0 to 500 items.
pub(crate) fn shapes() -> impl Strategy<Value = Shape> {
    let options = (1..=8_usize, any::<bool>(), buffers());
    let options = options.prop_map(|(workers, ordered, buffer)| Options { workers, ordered, buffer });
    let stages = vec((0..WITH_ORACLE.len(), options), 1..=6);
    (vec(-5..100_i64, 0..=500), buffers(), stages)
        .prop_map(|(items, source_buffer, stages)| Shape::of(items, source_buffer, stages))
}

impl Shape {
    /// Of these stages, by their places in `WITH_ORACLE`, those for which a `Vec` has an answer.
    pub(crate) fn of(
        items: Vec<i64>,
        source_buffer: Option<usize>,
        mut stages: Vec<(usize, Options)>,
    ) -> Self {
        let orders = |law: usize| {
            matches!(WITH_ORACLE[law].needs, Needs::Order | Needs::OrderAndLeaves | Needs::Clock)
        };
        // Behind a stage that mixes its input, what depends on order has no one answer: such stages are left
        // out.
        let mut mixed = false;
        stages.retain(|&(law, _)| {
            mixed |= WITH_ORACLE[law].needs == Needs::Mixes;
            !(mixed && orders(law))
        });
        // Before a stage that depends on order, all keep it.
        let last = stages.iter().rposition(|&(law, _)| orders(law));
        stages
            .iter_mut()
            .take(last.map_or(0, |last| last + 1))
            .for_each(|(_, options)| options.ordered = true);
        Self { items, source_buffer, stages }
    }

    pub(crate) fn len(&self) -> usize {
        self.stages.len()
    }

    /// The pipeline, with `trap` attached before the stage at `at`.
    pub(crate) fn build(
        &self,
        kit: &Kit,
        at: usize,
        trap: impl FnOnce(Stream<Number>) -> Stream<Number>,
    ) -> Stream<Number> {
        let mut trap = Some(trap);
        let mut stream = Stream::from_iter(kit.numbers(self.items.clone()));
        if let Some(items) = self.source_buffer {
            stream = stream.buffer(items);
        }
        for (place, &(law, options)) in self.stages.iter().enumerate() {
            if let Some(trap) = trap.take_if(|_| place == at) {
                stream = trap(stream);
            }
            stream = (WITH_ORACLE[law].attach)(stream, options, kit);
        }
        stream
    }

    /// The pipeline as it is.
    pub(crate) fn stream(&self, kit: &Kit) -> Stream<Number> {
        self.build(kit, usize::MAX, |stream| stream)
    }

    /// What comes out of the first `stages` stages.
    pub(crate) fn oracle(&self, stages: usize) -> Vec<i64> {
        self.stages
            .iter()
            .take(stages)
            .fold(self.items.clone(), |items, &(law, _)| (WITH_ORACLE[law].oracle)(items))
    }

    /// How many items the source gives.
    pub(crate) fn given(&self) -> usize {
        self.items.len()
    }

    /// Whether the order of the items is that of the oracle.
    pub(crate) fn keeps_order(&self) -> bool {
        let keeps = |&(law, o): &(usize, Options)| {
            WITH_ORACLE[law].needs != Needs::Mixes && (o.ordered || o.workers == 1)
        };
        self.stages.iter().all(keeps)
    }

    /// Whether a stage waits for time, which takes a tokio runtime.
    pub(crate) fn needs_clock(&self) -> bool {
        self.stages.iter().any(|&(law, _)| WITH_ORACLE[law].needs == Needs::Clock)
    }

    /// Whether a stage from `at` on may leave its input before the end.
    pub(crate) fn may_leave(&self, at: usize) -> bool {
        self.stages[at..].iter().any(|&(law, _)| WITH_ORACLE[law].needs == Needs::OrderAndLeaves)
    }

    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.stages.iter().map(|&(law, _)| WITH_ORACLE[law].word).collect()
    }
}

pub(crate) fn sorted(mut items: Vec<i64>) -> Vec<i64> {
    items.sort_unstable();
    items
}
