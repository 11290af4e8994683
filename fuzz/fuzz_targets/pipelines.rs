//! Random pipelines of all words that a `Vec` can follow, as the laws have them. Each gives what the `Vec`
//! gives; one that is dropped half-way, or in which a stage panics, leaves nothing.
#![no_main]

#[path = "../../tests/laws/bounds.rs"]
mod bounds;
#[path = "../../tests/laws/job.rs"]
mod job;
#[path = "../../tests/laws/kit.rs"]
mod kit;
#[path = "../../tests/laws/law.rs"]
mod law;
#[path = "../../tests/laws/number.rs"]
mod number;
#[path = "../../tests/laws/operators/mod.rs"]
mod operators;
#[path = "../../tests/laws/panics.rs"]
mod panics;
#[path = "../../tests/laws/shape.rs"]
mod shape;
#[path = "../../tests/laws/turns.rs"]
mod turns;

use std::future::IntoFuture;

use futures::poll;
use libfuzzer_sys::{Corpus, fuzz_target};
use pipeline_core::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use job::{assert_nothing_alive, paused, quiet, values};
use kit::{Kit, turn};
use shape::{Shape, shapes, sorted};

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((&[mode, at], data)) = data.split_first_chunk() else { return Corpus::Reject };
    // The bytes themselves say what is chosen, so that a change of one is a small change of the pipeline.
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, &with_more_behind(data));
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let Ok(shape) = shapes().new_tree(&mut runner) else { return Corpus::Reject };
    let shape = shape.current();
    paused(async {
        let kit = Kit::default();
        match mode % 3 {
            0 => gives_what_a_vec_gives(&shape, &kit).await,
            1 => is_dropped_after(&shape, &kit, at).await,
            _ => panics_at(&shape, &kit, at).await,
        }
        assert_nothing_alive(&kit.ledger, format_args!("{:?}", shape.words())).await;
    });
    Corpus::Keep
});

/// As many bytes as any choice takes: proptest does not end where they are all zero.
fn with_more_behind(data: &[u8]) -> Vec<u8> {
    let more =
        std::iter::successors(Some(1_u32), |n| Some(n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223)));
    data.iter().copied().chain(more.map(|n| n.to_be_bytes()[0]).take(16_384)).collect()
}

async fn gives_what_a_vec_gives(shape: &Shape, kit: &Kit) {
    let found = values(shape.stream(kit).collect::<Vec<_>>().await.expect("no stage fails"));
    let wanted = shape.oracle(shape.len());
    if shape.keeps_order() {
        assert_eq!(found, wanted, "{shape:?}");
    } else {
        assert_eq!(sorted(found), sorted(wanted), "{shape:?}");
    }
}

async fn is_dropped_after(shape: &Shape, kit: &Kit, turns: u8) {
    let mut run = Box::pin(shape.stream(kit).collect::<Vec<_>>().into_future());
    for _ in 0..turns {
        if poll!(&mut run).is_ready() {
            return;
        }
        turn().await;
    }
}

async fn panics_at(shape: &Shape, kit: &Kit, pick: u8) {
    quiet();
    let at = usize::from(pick) % shape.len().max(1);
    let seen = shape.oracle(at);
    if shape.len() == 0 || seen.is_empty() {
        return;
    }
    let bad = seen[usize::from(pick) % seen.len()];
    let trap = move |stream: Stream<number::Number>| -> Stream<number::Number> {
        stream.map(move |n| if n.value == bad { panic!("boom") } else { n }).name("trap").into()
    };
    match shape.build(kit, at, trap).collect::<Vec<_>>().await {
        Err(PipelineError::Panicked { stage, message, .. }) => {
            assert_eq!((stage.as_str(), message.as_str()), ("trap", "boom"), "{shape:?}");
        }
        Ok(found) if shape.may_leave(at) => {
            assert_eq!(sorted(values(found)), sorted(shape.oracle(shape.len())), "{shape:?}");
        }
        other => panic!("a panic is a short result: {other:?}, {shape:?}"),
    }
}
