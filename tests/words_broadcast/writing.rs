//! `write_to`, and runs that functions return.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures::FutureExt;
use pipeline_core::prelude::*;
use tokio::io::AsyncWrite;

use crate::support::{settle, tasks};

/// Takes at most three bytes at a time, notes what was asked of it, and fails where it is told to.
#[derive(Clone, Default)]
struct Notebook {
    noted: Arc<Mutex<Noted>>,
    fails_at: Option<&'static str>,
}

#[derive(Default)]
struct Noted {
    text: Vec<u8>,
    calls: Vec<&'static str>,
    dropped: bool,
}

impl Notebook {
    fn failing_at(call: &'static str) -> Self {
        Self { fails_at: Some(call), ..Self::default() }
    }

    fn note(&self, call: &'static str) -> io::Result<()> {
        self.noted.lock().unwrap().calls.push(call);
        if self.fails_at == Some(call) { Err(io::Error::other(format!("no {call}"))) } else { Ok(()) }
    }

    fn text(&self) -> String {
        String::from_utf8(self.noted.lock().unwrap().text.clone()).unwrap()
    }
}

/// The one that is written to, of several handles.
struct Writer(Notebook);

impl AsyncWrite for Writer {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.note("write")?;
        let taken = bytes.len().min(3);
        self.0.noted.lock().unwrap().text.extend(&bytes[..taken]);
        Poll::Ready(Ok(taken))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.note("flush"))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.note("shutdown"))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.noted.lock().unwrap().dropped = true;
    }
}

#[tokio::test(start_paused = true)]
async fn write_to_writes_all_then_flushes_and_shuts_down() {
    let notebook = Notebook::default();
    let written = Stream::from_iter(["ab", "", "cdefg"]).write_to(Writer(notebook.clone())).await.unwrap();
    assert_eq!((written, notebook.text().as_str()), (7, "abcdefg"));
    let noted = notebook.noted.lock().unwrap();
    assert_eq!(noted.calls, ["write", "write", "write", "flush", "shutdown"]);
    assert!(noted.dropped);
}

#[tokio::test(start_paused = true)]
async fn write_to_of_nothing_shuts_down_too() {
    let notebook = Notebook::default();
    let run = Stream::<Vec<u8>>::empty() | pipe::write_to(Writer(notebook.clone()));
    assert_eq!(run.await.unwrap(), 0);
    assert_eq!(notebook.noted.lock().unwrap().calls, ["flush", "shutdown"]);
}

#[tokio::test(start_paused = true)]
async fn write_to_fails_with_its_writer() {
    for call in ["write", "flush", "shutdown"] {
        let notebook = Notebook::failing_at(call);
        let error = pipeline!(["a", "b"] | write_to(Writer(notebook.clone()))).await.unwrap_err();
        assert_eq!(error.to_string(), format!("stage `write_to` failed: no {call}"));
        let PipelineError::Failed { source, .. } = error else { panic!("{error}") };
        assert_eq!(source.downcast_ref::<io::Error>().unwrap().kind(), io::ErrorKind::Other);
        assert!(notebook.noted.lock().unwrap().dropped);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_fails_does_not_shut_the_writer_down() {
    let notebook = Notebook::default();
    let items = Stream::from_iter([Ok("a"), Err("gone"), Ok("c")]).fallible().or_fail();
    let error = items.write_to(Writer(notebook.clone())).await.unwrap_err();
    assert_eq!(error.to_string(), "stage `fallible` failed: gone");
    let noted = notebook.noted.lock().unwrap();
    assert!(noted.dropped && !noted.calls.contains(&"shutdown"), "{:?}", noted.calls);
}

#[tokio::test(start_paused = true)]
async fn write_to_waits_for_a_slow_writer_and_is_dropped_while_it_waits() {
    let (writer, reader) = tokio::io::duplex(4);
    let asked = Arc::new(Mutex::new(0));
    let counter = asked.clone();
    let items = Stream::repeat_with(move || {
        *counter.lock().unwrap() += 1;
        [7_u8; 3]
    });
    let run = items.write_to(writer);
    let bound = run.max_in_flight();
    let mut running = run.into_future();
    assert!((&mut running).now_or_never().is_none());
    settle().await;
    // One was taken in full, one in part, and one is in the source's hand.
    assert_eq!((*asked.lock().unwrap(), bound), (3, 2));
    drop(running);
    settle().await;
    assert_eq!(tasks(), 0);
    drop(reader);
}

#[tokio::test(start_paused = true)]
async fn any_run_is_returned_as_a_run() {
    fn each(n: i32) -> Run<(), std::num::ParseIntError> {
        let run = Stream::from_iter(["1", "x"]).try_map(|text| text.parse::<i32>());
        match n {
            0 => run.try_for_each(|_| Ok::<_, std::num::ParseIntError>(())).workers(3).into(),
            _ => run.try_drain(),
        }
    }
    assert_eq!(each(0).graph().to_string(), "from_iter -> try_map => try_for_each (3 workers)\n");
    for n in 0..2 {
        assert!(matches!(each(n).await, Err(PipelineError::Item(_))));
    }
    let runs: [Run<()>; 2] = [Stream::from_iter(0..3).for_each(drop).into(), Stream::from_iter(0..3).drain()];
    Run::join(runs).await.unwrap();
}
