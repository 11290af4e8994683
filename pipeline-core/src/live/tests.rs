//! Runs that are shown, from their start to their end.

use std::io::{BufRead, BufReader, Read, stderr, stdin};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::lines::PlainLines;
use super::view::{View, shown_by};
use crate::run::Run;
use crate::stream::Stream;
use crate::watch::{RunEnd, RunState, Snapshot};

/// Tells what it was asked to show.
struct Recorded {
    shown: Sender<RunState>,
    last: Sender<Snapshot>,
}

impl View for Recorded {
    fn period(&self) -> Duration {
        Duration::from_millis(1)
    }

    fn show(&mut self, now: &Snapshot) {
        let _ = self.shown.send(now.state);
    }

    fn finish(self: Box<Self>, last: &Snapshot) {
        self.last.send(last.clone()).unwrap();
    }
}

fn recorded<R: Send + 'static>(run: Run<R>) -> (Run<R>, Receiver<RunState>, Receiver<Snapshot>) {
    let ((shown, states), (last, lasts)) = (channel(), channel());
    (shown_by(run, |_| Recorded { shown, last }), states, lasts)
}

fn numbers() -> Run<Vec<i32>> {
    Stream::from_iter(0..100).map_async(|n| async move { n }).workers(4).ordered().collect()
}

/// The last is shown once, is exact, and is shown before the run gives its result.
fn has_ended(lasts: &Receiver<Snapshot>, how: RunEnd) -> Snapshot {
    let last = lasts.try_recv().expect("the last was shown");
    assert_eq!(last.state, RunState::Ended(how));
    assert!(lasts.try_recv().is_err());
    last
}

async fn to_its_end() {
    let (run, _, lasts) = recorded(numbers());
    assert_eq!(run.await.unwrap().len(), 100);
    assert_eq!(has_ended(&lasts, RunEnd::Succeeded).stages[2].items_out, 100);
}

#[tokio::test]
async fn the_last_is_shown_before_the_result_on_one_thread() {
    to_its_end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_is_shown_before_the_result_on_several_threads() {
    to_its_end().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_stands_still_is_no_hindrance() {
    to_its_end().await;
}

#[test]
fn a_run_without_tokio_is_shown() {
    let (run, _, lasts) = recorded(numbers());
    assert_eq!(futures::executor::block_on(run.run_local()).unwrap().len(), 100);
    has_ended(&lasts, RunEnd::Succeeded);
}

#[tokio::test]
async fn a_run_that_fails_is_shown_to_its_end() {
    let (run, _, lasts) = recorded(Stream::from_iter(0..9).map(|n| 10 / (n - 5)).drain());
    run.await.unwrap_err();
    has_ended(&lasts, RunEnd::Failed);
}

/// The thread has the run shown while it works, whatever the run's own threads do.
#[tokio::test]
async fn a_run_that_is_dropped_was_shown_and_ends() {
    let (run, states, lasts) = recorded(Stream::from_iter([1]).chain(Stream::pending()).drain());
    let running = run.spawn();
    tokio::task::yield_now().await;
    assert_eq!(states.recv(), Ok(RunState::Working));
    drop(running);
    tokio::task::yield_now().await;
    has_ended(&lasts, RunEnd::Cancelled);
    // The thread has ended: it has let go of what it told.
    while states.recv().is_ok() {}
}

#[tokio::test]
async fn a_run_that_was_never_awaited_is_not_shown() {
    let (run, states, lasts) = recorded(numbers());
    drop(run);
    assert!(states.recv().is_err() && lasts.recv().is_err());
}

/// The names of the test below in a process of its own, and what it does there.
const CHILD: (&str, &str) = ("live::tests::what_is_written_to_a_pipe_is_lines", "PIPELINE_CORE_TEST_CHILD");

/// Runs until standard input ends, with lines every millisecond, or with those of `progress`.
fn be_child(how: &str) {
    let run = Stream::from_iter(BufReader::new(stdin()).lines()).drain().total(7);
    let run = match how {
        "lines" => shown_by(run, |_| PlainLines::new(stderr(), Duration::from_millis(1), Some(7))),
        _ => run.progress_stages(),
    };
    futures::executor::block_on(run.run_local()).unwrap();
}

#[test]
fn what_is_written_to_a_pipe_is_lines() {
    if let Ok(how) = std::env::var(CHILD.1) {
        return be_child(&how);
    }
    let child = |how: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", CHILD.0, "--nocapture"]).env(CHILD.1, how);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut quick = child("progress");
    drop(quick.stdin.take());
    let output = quick.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");

    let mut long = child("lines");
    let mut errors = BufReader::new(long.stderr.take().unwrap());
    let mut text = String::new();
    for _ in 0..2 {
        errors.read_line(&mut text).unwrap();
    }
    drop(long.stdin.take());
    errors.read_to_string(&mut text).unwrap();
    assert!(long.wait().unwrap().success());
    let lines: Vec<_> = text.lines().collect();
    let (last, before) = lines.split_last().unwrap();
    assert!(
        before.len() >= 2 && before.iter().all(|line| line.starts_with("0 of 7 items, 0.0/s, ")),
        "{text}"
    );
    assert!(last.starts_with("0 of 7 items in "), "{text}");
    assert!(!text.contains('\x1b'), "{text}");
}
