//! The sources that are enrolled: a line each gives what they give, and the laws of dropping, panics and
//! bounds.

use std::future::IntoFuture;
use std::time::Duration;

use futures::stream::iter;
use futures::{FutureExt, StreamExt};
use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use pipeline_core::{Missed, Yield};

use crate::job::{Job, Subject, assert_nothing_alive, paused, values};
use crate::kit::{Kit, Number, TICK, turn};
use crate::law::{FEW, Needs, Options, stage};
use crate::{bounds, chaos, panics, turns, watched};

/// A source, as it is enrolled.
pub(crate) struct Source {
    pub(crate) word: &'static str,
    stage: &'static str,
    make: fn(&Kit) -> Stream<Number>,
    gives: &'static [i64],
}

impl Source {
    fn subjects(&self) -> Vec<Subject<'_>> {
        let ways: [fn(Stream<Number>) -> Job; 3] =
            [Job::collecting, Job::collecting_slowly, |s| Job::collecting_slowly(s.buffer(2))];
        let subject = |end: fn(Stream<Number>) -> Job| Subject {
            name: self.word.to_owned(),
            stage: self.stage,
            is_timed: true,
            build: Box::new(move |kit| end((self.make)(kit))),
        };
        ways.into_iter().map(subject).collect()
    }

    fn check_items(&self) {
        paused(async {
            let kit = Kit::small(None);
            assert_eq!(
                values((self.make)(&kit).collect::<Vec<_>>().into_future().await.unwrap()),
                self.gives
            );
            assert_nothing_alive(&kit.ledger, self.word).await;
        });
    }

    fn check_bounds(&self) {
        for buffer in [None, Some(0), Some(2)] {
            let options = Options { workers: 1, ordered: false, buffer };
            bounds::check(self.word, Needs::Clock, options, |kit| {
                let source = (self.make)(kit);
                buffer.into_iter().fold(source, Stream::buffer)
            });
        }
    }
}

macro_rules! sources {
    ($($word:ident $(in $stage:ident)?: |$t:pat_param| $make:expr, $gives:expr;)*) => {
        pub(crate) static SOURCES: &[Source] = &[$(Source {
            word: stringify!($word),
            stage: stage!($word $(, $stage)?),
            make: |$t| $make,
            gives: &$gives,
        },)*];

        fn source(word: &str) -> &'static Source {
            SOURCES.iter().find(|source| source.word == word).unwrap()
        }

        mod items {
            $(#[test] fn $word() { super::source(stringify!($word)).check_items(); })*
        }

        mod turns_of {
            $(#[test] fn $word() { super::source(stringify!($word)).subjects().iter().for_each(super::turns::check); })*
        }

        mod watched_of {
            $(#[test] fn $word() { super::source(stringify!($word)).subjects().iter().for_each(super::watched::check_alone); })*
        }

        mod chaos_of {
            $(#[test] fn $word() { super::source(stringify!($word)).subjects().iter().for_each(super::chaos::check); })*
        }

        mod panics_of {
            $(#[test] fn $word() { super::panics::check(&super::source(stringify!($word)).subjects()); })*
        }

        mod bounds_of {
            $(#[test] fn $word() { super::source(stringify!($word)).check_bounds(); })*
        }
    };
}

sources! {
    from_iter: |t| Stream::from_iter(t.numbers(FEW).map(t.takes(|n: Number| n))), FEW;
    from_stream: |t| Stream::from_stream(iter(t.numbers(FEW)).then(t.takes_later(|n: Number| async { n }))), FEW;
    once: |t| Stream::once(t.number(1)), [1];
    once_async: |t| {
        let (make, ledger) = (t.gives_later(|| async {}), t.ledger.clone());
        Stream::once_async(async move {
            make().await;
            ledger.number(1)
        })
    }, [1];
    empty: |_| Stream::empty(), [];
    pending: |t| Stream::from_iter(t.numbers(FEW)).chain(Stream::pending()).take(6), FEW;
    fail: |t| Stream::from_iter(t.numbers(FEW)).chain(Stream::fail("it failed")).take(6), FEW;
    defer: |t| {
        let ledger = t.ledger.clone();
        Stream::defer(t.gives(move || ledger.numbers(FEW)))
    }, FEW;
    repeat: |t| Stream::repeat(t.number(3)).take(4), [3; 4];
    repeat_with: |t| {
        let ledger = t.ledger.clone();
        Stream::repeat_with(t.gives(move || ledger.number(3))).take(4)
    }, [3; 4];
    cycle: |t| {
        let ledger = t.ledger.clone();
        Stream::cycle(t.gives(move || ledger.numbers([1, 2, 3]))).take(8)
    }, [1, 2, 3, 1, 2, 3, 1, 2];
    restart: |t| {
        let ledger = t.ledger.clone();
        Stream::restart(every_tick(), t.gives(move || ledger.numbers([1, 2]))).take(7)
    }, [1, 2, 1, 2, 1, 2, 1];
    unfold: |t| {
        let ledger = t.ledger.clone();
        Stream::unfold(0, t.takes_later(move |n: i64| std::future::ready((n < 6).then(|| (ledger.number(n), n + 1)))))
    }, [0, 1, 2, 3, 4, 5];
    try_unfold: |t| {
        let ledger = t.ledger.clone();
        let next = move |n: i64| if n == 6 { Err(n) } else { Ok(Some((ledger.number(n), n + 1))) };
        Stream::try_unfold(0, t.takes_later(move |n| std::future::ready(next(n)))).ok_only().into()
    }, [0, 1, 2, 3, 4, 5];
    generate: |t| {
        let ledger = t.ledger.clone();
        Stream::generate(t.takes_later(move |out: Yield<Number>| {
            let numbers = ledger.numbers(FEW);
            async move {
                for number in numbers {
                    turn().await;
                    out.give(number).await;
                }
            }
        }))
    }, FEW;
    interval: |t| {
        let ledger = t.ledger.clone();
        Stream::interval(TICK).take(5).map(move |_| ledger.number(1)).into()
    }, [1; 5];
    interval_at: |t| {
        let ledger = t.ledger.clone();
        Stream::interval_at(TICK, Missed::Skip).take(5).map(move |_| ledger.number(1)).into()
    }, [1; 5];
    channel: |t| {
        // What waits in a channel is not in a run yet: each number is made when it is received.
        let (sender, values) = Stream::channel(8);
        for value in FEW {
            sender.send(value).now_or_never().expect("there is room").unwrap();
        }
        let ledger = t.ledger.clone();
        values.map(move |value| ledger.number(value)).into()
    }, FEW;
    from_receiver: |t| {
        let (sender, values) = tokio::sync::mpsc::channel(8);
        for value in FEW {
            sender.try_send(value).unwrap();
        }
        let ledger = t.ledger.clone();
        Stream::from_receiver(values).map(move |value| ledger.number(value)).into()
    }, FEW;
    lines: |t| {
        let ledger = t.ledger.clone();
        let number = move |line: String| line.parse().map(|value| ledger.number(value));
        Stream::lines(&b"1\n0\n2\n95\n95\n4"[..]).ok_only().filter_map(move |line| number(line).ok()).into()
    }, FEW;
    subscribe: |t| {
        let broadcast = Broadcast::new().replay(6).drop_when_alone();
        for number in t.numbers(FEW) {
            broadcast.put(number).now_or_never().expect("it is alone").unwrap();
        }
        broadcast.subscribe()
    }, FEW;
}

fn every_tick() -> ConstantBuilder {
    ConstantBuilder::new().with_delay(Duration::from_millis(1)).without_max_times()
}
