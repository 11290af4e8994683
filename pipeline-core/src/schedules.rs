//! Whole pipelines in many orders of their tasks, which shuttle picks: at random, or by priorities that change
//! a few times (PCT). `scripts/schedules` runs them.
//!
//! One step is a poll of one task. Each run comes to its end, gives all of its items, or the error that was
//! asked for, and leaves nothing alive; so does one that is dropped after some turns. A run in which no task
//! can go on is a deadlock to shuttle, and fails.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use shuttle::rand::{Rng, thread_rng};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

use crate::engine::executor::spawner_of_schedules;
use crate::engine::supervision::{Alive, Scope};
use crate::{PipelineError, Stream};

/// How many items each run has.
const ITEMS: usize = 6;

/// How often PCT changes a priority.
const DEPTH: usize = 3;

/// More than a task of these pipelines takes, without optimizations as well.
const STACK: usize = 1 << 20;

/// A number, and what tells whether it is alive.
#[derive(Clone)]
struct Item {
    number: usize,
    _alive: Arc<()>,
}

type Shape = fn(Stream<Item>) -> Stream<Item>;

const SHAPES: [(&str, Shape); 10] = [
    ("one task", |s| s.map(|item| item).filter(|_| true).into()),
    ("a row of tasks", |s| s.buffer(0).map(|item| item).buffer(1).map(|item| item).buffer(4).into()),
    ("one call at a time", |s| s.map_async(later).buffer(1).map_async(later).into()),
    ("calls at once", |s| s.buffer(2).map_async(later).workers(3).into()),
    ("calls in order", |s| s.map_async(later).workers(3).ordered().buffer(2).into()),
    ("workers in order", |s| s.map(|item| item).workers(2).ordered().into()),
    ("by key", |s| s.map_by_key_async(|item| item.number % 2, later).workers(3).into()),
    ("parts", |s| {
        let (even, odd) = s.partition(|item| item.number % 2 == 0);
        even.map_async(later).merge(odd.buffer(1))
    }),
    ("balanced", |s| {
        let [a, b] = s.balance();
        a.map_async(later).merge(b.map(|item| item))
    }),
    ("a part of copies", |s| {
        let [all, few] = s.tee();
        all.map_async(later).merge(few.take(2).filter(|_| false))
    }),
];

async fn later(item: Item) -> Item {
    turn().await;
    item
}

/// Lets shuttle pick another task: one that only wakes itself would keep its priority, and with that the others
/// from ever being picked.
async fn turn() {
    shuttle::future::yield_now().await;
}

/// What is to become of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Ends,
    FailsAt(usize),
    IsDroppedAfter(usize),
}

fn pick_fate() -> Fate {
    match thread_rng().gen_range(0..4) {
        0 => Fate::FailsAt(thread_rng().gen_range(0..ITEMS)),
        1 => Fate::IsDroppedAfter(thread_rng().gen_range(0..60)),
        _ => Fate::Ends,
    }
}

async fn one(shape: Shape) {
    let (alive, fate) = (Arc::new(()), pick_fate());
    let kept = alive.clone();
    let items = Stream::from_iter((0..ITEMS).map(move |number| Item { number, _alive: kept.clone() }));
    let checked = shape(items).map(move |item| match fate {
        Fate::FailsAt(number) if number == item.number => Err(format!("item {number} fails")),
        _ => Ok(item),
    });
    let scope = Scope::new(spawner_of_schedules(), Alive::new(Arc::default()));
    let mut run = Box::pin(checked.fallible().or_fail().count().execute(scope));
    match fate {
        Fate::Ends => assert_eq!(run.await.unwrap(), ITEMS),
        Fate::FailsAt(number) => match run.await {
            Err(PipelineError::Failed { source, .. }) => {
                assert_eq!(source.to_string(), format!("item {number} fails"))
            }
            other => panic!("item {number} is to fail, and the run gives {other:?}"),
        },
        Fate::IsDroppedAfter(turns) => {
            is_over_by(run.as_mut(), turns).await;
            drop(run);
            while Arc::strong_count(&alive) > 1 {
                turn().await;
            }
        }
    }
    assert_eq!(Arc::strong_count(&alive), 1, "items are alive: {fate:?}");
}

async fn is_over_by(run: Pin<&mut impl Future>, turns: usize) {
    let mut run = pin!(run);
    for _ in 0..turns {
        if poll_fn(|cx| Poll::Ready(run.as_mut().poll(cx))).await.is_ready() {
            return;
        }
        turn().await;
    }
}

/// How many schedules there are of each kind, of all shapes together.
fn schedules() -> usize {
    std::env::var("PIPELINE_SCHEDULES")
        .map_or(100_000, |number| number.parse().expect("PIPELINE_SCHEDULES is a number of schedules"))
}

fn run_all(kind: &str, scheduler: impl Fn(usize) -> Box<dyn Scheduler + Send>) {
    let of_each = schedules().div_ceil(SHAPES.len());
    for (name, shape) in SHAPES {
        let mut config = Config::new();
        config.stack_size = STACK;
        let runs = Runner::new(scheduler(of_each), config).run(move || shuttle::future::block_on(one(shape)));
        println!("{runs:>9} schedules, {kind}: {name}");
    }
}

#[test]
fn at_random() {
    run_all("at random", |schedules| Box::new(RandomScheduler::new(schedules)));
}

#[test]
fn by_priorities() {
    run_all("by priorities", |schedules| Box::new(PctScheduler::new(DEPTH, schedules)));
}
