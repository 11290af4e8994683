//! The shapes that a bottleneck takes, made by hand: which stage it is, and what is said.

use crate::watch::rates::evidence::Evidence;
use crate::watch::sample::{chain, edge, snapshot, stage};
use crate::watch::snapshot::Snapshot;
use crate::watch::state::{RunEnd, RunState};

use super::bottleneck::Bottleneck;
use super::find::find;

/// On a machine of 4 cores.
fn of(snapshot: &Snapshot) -> Bottleneck {
    find(&Evidence { cores: 4, ..Evidence::of(snapshot) }).unwrap()
}

/// Where the slow first stage stands among the shapes.
const FIRST: usize = 5;
const QUICK_SOURCE: [f64; 3] = [0.02, 0.0, 0.98];
const IDLE: [f64; 3] = [0.1, 0.9, 0.0];

/// What is said of each shape.
fn shapes() -> Vec<(&'static str, Snapshot, &'static str)> {
    let source = || stage("from_iter", 1, QUICK_SOURCE);
    let collect = || stage("collect", 1, IDLE);
    let quick = |name| stage("map_async", 4, [0.2, 0.8, 0.0]).called(name);
    let blocked = |name| stage("map_async", 4, [0.2, 0.0, 0.8]).called(name);
    let slow = || stage("map_async", 10, [0.97, 0.02, 0.01]).called("fetch");
    let parse = || stage("map_async", 4, [0.41, 0.59, 0.0]).called("parse");
    vec![
        (
            "slow source",
            chain(vec![stage("from_iter", 1, [0.95, 0.04, 0.01]), quick("parse"), collect()]),
            "the pipeline waits for its source `from_iter`, and every stage behind it has room; a source that \
             gives more would help",
        ),
        (
            "slow terminal",
            chain(vec![source(), blocked("parse"), stage("collect", 1, [0.99, 0.01, 0.0])]),
            "the terminal `collect` holds the pipeline up: its only worker is busy 99 % of the time and its \
             inlet is full; it has one worker and can have no more, so quicker calls would help, or a part of \
             them in a stage of its own",
        ),
        (
            "slow terminal that is not measured",
            {
                let mut run = chain(vec![source().fused(), blocked("parse"), collect().fused()]);
                run.edges.iter_mut().for_each(|edge| edge.waiting = 16);
                run
            },
            "the terminal `collect` holds the pipeline up: its inlet is full; it has one worker and can have \
             no more, so quicker calls would help, or a part of them in a stage of its own",
        ),
        (
            "slow source that is not measured",
            chain(vec![source().fused(), quick("parse"), collect().fused()]),
            "the pipeline waits for its source `from_iter`, and every stage behind it has room; a source that \
             gives more would help",
        ),
        (
            "slow terminal of workers",
            chain(vec![source(), stage("for_each_async", 2, [0.9, 0.1, 0.0]).called("store")]),
            "the terminal `store` holds the pipeline up: its 2 workers are busy 90 % of the time and its inlet \
             is full; more workers would help, ten times as many and more",
        ),
        (
            "slow first stage",
            chain(vec![source(), slow(), parse(), collect()]),
            "`fetch` holds the pipeline up: its 10 workers are busy 97 % of the time and its inlet is full; \
             more workers would help up to about 24, after which `parse` is next",
        ),
        (
            "slow middle stage",
            chain(vec![source(), blocked("list"), slow(), parse(), collect()]),
            "`fetch` holds the pipeline up: its 10 workers are busy 97 % of the time and its inlet is full; \
             more workers would help up to about 24, after which `parse` is next",
        ),
        (
            "slow last stage",
            chain(vec![source(), blocked("list"), blocked("parse"), slow(), collect()]),
            "`fetch` holds the pipeline up: its 10 workers are busy 97 % of the time and its inlet is full; \
             more workers would help up to about 49, after which `list` is next",
        ),
        (
            "two equal ones",
            chain(vec![source(), slow(), slow().called("parse"), collect()]),
            "`fetch` holds the pipeline up: its 10 workers are busy 97 % of the time and its inlet is full; \
             more workers would help if `parse` got more as well, which is about as busy",
        ),
        (
            "computing on all cores",
            chain(vec![source(), stage("map", 4, [0.98, 0.02, 0.0]).called("hash"), collect()]),
            "`hash` holds the pipeline up: its 4 workers compute, busy 98 % of the time, and its inlet is full; \
             the machine has 4 cores, so not more workers but less to compute would help",
        ),
        (
            "computing on one core",
            chain(vec![source(), stage("map", 1, [0.98, 0.02, 0.0]).called("hash"), collect()]),
            "`hash` holds the pipeline up: its only worker computes, busy 98 % of the time, and its inlet is \
             full; more workers would help up to about 4, as many as the machine has cores",
        ),
        (
            "computing, with what it remembers",
            chain(vec![source(), stage("scan", 1, [0.98, 0.02, 0.0]), collect()]),
            "`scan` holds the pipeline up: its only worker computes, busy 98 % of the time, and its inlet is \
             full; it has one worker and can have no more, so quicker calls would help, or a part of them in a \
             stage of its own",
        ),
        (
            "blocking",
            chain(vec![
                source(),
                stage("map_blocking", 8, [0.96, 0.02, 0.02]).called("read"),
                parse(),
                collect(),
            ]),
            "`read` holds the pipeline up: its 8 workers are busy 96 % of the time and its inlet is full; more \
             workers would help up to about 19, after which `parse` is next, if its calls wait; if they \
             compute, up to the machine's 4 cores",
        ),
        (
            "ordered, waiting for its first result",
            chain(vec![
                source(),
                stage("map_async", 8, [0.13, 0.0, 0.87]).called("fetch").holding(16, Some(16)),
                collect(),
            ]),
            "`fetch` holds the pipeline up: it is ordered, and while it waits for one result, 16 of 16 others \
             fill its window and its 8 workers are busy 13 % of the time; a larger `.window(n)` would help, or \
             to leave out `.ordered()`",
        ),
        (
            "ordered, before a slow stage",
            chain(vec![
                source(),
                stage("map_async", 8, [0.4, 0.0, 0.6]).called("fetch").holding(16, Some(16)),
                stage("map_async", 1, [0.96, 0.04, 0.0]).called("store"),
                collect(),
            ]),
            "`store` holds the pipeline up: its only worker is busy 96 % of the time and its inlet is full; \
             more workers would help up to about 3, after which `fetch` is next",
        ),
        (
            "one key",
            chain(vec![
                source(),
                stage("map_by_key_async", 8, [0.13, 0.05, 0.82]).holding(64, Some(64)),
                collect(),
            ]),
            "`map_by_key_async` holds the pipeline up: 64 items of 64 that may wait for an earlier one of \
             their key do, and its 8 workers are busy 13 % of the time; not more workers but quicker calls or \
             other keys would help",
        ),
        (
            "a split with one slow branch",
            snapshot(
                vec![
                    source(),
                    stage("tee", 1, [0.02, 0.0, 0.98]),
                    quick("parse"),
                    stage("map_async", 2, [0.99, 0.01, 0.0]).called("upload"),
                    collect(),
                    collect().called("collect#2"),
                ],
                vec![edge(0, 1), edge(1, 2).branch("0"), edge(1, 3).branch("1"), edge(2, 4), edge(3, 5)],
            ),
            "`upload` holds the pipeline up: its 2 workers are busy 99 % of the time and its inlet is full; \
             more workers would help up to about 10, after which `parse` is next",
        ),
        (
            "expand with items that wait",
            chain(vec![
                stage("from_iter", 1, [0.0, 0.0, 0.0]),
                stage("expand_async", 10, [0.97, 0.03, 0.0]).called("crawl").holding(500, None),
                parse(),
                collect(),
            ]),
            "`crawl` holds the pipeline up: its 10 workers are busy 97 % of the time and its inlet is full; \
             more workers would help up to about 24, after which `parse` is next",
        ),
        (
            "expand that waits for itself",
            chain(vec![
                stage("from_iter", 1, [0.0, 0.0, 0.0]),
                stage("expand_async", 10, [0.1, 0.9, 0.0]).called("crawl").holding(0, None),
                collect(),
            ]),
            "`crawl` waits for its own items: nothing more is to be expanded, and its 10 workers are busy 10 % \
             of the time; not more workers but quicker calls would help",
        ),
        (
            "a fused stage in the task of the source",
            snapshot(
                vec![
                    stage("from_iter", 1, [0.95, 0.0, 0.05]),
                    stage("map", 1, IDLE).fused(),
                    quick("parse"),
                    collect(),
                ],
                vec![edge(0, 1).direct(), edge(1, 2), edge(2, 3)],
            ),
            "the pipeline waits for its source `from_iter`, and every stage behind it has room (the time of \
             `map`, in the same task, is in it); a source that gives more would help",
        ),
        (
            "a rate that is limited",
            snapshot(
                vec![
                    stage("from_iter", 1, [0.0, 0.98, 0.02]),
                    stage("rate_limit", 1, IDLE).fused(),
                    quick("parse"),
                ],
                vec![edge(0, 1).direct(), edge(1, 2)],
            ),
            "`rate_limit` holds the pipeline up: it is there to let no more through (the time of `from_iter`, \
             in the same task, is in it)",
        ),
        (
            "one task",
            snapshot(
                vec![stage("from_iter", 1, [1.0, 0.0, 0.0]), stage("collect", 1, IDLE).fused()],
                vec![edge(0, 1).direct()],
            ),
            "all stages share one task, so that nothing goes on side by side; `.workers(n)` or `.buffer(n)` on \
             the slowest would help",
        ),
    ]
}

#[test]
fn each_shape_is_told_from_the_others() {
    for (shape, snapshot, said) in shapes() {
        assert_eq!(of(&snapshot).to_string(), said, "{shape}");
    }
}

#[test]
fn a_part_of_the_time_is_told_as_the_whole() {
    for (shape, before, said) in shapes() {
        // The same again: twice the times, twice the items.
        let mut after = before.clone();
        after.elapsed *= 2;
        for stage in &mut after.stages {
            stage.items_in *= 2;
            if let Some(workers) = &mut stage.workers {
                (workers.busy, workers.idle, workers.blocked) =
                    (workers.busy * 2, workers.idle * 2, workers.blocked * 2);
            }
        }
        let rates = after.since(&before);
        let found = find(&Evidence { cores: 4, ..rates.evidence }).unwrap();
        assert_eq!(found.to_string(), said, "{shape}");
    }
}

#[test]
fn what_has_ended_is_told_of_the_past() {
    let (_, mut snapshot, _) = shapes().swap_remove(FIRST);
    snapshot.state = RunState::Ended(RunEnd::Succeeded);
    assert_eq!(
        of(&snapshot).to_string(),
        "`fetch` held the pipeline up: its 10 workers were busy 97 % of the time and its inlet was full; more \
         workers would have helped up to about 24, after which `parse` was next"
    );
}

#[test]
fn nothing_is_told_before_the_start_and_little_before_the_first_item() {
    let (_, mut snapshot, _) = shapes().swap_remove(FIRST);
    for stage in &mut snapshot.stages {
        (stage.items_in, stage.workers) = (0, None);
    }
    assert_eq!(of(&snapshot).to_string(), "nothing has gone through yet");
    snapshot.state = RunState::NotStarted;
    assert_eq!(snapshot.bottleneck(), None);
    let (_, snapshot, _) = shapes().swap_remove(FIRST);
    assert_eq!(snapshot.since(&snapshot).bottleneck(), None);
}

#[test]
fn edges_that_lead_nowhere_change_nothing() {
    let (_, mut snapshot, said) = shapes().swap_remove(FIRST);
    snapshot.edges.push(edge(0, 99));
    snapshot.edges.push(edge(99, 98).direct());
    snapshot.edges.push(edge(2, 2));
    assert_eq!(of(&snapshot).to_string(), said);
    snapshot.stages.clear();
    assert_eq!(snapshot.bottleneck(), None);
}

#[test]
fn names_are_cut_and_spelled_out() {
    let (_, mut snapshot, _) = shapes().swap_remove(FIRST);
    for name in ["x".repeat(1 << 20), "\u{1b}[2J\n".repeat(1 << 10), "`".to_owned(), String::new()] {
        snapshot.stages[1].name = name;
        let said = of(&snapshot).to_string();
        assert!(said.starts_with('`') && said.len() < 400 && !said.contains(char::is_control), "{said}");
    }
}
