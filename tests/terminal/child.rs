//! The programs on the terminal: this program once more, which is told what to do by a variable.

use std::future::pending;
use std::os::unix::process::CommandExt;
use std::process::Command;

use pipeline_core::prelude::*;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// The variable that says what shows the run, and how it ends.
const WHAT: &str = "PIPELINE_ON_A_TERMINAL";

/// Says, once it is there, that the program heeds signals.
const HEEDS: &str = "PIPELINE_HEEDS_SIGNALS";

/// How the program ends, once it is typed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All items are there.
    Success,
    /// A stage panics.
    PanicInStage,
    /// The program panics beside the run.
    PanicBeside,
    /// The run is dropped.
    Drop,
    /// The program leaves without waiting for anything.
    Exit,
    /// It goes on for ever.
    Never,
}

/// A program that has a run shown by this, and ends like that.
pub(crate) fn program(shown_by: &str, ending: Ending) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child::run", "--nocapture", "--test-threads=1"]);
    // Where the message of a panic is long, it has no room on the screen.
    command.env(WHAT, format!("{shown_by} {ending:?}")).env("RUST_BACKTRACE", "0");
    command
}

/// Waits until a line is typed, and gives that.
async fn typed() -> String {
    tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    })
    .await
    .unwrap()
}

#[test]
fn run() {
    let Ok(what) = std::env::var(WHAT) else { return };
    let (shown_by, ending) = what.split_once(' ').unwrap();
    if std::env::var_os(HEEDS).is_none() {
        heed_signals();
    }
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(on_terminal(shown_by, ending));
}

/// What is started by `nohup`, or behind a shell, ignores signals, and so does what it starts; but what handles a signal
/// does not hand that on. So this program handles them, and becomes itself once more.
fn heed_signals() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let _entered = runtime.enter();
    for kind in [SignalKind::interrupt(), SignalKind::hangup(), SignalKind::terminate()] {
        drop(signal(kind).unwrap());
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    let error = again.args(std::env::args_os().skip(1)).env(HEEDS, "1").exec();
    panic!("it does not become itself: {error}");
}

async fn on_terminal(shown_by: &str, ending: &str) {
    let in_stage = ending == "PanicInStage";
    let (gate, ends) = tokio::sync::watch::channel(false);
    let fetch = move |n: u32| {
        let mut ends = ends.clone();
        async move {
            if n >= 3 {
                let _ = ends.wait_for(|open| *open).await;
                assert!(!in_stage, "as it was told to");
            }
            n
        }
    };
    let run = Stream::from_iter(0..10).map_async(fetch).name("fetch").workers(2).count();
    let run = match shown_by {
        "top" => run.top(),
        "progress" => run.progress(),
        "stages" => run.progress_stages(),
        other => panic!("what is {other}?"),
    };
    let (run, watch) = run.watch();
    let running = run.spawn();
    let line = typed().await;
    match ending {
        "Success" => {
            gate.send_replace(true);
            println!("typed {line}, counted {}", running.await.unwrap());
        }
        "PanicInStage" => {
            gate.send_replace(true);
            println!("typed {line}, {}", running.await.unwrap_err());
        }
        "PanicBeside" => panic!("typed {line}"),
        "Drop" => {
            drop(running);
            // The end is shown before it is told.
            watch.ended().await;
            println!("typed {line}");
        }
        "Exit" => std::process::exit(3),
        "Never" => pending().await,
        other => panic!("what is {other}?"),
    }
}
