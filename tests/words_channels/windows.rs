//! A sliding window over the time that events carry: for each event one result, of the last two seconds up to it.

use std::collections::VecDeque;

use pipeline_core::prelude::*;
use tokio::sync::mpsc;

use crate::support::{millis, receive_all, send_all, tasks};

#[derive(Debug, Clone, Copy)]
struct Metric {
    /// In milliseconds, by the clock of whoever measured.
    at: u64,
    value: u64,
    source: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
struct Window {
    start: u64,
    end: u64,
    count: usize,
    average: f64,
    most: u64,
    sources: Vec<&'static str>,
}

const LENGTH: u64 = 2000;

/// Adds a metric to those of the window, drops what is too old, and sums up the rest.
fn slide(window: &mut VecDeque<Metric>, metric: Metric) -> Option<Window> {
    window.push_back(metric);
    while window.front().is_some_and(|oldest| oldest.at + LENGTH < metric.at) {
        window.pop_front();
    }
    let mut sources: Vec<_> = window.iter().map(|metric| metric.source).collect();
    sources.sort();
    sources.dedup();
    Some(Window {
        start: window.front()?.at,
        end: window.back()?.at,
        count: window.len(),
        average: window.iter().map(|metric| metric.value as f64).sum::<f64>() / window.len() as f64,
        most: window.iter().map(|metric| metric.value).max()?,
        sources,
    })
}

/// Fifty metrics, one every 200 ms of their own time, from three servers in turn.
fn metrics() -> impl Iterator<Item = Metric> {
    let sources = ["server1", "server2", "server3"];
    let value = |n: u64| if (20..30).contains(&n) { 95 } else { 10 + n };
    (0..50).map(move |n| Metric { at: n * 200, value: value(n), source: sources[n as usize % 3] })
}

/// The same by looking at all metrics for each.
fn oracle(all: &[Metric]) -> Vec<Window> {
    let window = |(n, last): (usize, &Metric)| {
        let recent = all[..=n].iter().filter(|metric| metric.at + LENGTH >= last.at).copied();
        recent.fold((VecDeque::new(), None), |(mut window, _), metric| {
            let slid = slide(&mut window, metric);
            (window, slid)
        })
    };
    all.iter().enumerate().map(|it| window(it).1.unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn one_result_for_each_event_of_the_last_two_seconds() {
    let ((to, input), (output, found), (alert, alerts)) =
        (mpsc::channel(10), mpsc::channel(10), mpsc::channel(50));
    let warn = move |window: Window| {
        let alert = alert.clone();
        async move {
            millis(10).await;
            if window.average > 75.0 && window.count >= 5 {
                alert.send(window.end).await.unwrap();
            }
            window
        }
    };
    let run = Stream::from_receiver(input).scan(VecDeque::new(), slide).map_async(warn).send_to(output);
    // The metrics come twice as fast as they were measured: the window goes by their own time.
    let ((), found, ran) = tokio::join!(send_all(to, 100, metrics()), receive_all(found), run.into_future());
    ran.unwrap();
    let all: Vec<_> = metrics().collect();
    assert_eq!(found.len(), 50);
    assert_eq!(
        found[0],
        Window { start: 0, end: 0, count: 1, average: 10.0, most: 10, sources: vec!["server1"] }
    );
    assert_eq!((found[9].start, found[10].start, found[11].start), (0, 0, 200));
    assert!(found.iter().all(|window| window.end - window.start <= LENGTH && window.count <= 11));
    assert_eq!(found, oracle(&all));
    // Those high values are metrics 20 to 29, and count most in the windows that end shortly after.
    let alerts = receive_all(alerts).await;
    let wanted: Vec<_> =
        found.iter().filter(|window| window.average > 75.0).map(|window| window.end).collect();
    assert_eq!(alerts, wanted);
    assert!(alerts.contains(&(29 * 200)) && alerts.iter().all(|end| (25 * 200..35 * 200).contains(end)));
    assert_eq!(tasks(), 0);
}

/// With gaps between the events the window holds less; after a long one, the event alone.
#[tokio::test(start_paused = true)]
async fn a_gap_empties_the_window() {
    let at = |at| Metric { at, value: 1, source: "only" };
    let all = [at(0), at(500), at(2000), at(2001), at(4000), at(9000)];
    let found = Stream::from_iter(all).scan(VecDeque::new(), slide).map(|window| window.count);
    assert_eq!(found.collect::<Vec<_>>().await.unwrap(), [1, 2, 3, 3, 3, 1]);
}
