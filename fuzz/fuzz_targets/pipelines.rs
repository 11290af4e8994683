//! Random pipelines of all words that a `Vec` can follow, as the laws have them. Each gives what the `Vec`
//! gives; one that is dropped half-way, or in which a stage panics, leaves nothing.
#![no_main]

#[path = "../../tests/laws/bounds.rs"]
mod bounds;
#[path = "../../tests/laws/chaos.rs"]
mod chaos;
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

use job::{assert_nothing_alive, paused, quiet, values};
use kit::{Kit, turn};
use law::Options;
use operators::WITH_ORACLE;
use shape::{Shape, sorted};

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((&[mode, at, stages, buffer], data)) = data.split_first_chunk() else { return Corpus::Reject };
    let Some(shape) = shape_of(data, 1 + usize::from(stages % 6), buffer) else { return Corpus::Reject };
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

/// The first bytes say which stages, and how each is run; the others are the items.
fn shape_of(data: &[u8], stages: usize, source_buffer: u8) -> Option<Shape> {
    let (words, items) = data.split_at_checked(3 * stages)?;
    let buffer = |byte: u8| [None, Some(0), Some(1), Some(4)][usize::from(byte % 4)];
    let stage = |bytes: &[u8]| {
        let options = Options {
            workers: usize::from(1 + bytes[1] % 8),
            ordered: bytes[1] >= 128,
            buffer: buffer(bytes[2]),
        };
        (usize::from(bytes[0]) % WITH_ORACLE.len(), options)
    };
    let items = items.iter().take(500).map(|byte| i64::from(byte % 105) - 5).collect();
    Some(Shape::of(items, buffer(source_buffer), words.chunks(3).map(stage).collect()))
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
