//! What a recorder for Prometheus makes of a run.

use std::time::Duration;

use metrics::with_local_recorder;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

use super::metrics::Metrics;
use crate::live::fixture::{snapshot, workers};
use crate::stream::Stream;
use crate::watch::{CallTimes, Held, RunEnd, RunState, Snapshot, Watch};

fn recorder() -> PrometheusRecorder {
    PrometheusBuilder::new().build_recorder()
}

/// The lines of one metric, without its description.
fn lines(recorder: &PrometheusRecorder, name: &str) -> Vec<String> {
    let text = recorder.handle().render();
    let mut lines: Vec<_> = text
        .lines()
        .filter(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' '])))
        .map(|line| line.replace(r#"pipeline="pipeline","#, "").replace(name, ""))
        .collect();
    lines.sort();
    lines
}

/// A watch on a run that does not matter.
fn any_watch() -> Watch {
    Stream::from_iter([1]).count().watch().1
}

fn ended(mut now: Snapshot) -> Snapshot {
    now.state = RunState::Ended(RunEnd::Succeeded);
    now
}

/// What goes up and down is taken back when the run has ended; what was counted stays, and is exact.
#[test]
fn counters_end_exact_and_gauges_at_nothing() {
    let recorder = recorder();
    with_local_recorder(&recorder, || {
        let metrics = any_watch().metrics();
        let mut now = snapshot([7, 5]);
        now.stages[1].workers = Some(workers(4, 3));
        now.stages[1].held = Some(Held { waiting: 2, high_water: 2, limit: None });
        now.stages[0].held = Some(Held { waiting: 8, high_water: 8, limit: Some(8) });
        now.stages[0].queued = Some(Held { waiting: 3, high_water: 4, limit: Some(4) });
        now.edges[0].waiting = 6;
        metrics.publish_as(&now, &[]);
        assert_eq!(
            lines(&recorder, "pipeline_items_received_total"),
            [r#"{stage="stage 0"} 7"#, r#"{stage="stage 1"} 5"#]
        );
        assert_eq!(lines(&recorder, "pipeline_workers_busy"), [r#"{stage="stage 1"} 3"#]);
        assert_eq!(lines(&recorder, "pipeline_queue_length"), [r#"{from="stage 0",stage="stage 1"} 6"#]);
        assert_eq!(
            lines(&recorder, "pipeline_held_items"),
            [r#"{stage="stage 0"} 11"#, r#"{stage="stage 1"} 2"#]
        );
        assert_eq!(lines(&recorder, "pipeline_runs_working"), [r#"{pipeline="pipeline"} 1"#]);

        let mut last = ended(snapshot([9, 9]));
        last.stages[1].workers = Some(workers(4, 0));
        last.stages[1].held = Some(Held { waiting: 0, high_water: 2, limit: None });
        last.stages[0].held = Some(Held { waiting: 0, high_water: 8, limit: Some(8) });
        last.stages[0].queued = Some(Held { waiting: 0, high_water: 4, limit: Some(4) });
        (last.stages[1].items_out, last.stages[1].errors, last.stages[1].filtered) = (6, 2, 1);
        metrics.publish_as(&last, &[]);
        metrics.publish_as(&last, &[]);
        assert_eq!(
            lines(&recorder, "pipeline_items_received_total"),
            [r#"{stage="stage 0"} 9"#, r#"{stage="stage 1"} 9"#]
        );
        assert_eq!(
            lines(&recorder, "pipeline_items_total")[3..],
            [
                r#"{stage="stage 1",outcome="error"} 2"#,
                r#"{stage="stage 1",outcome="filtered"} 1"#,
                r#"{stage="stage 1",outcome="ok"} 6"#,
            ]
        );
        for gauge in
            ["workers_busy", "workers_limit", "queue_length", "queue_capacity", "held_items", "runs_working"]
        {
            let lines = lines(&recorder, &format!("pipeline_{gauge}"));
            assert!(!lines.is_empty() && lines.iter().all(|line| line.ends_with(" 0")), "{gauge}: {lines:?}");
        }
        assert_eq!(
            lines(&recorder, "pipeline_runs_ended_total"),
            [r#"{outcome="cancelled"} 0"#, r#"{outcome="failed"} 0"#, r#"{outcome="succeeded"} 1"#]
        );
    });
}

#[test]
fn runs_of_one_name_are_added_up() {
    let recorder = recorder();
    with_local_recorder(&recorder, || {
        for _ in 0..3 {
            any_watch().metrics().publish_as(&ended(snapshot([5, 5])), &[]);
        }
        any_watch().metrics().publish_as(&snapshot([4, 4]), &[]);
    });
    assert_eq!(lines(&recorder, "pipeline_items_received_total")[1], r#"{stage="stage 1"} 19"#);
    assert_eq!(lines(&recorder, "pipeline_runs_working"), [r#"{pipeline="pipeline"} 1"#]);
}

/// Calls of the second stage: three of 250 ms, and so many of a second.
fn calls(slow: u64) -> [CallTimes; 1] {
    [CallTimes::new(1, vec![(Duration::from_millis(250), 3), (Duration::from_secs(1), slow)])]
}

#[test]
fn calls_are_a_histogram_in_seconds() {
    let matcher = Matcher::Full("pipeline_call_seconds".to_owned());
    let buckets = PrometheusBuilder::new().set_buckets_for_metric(matcher, &[0.1, 0.5, 2.0]).unwrap();
    let recorder = buckets.build_recorder();
    with_local_recorder(&recorder, || {
        let metrics = any_watch().metrics();
        metrics.publish_as(&snapshot([4, 4]), &calls(1));
        // Nothing is told twice, and what is new once.
        metrics.publish_as(&snapshot([4, 4]), &calls(1));
        metrics.publish_as(&snapshot([6, 6]), &calls(3));
    });
    let bucket = |le: &str, n: u32| format!(r#"{{stage="stage 1",le="{le}"}} {n}"#);
    let buckets = [bucket("+Inf", 6), bucket("0.1", 0), bucket("0.5", 3), bucket("2", 6)];
    assert_eq!(lines(&recorder, "pipeline_call_seconds_bucket"), buckets);
    assert_eq!(lines(&recorder, "pipeline_call_seconds_sum"), [r#"{stage="stage 1"} 3.75"#]);
    assert_eq!(lines(&recorder, "pipeline_call_seconds_count"), [r#"{stage="stage 1"} 6"#]);
}

/// The times of the calls of runs of one name are added up, as all that is counted.
#[test]
fn calls_of_several_runs_are_added_up() {
    let recorder = recorder();
    with_local_recorder(&recorder, || {
        for _ in 0..3 {
            any_watch().metrics().publish_as(&ended(snapshot([4, 4])), &calls(1));
        }
    });
    assert_eq!(lines(&recorder, "pipeline_call_seconds_count"), [r#"{stage="stage 1"} 12"#]);
    let half = lines(&recorder, "pipeline_call_seconds").into_iter().find(|line| line.contains(r#""0.5""#));
    assert!(half.is_some_and(|line| line.contains("} 0.2")));
}

/// Of quick calls some are timed, and each stands for several: there are about as many as were made.
#[test]
fn calls_that_are_not_timed_are_stood_for() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let recorder = recorder();
    let made = 100_000;
    with_local_recorder(&recorder, || {
        let (run, watch) = Stream::from_iter(0..made).map_async(|n| async move { n }).count().watch();
        let metrics = watch.metrics();
        assert_eq!(runtime.block_on(run.into_future()).unwrap(), made);
        metrics.publish();
    });
    let count = lines(&recorder, "pipeline_call_seconds_count").remove(0);
    let count: usize = count.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(count.abs_diff(made) <= 256, "{count}");
}

#[test]
fn metrics_are_described() {
    let recorder = recorder();
    let metrics: Metrics = with_local_recorder(&recorder, || any_watch().metrics());
    with_local_recorder(&recorder, || metrics.publish_as(&snapshot([1, 1]), &[]));
    let text = recorder.handle().render();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let name = line.split('{').next().unwrap();
        assert!(
            text.contains(&format!("# HELP {name} ")) && text.contains(&format!("# TYPE {name} ")),
            "{line}"
        );
    }
}

#[test]
fn names_are_escaped_and_shortened() {
    let recorder = recorder();
    with_local_recorder(&recorder, || {
        let mut now = snapshot([1, 2, 3, 4, 5, 6]);
        now.name = Some("run \"<script>|\r".to_owned());
        now.stages[0].name = "a\n\u{7}b".to_owned();
        now.stages[1].name = String::new();
        now.stages[2].name = "q\"u'o|te<script>".to_owned();
        let long = |middle: &str| format!("{}{middle}{}", "x".repeat(1 << 20), "z".repeat(1 << 20));
        (now.stages[3].name, now.stages[4].name) = (long("1"), long("2"));
        any_watch().metrics().publish_as(&now, &[]);
    });
    let found = lines(&recorder, "pipeline_items_received_total");
    let (x, z) = ("x".repeat(32), "z".repeat(31));
    for (at, name) in [
        r"a\\n\\u{7}b".to_owned(),
        r#"\"\""#.to_owned(),
        r#"q\"u'o|te<script>"#.to_owned(),
        format!("{x}…{z}"),
        format!("{}…{}~2", &x[1..], &z[1..]),
    ]
    .into_iter()
    .enumerate()
    {
        let line = format!(r#"{{pipeline="run \"<script>|\\r",stage="{name}"}} {}"#, at + 1);
        assert!(found.contains(&line), "{line} is not among {found:#?}");
    }
}
