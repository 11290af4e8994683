//! What holds of every run that is watched.

use std::time::Duration;

use pipeline_core::{EdgeSnapshot, GraphKind, Snapshot};

use crate::job::{RUNTIMES, Subject, paused};
use crate::kit::Kit;

/// Checks a word by itself: under paused time, and, where it waits for none, on several threads.
pub(crate) fn check_alone(subject: &Subject<'_>) {
    paused(ends(subject));
    if !subject.is_timed {
        RUNTIMES[1].block_on(ends(subject));
    }
}

async fn ends(subject: &Subject<'_>) {
    let result = (subject.build)(&Kit::small(None)).run_watched(&subject.name).await;
    assert!(result.is_ok(), "{}: {result:?}", subject.name);
}

/// Checks a run that has ended well: each stage has taken in what the ones before it gave, nothing is inside, and as
/// many items came as were expected.
pub(crate) fn check(snapshot: &Snapshot, context: &str) {
    assert_eq!(snapshot.state.to_string(), "succeeded", "{context}");
    assert_eq!(snapshot.alive, 0, "{context}: {snapshot:#?}");
    for (place, stage) in snapshot.stages.iter().enumerate() {
        let context = format!("{context}: {stage:#?}");
        let gone = stage.items_out + stage.filtered + stage.errors;
        assert_eq!(stage.items_in + stage.added, gone, "{context}");
        // What a source has made, and what has arrived at a terminal.
        assert!(stage.expected.is_none_or(|expected| expected == stage.items_in), "{context}");
        if let Some(workers) = stage.workers {
            let active = workers.in_call + workers.waiting_for_input + workers.waiting_to_send;
            assert_eq!(active, 0, "{context}");
            assert!(workers.started <= workers.limit, "{context}");
            assert!(
                workers.busy + workers.idle + workers.blocked <= time_of(snapshot, workers.started),
                "{context}"
            );
        }
        for edge in snapshot.edges.iter().filter(|edge| edge.to == place) {
            assert_eq!(edge.waiting, 0, "{context}");
            assert!(edge.channel || edge.high_water == 0, "{context}");
        }
    }
}

/// As long as so many workers can have worked.
fn time_of(snapshot: &Snapshot, workers: usize) -> Duration {
    snapshot.elapsed * u32::try_from(workers).unwrap()
}

/// Checks that all that goes into an edge comes out of it, in a run in which none leaves its input.
pub(crate) fn check_edges(snapshot: &Snapshot, given: usize, arrived: usize, context: &str) {
    let items = |of: &dyn Fn(&EdgeSnapshot) -> bool| -> u64 {
        snapshot.edges.iter().filter(|edge| of(edge)).map(|edge| edge.items).sum()
    };
    for (place, stage) in snapshot.stages.iter().enumerate() {
        let (into, out) = (items(&|edge| edge.to == place), items(&|edge| edge.from == place));
        let context = format!("{context}: {stage:#?}, {into} in, {out} out");
        match stage.kind {
            GraphKind::Source => assert_eq!(stage.items_in, out, "{context}"),
            GraphKind::Terminal => {
                assert_eq!((stage.items_in, into), (arrived as u64, arrived as u64), "{context}")
            }
            _ => assert_eq!((stage.items_in, stage.items_out + stage.errors), (into, out), "{context}"),
        }
        if let (Some(workers), Some(calls)) = (stage.workers, stage.calls) {
            assert!(workers.started > 0 && calls.count >= stage.items_in, "{context}");
            assert!(0 < calls.timed && calls.timed <= calls.count, "{context}");
            assert!(calls.p50 <= calls.p90 && calls.p90 <= calls.p99 && calls.p99 <= calls.max, "{context}");
        }
    }
    assert_eq!(snapshot.stages[0].items_out, given as u64, "{context}");
}
