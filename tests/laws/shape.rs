//! Random shapes of pipelines, what a `Vec` makes of them, and the runtimes they run on.

use std::sync::LazyLock;

use pipeline_core::options::TakesOrder;
use pipeline_core::prelude::*;
use pipeline_core::stage::{Keyed, Mode, Tunable};
use proptest::collection::vec;
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::operators::OPERATORS;

/// How a stage is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    workers: usize,
    ordered: bool,
    buffer: Option<usize>,
}

/// An operator, as it is enrolled.
pub(crate) struct Law {
    pub(crate) word: &'static str,
    /// What it asks of its place in a pipeline.
    pub(crate) needs: Needs,
    pub(crate) attach: fn(Stream<i64>, Options) -> Stream<i64>,
    pub(crate) oracle: fn(Vec<i64>) -> Vec<i64>,
}

/// What an operator asks of its place in a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Each item is treated alike, wherever it stands.
    Nothing,
    /// Its result depends on the order of its input.
    Order,
    /// The same, and it may leave its input before the end.
    OrderAndLeaves,
    /// The same as order, and a clock.
    Clock,
    /// It mixes its input, whatever its options say.
    Mixes,
}

/// Sets the options of a stage that takes them.
pub(crate) fn tune<S: TakesOrder + Send + 'static>(
    stage: Stream<i64, Plain, S>,
    options: Options,
) -> Stream<i64> {
    let stage = stage.workers(options.workers);
    buffer(if options.ordered { stage.ordered() } else { stage }, options)
}

/// Sets the options of a stage that keeps the order of each key: of all items it keeps it with one worker only.
pub(crate) fn tune_keyed<K: Track, M: Mode>(
    stage: Stream<i64, K, Tunable<i64, Keyed<M>>>,
    options: Options,
) -> Stream<i64, K> {
    let stage = stage.workers(if options.ordered { 1 } else { options.workers });
    match options.buffer {
        Some(items) => stage.buffer(items).via(|stream: Stream<_, _>| stream),
        None => stage.via(|stream: Stream<_, _>| stream),
    }
}

/// Sets the one option that every stage takes.
pub(crate) fn buffer<S: Send + 'static>(stage: Stream<i64, Plain, S>, options: Options) -> Stream<i64> {
    match options.buffer {
        Some(items) => stage.buffer(items).via(|stream: Stream<_, _>| stream),
        None => stage.via(|stream: Stream<_, _>| stream),
    }
}

/// A pipeline to be.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    items: Vec<i64>,
    source_buffer: Option<usize>,
    /// Places in `OPERATORS`, and how each is run.
    stages: Vec<(usize, Options)>,
}

fn buffers() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![Just(None), Just(Some(0)), Just(Some(1)), Just(Some(4))]
}

/// 1 to 6 stages, 1 to 8 workers, buffers unset, 0, 1 and 4, ordered or not, 0 to 500 items.
pub(crate) fn shapes() -> impl Strategy<Value = Shape> {
    let options = (1..=8_usize, any::<bool>(), buffers());
    let options = options.prop_map(|(workers, ordered, buffer)| Options { workers, ordered, buffer });
    let stages = vec((0..OPERATORS.len(), options), 1..=6);
    (vec(-5..100_i64, 0..=500), buffers(), stages).prop_map(|(items, source_buffer, mut stages)| {
        let orders =
            |law: usize| matches!(OPERATORS[law].needs, Needs::Order | Needs::OrderAndLeaves | Needs::Clock);
        // Behind a stage that mixes its input, what depends on order has no one answer: such stages are left out.
        let mut mixed = false;
        stages.retain(|&(law, _)| {
            mixed |= OPERATORS[law].needs == Needs::Mixes;
            !(mixed && orders(law))
        });
        // Before a stage that depends on order, all keep it.
        let last = stages.iter().rposition(|&(law, _)| orders(law));
        stages
            .iter_mut()
            .take(last.map_or(0, |last| last + 1))
            .for_each(|(_, options)| options.ordered = true);
        Shape { items, source_buffer, stages }
    })
}

impl Shape {
    pub(crate) fn len(&self) -> usize {
        self.stages.len()
    }

    /// The pipeline, with `trap` attached before the stage at `at`.
    pub(crate) fn build(&self, at: usize, trap: impl FnOnce(Stream<i64>) -> Stream<i64>) -> Stream<i64> {
        let mut trap = Some(trap);
        let mut stream = Stream::from_iter(self.items.clone());
        if let Some(items) = self.source_buffer {
            stream = stream.buffer(items);
        }
        for (place, &(law, options)) in self.stages.iter().enumerate() {
            if let Some(trap) = trap.take_if(|_| place == at) {
                stream = trap(stream);
            }
            stream = (OPERATORS[law].attach)(stream, options);
        }
        stream
    }

    /// The pipeline as it is.
    pub(crate) fn stream(&self) -> Stream<i64> {
        self.build(usize::MAX, |stream| stream)
    }

    /// What comes out of the first `stages` stages.
    pub(crate) fn oracle(&self, stages: usize) -> Vec<i64> {
        self.stages
            .iter()
            .take(stages)
            .fold(self.items.clone(), |items, &(law, _)| (OPERATORS[law].oracle)(items))
    }

    /// Whether the order of the items is that of the oracle.
    pub(crate) fn keeps_order(&self) -> bool {
        let keeps = |&(law, o): &(usize, Options)| {
            OPERATORS[law].needs != Needs::Mixes && (o.ordered || o.workers == 1)
        };
        self.stages.iter().all(keeps)
    }

    /// Whether a stage waits for time, which takes a tokio runtime.
    pub(crate) fn needs_clock(&self) -> bool {
        self.stages.iter().any(|&(law, _)| OPERATORS[law].needs == Needs::Clock)
    }

    /// Whether a stage from `at` on may leave its input before the end.
    pub(crate) fn may_leave(&self, at: usize) -> bool {
        self.stages[at..].iter().any(|&(law, _)| OPERATORS[law].needs == Needs::OrderAndLeaves)
    }

    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.stages.iter().map(|&(law, _)| OPERATORS[law].word).collect()
    }
}

/// One runtime of each kind.
pub(crate) static RUNTIMES: LazyLock<[Runtime; 2]> = LazyLock::new(|| {
    let several = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    [Builder::new_current_thread().enable_all().build().unwrap(), several]
});

pub(crate) fn sorted(mut items: Vec<i64>) -> Vec<i64> {
    items.sort_unstable();
    items
}
