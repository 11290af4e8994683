//! The laws hold for words of this crate, and an operator that breaks one of them is found.

use std::mem::forget;
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::testkit::{self, Counted};

type Item = Counted<u64>;

#[test]
fn words_of_this_crate_keep_to_them() {
    testkit::laws(|s| s.map(|n| n).filter(|n| **n % 3 != 0));
    testkit::laws(|s| s.map_async(|n| async { n }).workers(4).ordered());
    testkit::laws(|s| s.map_async(|n| async { n }).workers(3).buffer(2));
    testkit::laws(|s| s.map_by_key(|n| **n % 4, |n| n).workers(3));
    testkit::laws(|s| s | pipe::chunks(3) | pipe::flatten());
    testkit::laws(|s| s.take(4));
    testkit::laws(|s| s.merge(Stream::empty()));
    testkit::laws(|s| s.try_map(|n| if *n == 7 { Err("seven") } else { Ok(n) }));
    testkit::laws(|s| s.delay(Duration::from_secs(60)).workers(3));
    testkit::laws(|s| s.unbounded());
    testkit::laws(|s| s.expand(|n| (n, None)));
    testkit::laws(|s| s.filter(|_| false));
    testkit::laws_of(|n| n, |s| s.scan(0, |sum, n| Some(*sum + n)).skip(2));
    testkit::laws_of(|n| n.to_string(), |s: Stream<String>| s.map_blocking(|text| text.len()));
}

#[test]
#[should_panic(expected = "the law `drops` is broken: of 20 items 1 are alive (at tests/testkit/laws.rs:")]
fn an_operator_that_loses_an_item() {
    testkit::laws(|s| {
        s.filter_map(|n: Item| {
            if *n == 4 {
                forget(n);
                return None;
            }
            Some(n)
        })
    });
}

#[test]
#[should_panic(expected = "the law `ends` is broken: the run does not end when its input does")]
fn an_operator_that_does_not_end() {
    testkit::laws(|s| s.chain(Stream::pending()));
}

#[test]
#[should_panic(expected = "the law `ends` is broken: the run failed: stage `bad` panicked: boom")]
fn an_operator_that_fails() {
    testkit::laws(|s| s.map(|n| if *n == 9 { panic!("boom") } else { n }).name("bad"));
}

#[test]
#[should_panic(expected = "the law `lazy` is broken")]
fn an_operator_that_holds_on_to_its_stream() {
    testkit::laws(|s| {
        let kept = futures::executor::block_on(s.collect::<Vec<_>>().run_local()).unwrap();
        Stream::from_iter(kept)
    });
}

#[test]
#[should_panic(expected = "the law `fails` is broken")]
fn an_operator_that_takes_a_failure_for_an_end() {
    testkit::laws(|s| {
        Stream::from_stream(s.open().take_while(|item| std::future::ready(item.is_ok())).map(Result::unwrap))
    });
}

#[test]
#[should_panic(expected = "the law `waits` is broken")]
fn an_operator_that_reads_ahead_without_a_bound() {
    /// Its own reading goes on, whoever takes what it gives.
    fn greedy(stream: Stream<Item>) -> Stream<Item> {
        let mut open = stream.open();
        Stream::generate(move |out| async move {
            let (to, mut from) = tokio::sync::mpsc::unbounded_channel();
            tokio::spawn(async move {
                while let Some(Ok(item)) = open.next().await {
                    _ = to.send(item);
                }
            });
            while let Some(item) = from.recv().await {
                out.give(item).await;
            }
        })
    }
    testkit::laws(greedy);
}
