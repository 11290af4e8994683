//! The terminals that are enrolled: a line each gives their result against a `Vec`, and the laws of dropping
//! and panics.

use futures::StreamExt;
use pipeline_core::{Lease, prelude::*};

use crate::job::{Job, RUNTIMES, Subject, values};
use crate::kit::{Kit, Number, turn};
use crate::law::{FEW, few_by_turns, stage};
use crate::{chaos, panics, turns, watched};

/// A terminal, as it is enrolled.
pub(crate) struct Terminal {
    pub(crate) word: &'static str,
    stage: &'static str,
    close: fn(Stream<Number>, &Kit) -> Job,
    oracle: fn(Vec<i64>) -> Vec<i64>,
}

impl Terminal {
    fn subjects(&self) -> Vec<Subject<'_>> {
        let ways: [(&str, fn(Stream<Number>) -> Stream<Number>); 3] = [
            ("in one task", |s| s),
            ("behind an edge", |s| s.buffer(1)),
            ("behind workers", |s| s.map_async(slowly).workers(2).ordered().into()),
        ];
        let subject = |(way, before): (&str, fn(Stream<Number>) -> Stream<Number>)| Subject {
            name: format!("{} {way}", self.word),
            stage: self.stage,
            is_timed: false,
            build: Box::new(move |kit| (self.close)(before(few_by_turns(kit)), kit)),
        };
        ways.into_iter().map(subject).collect()
    }

    /// The same as a `Vec` gives, of no number, of one and of many; and no more in flight than is told.
    fn check_results(&self) {
        for runtime in &*RUNTIMES {
            for numbers in [vec![], vec![7], FEW.to_vec(), (0..300).map(|n| n * 37 % 101).collect()] {
                let kit = Kit::default();
                let source = Stream::from_iter(kit.numbers(numbers.clone()));
                let job = (self.close)(source, &kit);
                let bound = job.max_in_flight;
                let found = runtime.block_on(job.run()).unwrap();
                assert_eq!(found, (self.oracle)(numbers), "{}", self.word);
                assert_eq!(kit.ledger.alive(), 0, "{}", self.word);
                let most = kit.ledger.most();
                assert!(most <= bound || GATHERS.contains(&self.word), "{}: {most}", self.word);
            }
        }
    }
}

/// What they have gathered is their result, and no longer in flight.
const GATHERS: &[&str] = &[
    "collect",
    "collect_split",
    "try_collect",
    "reduce",
    "last",
    "nth_back",
    "min",
    "max",
    "min_by_key",
    "max_by_key",
    "top_k",
];

async fn slowly(number: Number) -> Number {
    turn().await;
    number
}

macro_rules! terminals {
    ($($word:ident $(in $stage:ident)?: |$s:ident, $t:pat_param| $close:expr, $values:expr, |$v:ident| $oracle:expr;)*) => {
        pub(crate) static TERMINALS: &[Terminal] = &[$(Terminal {
            word: stringify!($word),
            stage: stage!($word $(, $stage)?),
            close: |$s, $t| Job::new($close, $values),
            oracle: |$v| $oracle,
        },)*];

        fn terminal(word: &str) -> &'static Terminal {
            TERMINALS.iter().chain([&OPEN]).find(|terminal| terminal.word == word).unwrap()
        }

        mod results {
            $(#[test] fn $word() { super::terminal(stringify!($word)).check_results(); })*
            #[test] fn open() { super::OPEN.check_results(); }
        }

        mod turns_of {
            $(#[test] fn $word() { super::terminal(stringify!($word)).subjects().iter().for_each(super::turns::check); })*
            #[test] fn open() { super::OPEN.subjects().iter().for_each(super::turns::check); }
        }

        mod watched_of {
            $(#[test] fn $word() { super::terminal(stringify!($word)).subjects().iter().for_each(super::watched::check_alone); })*
        }

        mod chaos_of {
            $(#[test] fn $word() { super::terminal(stringify!($word)).subjects().iter().for_each(super::chaos::check); })*
        }

        mod panics_of {
            $(#[test] fn $word() { super::panics::check(&super::terminal(stringify!($word)).subjects()); })*
        }
    };
}

terminals! {
    collect: |s, _| s.collect::<Vec<_>>(), values, |v| v;
    collect_split: |s, _| s.try_map(odd).collect_split(), |(odd, even)| [values(odd), values(even.into_iter().map(StageError::into_error).collect())].concat(), |v| { let (odd, even): (Vec<_>, Vec<_>) = v.into_iter().partition(|n| n % 2 != 0); [odd, even].concat() };
    try_collect: |s, _| s.try_map(good).try_collect::<Vec<_>>(), values, |v| v;
    count: |s, _| s.count(), number_of, |v| number_of(v.len());
    try_count: |s, _| s.try_map(good).try_count(), number_of, |v| number_of(v.len());
    count_by_key: |s, t| s.count_by_key(t.sees(|n: &Number| n.value % 2 == 0)), |counts| number_of(counts.values().sum()), |v| number_of(v.len());
    fold: |s, t| s.fold(0, t.joins(added)), one, |v| one(v.iter().sum());
    fold_async: |s, t| s.fold_async(0, t.joins_later(|sum, n| std::future::ready(added(sum, n)))), one, |v| one(v.iter().sum());
    try_fold: |s, t| s.try_fold(0, t.joins(|sum, n| Ok::<_, &str>(added(sum, n)))), one, |v| one(v.iter().sum());
    try_fold_async: |s, t| s.try_fold_async(0, t.joins_later(|sum, n| std::future::ready(Ok::<_, &str>(added(sum, n))))), one, |v| one(v.iter().sum());
    reduce: |s, t| s.reduce(t.joins(|a: Number, b: Number| a.plus(b.value))), perhaps, |v| v.into_iter().reduce(|a, b| a + b).into_iter().collect();
    first: |s, _| s.first(), perhaps, |v| v.into_iter().take(1).collect();
    last: |s, _| s.last(), perhaps, |v| v.into_iter().last().into_iter().collect();
    nth: |s, _| s.nth(1), perhaps, |v| v.into_iter().nth(1).into_iter().collect();
    nth_back: |s, _| s.nth_back(1), perhaps, |v| v.into_iter().nth_back(1).into_iter().collect();
    find: |s, t| s.find(t.sees(great)), perhaps, |v| v.into_iter().find(|n| *n > 90).into_iter().collect();
    any: |s, t| s.any(t.sees(great)), |any| one(any.into()), |v| one(v.iter().any(|n| *n > 90).into());
    all: |s, t| s.all(t.sees(|n: &Number| !great(n))), |all| one(all.into()), |v| one(v.iter().all(|n| *n <= 90).into());
    min: |s, _| s.min(), perhaps, |v| v.into_iter().min().into_iter().collect();
    max: |s, _| s.max(), perhaps, |v| v.into_iter().max().into_iter().collect();
    min_by_key: |s, t| s.min_by_key(t.sees(|n: &Number| -n.value)), perhaps, |v| v.into_iter().max().into_iter().collect();
    max_by_key: |s, t| s.max_by_key(t.sees(|n: &Number| -n.value)), perhaps, |v| v.into_iter().min().into_iter().collect();
    top_k: |s, _| s.top_k(3), values, |v| { let mut v = v; v.sort_by_key(|n| -n); v.truncate(3); v };
    for_each: |s, t| s.for_each(t.takes(|_: Number| ())).workers(2), none, |_v| vec![];
    for_each_async: |s, t| s.for_each_async(t.takes_later(|_: Number| async {})).workers(2), none, |_v| vec![];
    for_each_blocking: |s, t| s.for_each_blocking(t.takes(|_: Number| ())).workers(2), none, |_v| vec![];
    try_for_each: |s, t| s.try_for_each(t.takes(|_: Number| Ok::<(), &str>(()))).workers(2), none, |_v| vec![];
    try_for_each_async: |s, t| s.try_for_each_async(t.takes_later(|_: Number| async { Ok::<(), &str>(()) })).workers(2), none, |_v| vec![];
    try_for_each_blocking: |s, t| s.try_for_each_blocking(t.takes(|_: Number| Ok::<(), &str>(()))).workers(2), none, |_v| vec![];
    worker_state_for_each_async in for_each_async: |s, t| s.worker_state(t.gives_later(open)).for_each_async(t.joins_later(|_: Lease<()>, _: Number| async {})).workers(2), none, |_v| vec![];
    worker_state_try_for_each_async in try_for_each_async: |s, t| s.worker_state(t.gives_later(open)).try_for_each_async(t.joins_later(|_: Lease<()>, _: Number| async { Ok::<(), &str>(()) })).workers(2), none, |_v| vec![];
    drain: |s, _| s.drain(), none, |_v| vec![];
    try_drain: |s, _| s.try_map(good).try_drain(), none, |_v| vec![];
    send_to: |s, _| s.send_to(Broadcast::new().drop_when_alone()), none, |_v| vec![];
    forward: |s, _| s.forward(futures::sink::drain()), none, |_v| vec![];
    write_to: |s, _| s.map(|n| n.value.to_string()).write_to(tokio::io::sink()), |bytes| one(bytes as i64), |v| one(v.iter().map(|n| n.to_string().len() as i64).sum());
}

/// Read by hand, it is no run.
pub(crate) static OPEN: Terminal = Terminal {
    word: "open",
    stage: "open",
    close: |stream, _| {
        let mut open = stream.open();
        let future = async move {
            let mut numbers = Vec::new();
            while let Some(number) = open.next().await {
                numbers.push(number.map_err(|error| error.to_string())?.value);
            }
            Ok(numbers)
        };
        Job::of(future)
    },
    oracle: |numbers| numbers,
};

fn odd(n: Number) -> Result<Number, Number> {
    if n.value % 2 == 0 { Err(n) } else { Ok(n) }
}

fn good(n: Number) -> Result<Number, &'static str> {
    Ok(n)
}

fn great(n: &Number) -> bool {
    n.value > 90
}

fn added(sum: i64, n: Number) -> i64 {
    sum + n.value
}

async fn open() -> Result<(), std::convert::Infallible> {
    Ok(())
}

fn one(value: i64) -> Vec<i64> {
    vec![value]
}

fn number_of(items: usize) -> Vec<i64> {
    vec![items as i64]
}

fn perhaps(number: Option<Number>) -> Vec<i64> {
    number.into_iter().map(|number| number.value).collect()
}

fn none((): ()) -> Vec<i64> {
    Vec::new()
}
