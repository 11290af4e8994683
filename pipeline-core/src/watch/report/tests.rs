//! Reports of runs that are made by hand.

use std::time::Duration;

use super::report::{CallTimes, Report};
use crate::watch::sample::{chain, edge, snapshot, stage};
use crate::watch::snapshot::Snapshot;
use crate::watch::state::{RunEnd, RunState};

/// A run of four stages that has ended.
fn ended() -> Snapshot {
    let mut run = chain(vec![
        stage("from_iter", 1, [0.02, 0.0, 0.98]),
        stage("map_async", 10, [0.97, 0.02, 0.01]).called("fetch"),
        stage("map", 1, [0.0, 0.0, 0.0]).called("parse").fused(),
        stage("collect", 1, [0.4, 0.6, 0.0]),
    ]);
    run.edges[2] = edge(2, 3).direct();
    run.stages[1].errors = 12_345;
    run.state = RunState::Ended(RunEnd::Succeeded);
    run
}

/// The same with a past of ten snapshots, and the times of calls.
pub(super) fn whole() -> Report {
    let last = ended();
    let part = |tenths: u32| {
        let mut part = last.clone();
        part.state = RunState::Working;
        part.elapsed = last.elapsed * tenths / 10;
        for stage in &mut part.stages {
            stage.items_in = stage.items_in * u64::from(tenths * tenths) / 100;
            stage.items_out = stage.items_in;
        }
        part
    };
    let buckets = (1..80).map(|n| (Duration::from_micros(n * n * 300), 1_000 / n)).collect();
    Report::new(last.clone())
        .with_history((0..10).map(part).collect())
        .with_call_times(vec![CallTimes::new(1, buckets)])
}

#[test]
fn the_text_fits_a_terminal() {
    let mut report = whole();
    report.graph = format!("from_iter => fetch => {} -> collect\n", "x".repeat(200));
    let text = report.to_string();
    assert_eq!(
        text,
        "pipeline: succeeded after 10 s\n\n\
         \x20 from_iter => fetch => xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\n\n\
         stage                         in    out  errors  workers   busy      p50     p99\n\
         from_iter                  1,000  1,000       0        1    2 %   200 µs    1 ms\n\
         fetch                      1,000  1,000  12,345       10   97 %    97 ms  485 ms\n\
         parse                      1,000  1,000       0        -      -        -       -\n\
         collect                    1,000  1,000       0        1   40 %     4 ms   20 ms\n\n\
         items over time\n\
         collect                  ▁▂▃▃▄▅▆▇██  up to 190/s\n\n\
         times of calls\n\
         fetch                    █▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  2.7 ms to 1.87 s\n\n\
         `fetch` held the pipeline up: its 10 workers were busy 97 % of the time and its\n\
         inlet was full; more workers would have helped up to about 25, after which\n\
         `collect` was next\n"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn rates_are_of_the_time_between() {
    let parts = whole().parts();
    assert_eq!(parts.len(), 10);
    assert_eq!((parts[0].0, parts[9].0), (Duration::ZERO, Duration::from_secs(9)));
    assert_eq!(parts[9].1.over, Duration::from_secs(1));
    assert_eq!((parts[0].1.stages[1].items_out, parts[9].1.stages[1].items_out), (10.0, 190.0));
}

#[test]
fn rates_of_other_runs_and_of_no_time_are_nothing() {
    let run = ended();
    let mut later = run.clone();
    later.elapsed *= 2;
    later.edges[0].items *= 3;
    for rates in [later.since(&run), run.since(&later)] {
        assert_eq!((rates.over, rates.edges[0].items), (run.elapsed, 200.0));
    }
    let other = snapshot(vec![stage("from_iter", 1, [1.0, 0.0, 0.0])], Vec::new());
    for (a, b) in [(&run, &run), (&later, &other), (&other, &later)] {
        let rates = a.since(b);
        assert_eq!((rates.over, rates.bottleneck()), (Duration::ZERO, None));
        assert!(rates.stages.iter().all(|stage| stage.items_in == 0.0 && stage.items_out == 0.0));
    }
    // What has less behind it than before has done nothing since.
    let mut less = later.clone();
    less.edges[0].items = 0;
    assert_eq!(less.since(&run).edges[0].items, 0.0);
}
