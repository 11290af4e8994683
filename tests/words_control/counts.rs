//! What `stop_within` says: how many items were drained, and how many dropped.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::{Overflow, Stopped};
use tokio::sync::Notify;

use crate::support::*;

const LIMIT: Duration = Duration::from_secs(30);

/// Never ready for the items from the third on.
async fn stuck(n: usize) -> usize {
    if n < 2 { n } else { pending().await }
}

/// Pipelines that get two items through, each of which gives one, and then get stuck with others inside.
fn stuck_shapes(items: impl Fn() -> Stream<usize>) -> Vec<(&'static str, Run<usize>)> {
    let minute = Duration::from_secs(60);
    vec![
        ("a rendezvous", items().map_async(stuck).count()),
        ("a buffer", items().buffer(4).map_async(stuck).count()),
        ("two edges", items().map_async(|n| async move { n }).buffer(2).map_async(stuck).count()),
        ("workers", items().map_async(stuck).workers(3).count()),
        ("workers, and room behind", items().map_async(stuck).workers(3).buffer(4).count()),
        ("workers in order", items().map_async(stuck).workers(3).ordered().count()),
        (
            "results that wait for an earlier one",
            items()
                .map_async(|n| async move { if n == 2 { pending().await } else { n } })
                .workers(3)
                .ordered()
                .count(),
        ),
        ("a range of workers", items().map_async(stuck).workers(2..=4).count()),
        ("keys", items().map_by_key_async(|n| n / 4, stuck).workers(3).count()),
        ("one hot key", items().map_by_key_async(|_| 0, stuck).workers(3).count()),
        (
            "an expansion",
            items().expand_async(|n| async move { (stuck(n).await, Vec::new()) }).workers(2).count(),
        ),
        (
            "a stage with its own state",
            items().scan_async((), |(), n| async move { Some((stuck(n).await, ())) }).count(),
        ),
        ("a shared edge", items().unbounded().map_async(stuck).count()),
        ("a rate", items().rate_limit(2, minute * 60).count()),
        ("a pause after each", items().map_async(stuck).throttle(Duration::from_millis(1)).count()),
        ("a terminal", items().fold_async(0, |sum, n| async move { sum + stuck(n).await })),
        (
            "another",
            items()
                .for_each_async(|n| async move {
                    stuck(n).await;
                })
                .workers(2)
                .map(|()| 0),
        ),
        ("two streams", items().merge(Stream::pending()).map_async(stuck).count()),
        ("overflow", items().buffer(8).overflow(Overflow::Fail).map_async(stuck).count()),
    ]
}

/// Six items, and then none for ever; counted as they are given.
fn six(given: &Arc<AtomicUsize>) -> Stream<usize> {
    let given = given.clone();
    let items = Stream::from_iter((0..6).inspect(move |_| {
        given.fetch_add(1, Ordering::SeqCst);
    }));
    items.chain(Stream::pending())
}

#[test]
fn what_was_let_in_is_drained_or_dropped() {
    for shape in 0..stuck_shapes(Stream::empty).len() {
        paused(async move {
            let given = Arc::default();
            let (name, run) = stuck_shapes(|| six(&given)).swap_remove(shape);
            let running = run.spawn();
            let control = running.control();
            tokio::time::sleep(Duration::from_secs(1)).await;
            let Stopped { in_time, drained, dropped, .. } = control.stop_within(LIMIT).await;
            assert!(!in_time, "{name}");
            // The first two had arrived before the stop.
            assert_eq!((drained, dropped), (0, given.load(Ordering::SeqCst) - 2), "{name}");
            assert!(running.await.is_err());
        });
    }
}

#[test]
fn what_arrives_after_the_stop_is_drained() {
    paused(async {
        let wait = |n| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            n
        };
        let running = Stream::from_iter(0..).map_async(wait).workers(4).buffer(2).count().spawn();
        let control = running.control();
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        let stopped = control.stop_within(LIMIT).await;
        assert!(stopped.in_time);
        assert_eq!((stopped.drained, stopped.dropped), (running.await.unwrap() - 8, 0));
        assert!(stopped.drained >= 4, "{stopped:?}");
    });
}

#[test]
fn what_a_stop_has_ended_counts_as_what_it_is() {
    paused(async {
        let given = Arc::default();
        let running =
            six(&given).map_async(|n| async move { n }).chunks(4).map_async(|_| pending::<()>()).count();
        let running = running.spawn();
        let control = running.control();
        tokio::time::sleep(Duration::from_secs(1)).await;
        // A chunk in the call, and one of two items, which the stop has ended.
        let stopped = control.stop_within(LIMIT).await;
        assert_eq!((stopped.drained, stopped.dropped), (0, 2));
        drop(running);
    });
}

#[test]
fn what_a_channel_has_accepted_is_counted() {
    paused(async {
        let (sender, items) = Stream::channel(8);
        let running = items.map_async(|_: usize| pending::<()>()).drain().spawn();
        for n in 0..8 {
            sender.send(n).await.unwrap();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(running.control().stop_within(LIMIT).await.dropped, 8);
        drop(running);
    });
}

/// Opens a gate when it is dropped.
struct Opens(mpsc::Sender<()>);

impl Drop for Opens {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn a_blocking_call_under_way_is_finished_and_what_waits_for_it_is_dropped() {
    both(|| async {
        let (open, gate) = mpsc::channel();
        let gate = Mutex::new(gate);
        let begun = Arc::new(Notify::new());
        let begins = begun.clone();
        let (sender, items) = Stream::channel(8);
        let call = move |_| {
            begins.notify_one();
            gate.lock().unwrap().recv().unwrap();
        };
        // The terminal is torn down at once, and with it what it has gathered.
        let running = items.map_blocking(call).fold(Opens(open), |opens, ()| opens).map(drop).spawn();
        for n in 0..4 {
            sender.send(n).await.unwrap();
        }
        begun.notified().await;
        let stopped = running.control().stop_within(Duration::ZERO).await;
        // The result of the call, which was finished, and the others.
        assert_eq!((stopped.in_time, stopped.drained, stopped.dropped), (false, 0, 4));
        drop(running);
    });
}

#[test]
fn the_graph_of_a_run_at_work_tells_what_was_dropped() {
    paused(async {
        let (sender, items) = Stream::channel(0);
        let run = items
            .buffer(1)
            .overflow(Overflow::DropNewest)
            .map_async(|_: usize| pending::<()>())
            .name("save")
            .drain();
        let running = run.spawn();
        let control = running.control();
        assert_eq!(control.dropped("save"), None);
        for n in 0..9 {
            sender.send(n).await.unwrap();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(control.dropped("channel"), Some(7));
        let graph = control.graph().unwrap().to_string();
        assert_eq!(graph, "channel (buffer 1, drops the newest, 7 dropped) => save => drain\n");
        drop(running);
        control.ended().await;
        assert!(control.graph().is_none());
        assert_eq!(control.dropped("channel"), Some(7));
    });
}
