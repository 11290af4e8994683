//! What the fault tests share: a watchdog, both runtimes, and children.

use std::future::Future;
use std::panic::Location;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::testkit::assert_no_leaks;
use tokio::runtime::{Builder, Runtime};

/// Longer than any of these tests takes on a machine that is busy otherwise.
const HANG: Duration = Duration::from_secs(120);

#[path = "../shared/worker_threads.rs"]
mod worker_threads;
#[path = "../shared/both_runtimes.rs"]
mod both_runtimes;
#[path = "../shared/turn.rs"]
mod turn;

pub(crate) use both_runtimes::both_runtimes;
pub(crate) use turn::turn;
pub(crate) use worker_threads::worker_threads;

#[track_caller]
pub(crate) fn multi_thread<R>(body: impl Future<Output = R>) -> R {
    on(several_threads(), body)
}

#[track_caller]
pub(crate) fn current_thread<R>(body: impl Future<Output = R>) -> R {
    on(one_thread(), body)
}

pub(crate) fn several_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(worker_threads()).enable_all().build().unwrap()
}

pub(crate) fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// With a clock that moves on only when nothing else can.
pub(crate) fn paused() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// Runs the body of a test on a runtime, watched, and looks for what it leaves behind.
#[track_caller]
pub(crate) fn on<R>(runtime: Runtime, body: impl Future<Output = R>) -> R {
    let _watchdog = Watchdog::start();
    quiet();
    runtime.block_on(assert_no_leaks(body))
}

/// Aborts the process, with a message, where a test hangs: also where it blocks its thread, so that no timer of its own would
/// be looked at.
pub(crate) struct Watchdog(#[allow(dead_code, reason = "dropping it is what tells the thread")] Sender<()>);

impl Watchdog {
    #[track_caller]
    pub(crate) fn start() -> Self {
        let at = Location::caller();
        let name = std::thread::current().name().unwrap_or("a test").to_owned();
        let (test, ended) = channel();
        std::thread::spawn(move || {
            if ended.recv_timeout(HANG) == Err(RecvTimeoutError::Timeout) {
                eprintln!("{name} hangs (at {at})");
                std::process::abort();
            }
        });
        Self(test)
    }
}

/// Silences the messages of panics that a test asks for: they begin with `boom`, or carry no text.
pub(crate) fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let payload = info.payload();
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&'static str>().copied());
            if text.is_some_and(|text| !text.starts_with("boom") && !text.starts_with("A Tokio 1.x context"))
            {
                usual(info);
            }
        }));
    });
}

/// What an ended run says.
pub(crate) fn text<R, E: std::fmt::Display>(ended: Result<R, PipelineError<E>>) -> String {
    ended.map_or_else(|error| error.to_string(), |_| "ok".to_owned())
}

/// The option that a run was refused for, and the stage.
#[track_caller]
pub(crate) fn refused<R, E: std::fmt::Display>(ended: Result<R, PipelineError<E>>) -> (String, &'static str) {
    match ended {
        Err(PipelineError::InvalidOption { stage, option, .. }) => (stage, option),
        Err(other) => panic!("refused for another reason: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Waits until `reached` holds, giving way to everything else.
pub(crate) async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::task::yield_now().await;
    }
}

/// Runs one test of this binary, which is ignored otherwise, in a process of its own: what it does is the end of a process, or
/// changes all of it.
pub(crate) fn in_a_child(test: &str, variables: &[(&str, &str)]) -> Output {
    let _watchdog = Watchdog::start();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    child.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap()
}

/// Both streams of a child, for messages.
pub(crate) fn told(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
