//! What is enrolled of an operator, and what is checked of it.

use futures::StreamExt;
use pipeline_core::options::TakesOrder;
use pipeline_core::prelude::*;
use pipeline_core::stage::{Keyed, Mode, Tunable};

use crate::job::{Job, Subject};
use crate::kit::{Kit, Number, turn};
use crate::operators::WITH_ORACLE;
use crate::shape::Shape;
use crate::{bounds, chaos, panics, turns, watched};

/// How a stage is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) workers: usize,
    pub(crate) ordered: bool,
    pub(crate) buffer: Option<usize>,
}

/// An operator, as it is enrolled.
pub(crate) struct Law {
    pub(crate) word: &'static str,
    /// The stage that its functions belong to.
    pub(crate) stage: &'static str,
    /// What it asks of its place in a pipeline.
    pub(crate) needs: Needs,
    pub(crate) attach: fn(Stream<Number>, Options, &Kit) -> Stream<Number>,
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
    /// What it gives depends on who is faster: no `Vec` tells.
    NoOracle,
}

/// Sets the options of a stage that takes them.
pub(crate) fn tune<T, K, S>(stage: Stream<T, K, S>, options: Options) -> Stream<T, K>
where
    T: Send + 'static,
    K: Track,
    S: TakesOrder + Send + 'static,
{
    let stage = stage.workers(options.workers);
    buffer(if options.ordered { stage.ordered() } else { stage }, options)
}

/// Sets the options of a stage that keeps the order of each key: of all items it keeps it with one worker
/// only.
pub(crate) fn tune_keyed<T, K, M>(
    stage: Stream<T, K, Tunable<Number, Keyed<M>>>,
    options: Options,
) -> Stream<T, K>
where
    T: Send + 'static,
    K: Track,
    M: Mode,
{
    buffer(stage.workers(if options.ordered { 1 } else { options.workers }), options)
}

/// Sets the one option that every stage takes.
pub(crate) fn buffer<T, K, S>(stage: Stream<T, K, S>, options: Options) -> Stream<T, K>
where
    T: Send + 'static,
    K: Track,
    S: Send + 'static,
{
    match options.buffer {
        Some(items) => stage.buffer(items).via(|stream: Stream<_, _>| stream),
        None => stage.via(|stream: Stream<_, _>| stream),
    }
}

const ONE: Options = Options { workers: 1, ordered: true, buffer: None };
const SEVERAL: Options = Options { workers: 3, ordered: false, buffer: Some(1) };
const IN_ORDER: Options = Options { workers: 2, ordered: true, buffer: Some(0) };

/// Few numbers, of all kinds that the functions of the laws tell apart.
pub(crate) const FEW: [i64; 6] = [1, 0, 2, 95, 95, 4];

/// The same, each after a turn: in a pipeline that is one task, that is when it can be dropped half-way.
pub(crate) fn few_by_turns(kit: &Kit) -> Stream<Number> {
    let by_turns = |number| async {
        turn().await;
        number
    };
    Stream::from_stream(futures::stream::iter(kit.numbers(FEW)).then(by_turns))
}

impl Law {
    /// The operator alone, behind a source that is in one task with it or not, and before a reader that is.
    fn subjects(&self) -> Vec<Subject<'_>> {
        let ways: [(_, fn(Stream<Number>) -> Job); 3] =
            [(ONE, Job::collecting), (SEVERAL, Job::collecting_slowly), (IN_ORDER, Job::collecting_slowly)];
        let subject = |(options, end): (Options, fn(Stream<Number>) -> Job)| Subject {
            name: format!("{} with {options:?}", self.word),
            stage: self.stage,
            is_timed: self.needs == Needs::Clock || self.needs == Needs::NoOracle,
            build: Box::new(move |kit| {
                let source = options.buffer.into_iter().fold(few_by_turns(kit), Stream::buffer);
                end((self.attach)(source, options, kit))
            }),
        };
        ways.into_iter().map(subject).collect()
    }

    pub(crate) fn check_turns(&self) {
        self.subjects().iter().for_each(turns::check);
    }

    pub(crate) fn check_panics(&self) {
        panics::check(&self.subjects());
    }

    pub(crate) fn check_watched(&self) {
        self.subjects().iter().for_each(watched::check_alone);
    }

    pub(crate) fn check_chaos(&self) {
        self.subjects().iter().for_each(chaos::check);
        let Some(place) = WITH_ORACLE.iter().position(|law| law.word == self.word) else { return };
        for options in [ONE, SEVERAL, IN_ORDER] {
            chaos::check_items(&Shape::of(FEW.repeat(3), options.buffer, vec![(place, options)]));
        }
    }

    pub(crate) fn check_bounds(&self) {
        for workers in [1, 3] {
            for ordered in [false, true] {
                for buffer in [None, Some(0), Some(2)] {
                    let options = Options { workers, ordered, buffer };
                    self.check_bound(options, |source| source);
                }
            }
        }
        for buffer in [None, Some(1)] {
            let options = Options { workers: 1, ordered: false, buffer };
            self.check_bound(options, |source| source.buffer(1));
            self.check_bound(options, |source| source.map_async(|n| async { n }).workers(2).into());
        }
    }

    fn check_bound(&self, options: Options, before: fn(Stream<Number>) -> Stream<Number>) {
        bounds::check(self.word, self.needs, options, |kit| {
            (self.attach)(before(bounds::source(kit)), options, kit)
        });
    }
}

/// A law for each line, and its tests.
macro_rules! operators {
    ($($needs:ident $word:ident $(in $stage:ident)?: |$s:ident, $o:pat_param, $t:pat_param| $attach:expr, |$v:ident| $oracle:expr;)*) => {
        pub(crate) static LAWS: &[Law] = &[$(Law {
            word: stringify!($word),
            stage: $crate::law::stage!($word $(, $stage)?),
            needs: Needs::$needs,
            attach: |$s, $o, $t| $attach,
            oracle: |$v| $oracle.collect(),
        },)*];

        $crate::law::tests_of!($($word)*);
    };
}
pub(crate) use operators;

macro_rules! stage {
    ($word:ident) => {
        stringify!($word)
    };
    ($word:ident, $stage:ident) => {
        stringify!($stage)
    };
}
pub(crate) use stage;

/// The tests of each word of a table.
macro_rules! tests_of {
    ($($word:ident)*) => {
        fn law(word: &str) -> &'static Law {
            LAWS.iter().find(|law| law.word == word).unwrap()
        }

        mod turns {
            $(#[test] fn $word() { super::law(stringify!($word)).check_turns(); })*
        }

        mod watched {
            $(#[test] fn $word() { super::law(stringify!($word)).check_watched(); })*
        }

        mod chaos {
            $(#[test] fn $word() { super::law(stringify!($word)).check_chaos(); })*
        }

        mod panics {
            $(#[test] fn $word() { super::law(stringify!($word)).check_panics(); })*
        }

        mod bounds {
            $(#[test] fn $word() { super::law(stringify!($word)).check_bounds(); })*
        }
    };
}
pub(crate) use tests_of;
