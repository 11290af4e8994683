//! The file of a trace, event by event.

use std::io::{self, Write};

use super::notation::{arrow, mark, metadata, of_run, queue, slice};
use super::rows::{NO_WORKER, RUN, Rows, process};
use crate::draw::escape::json;
use crate::meter::{Event, RunMark, TracedCall};
use crate::plan::Graph;

/// Bytes that are worth a write.
const CHUNK: usize = 1 << 16;

/// A trace that is being written. After an error nothing more is.
#[derive(Debug)]
pub(super) struct Document<W> {
    to: W,
    rows: Rows,
    /// What is not written yet.
    text: String,
    has_lines: bool,
    /// How many arrows there are.
    arrows: u64,
    latest: u64,
    failed: Option<io::Error>,
}

impl<W: Write> Document<W> {
    pub(super) fn new(to: W) -> Self {
        Self {
            to,
            rows: Rows::default(),
            text: r#"{"displayTimeUnit":"ms","traceEvents":["#.to_owned(),
            has_lines: false,
            arrows: 0,
            latest: 0,
            failed: None,
        }
    }

    /// Writes what the run and its stages are called, and that nothing waits between them.
    pub(super) fn begin(&mut self, name: Option<&str>, graph: &Graph) {
        self.rows = Rows::new(name, graph);
        let rows = &self.rows;
        let mut lines = name_of(RUN, &rows.run);
        for (stage, name) in (0..).zip(&rows.stages) {
            lines.extend(name_of(process(stage), name));
        }
        for &edge in &rows.channels {
            let (process, name) = &rows.queues[edge as usize];
            lines.push(queue(*process, name, 0, 0));
        }
        lines.iter().for_each(|line| self.push(line));
        self.write_out();
    }

    /// Writes what has happened.
    pub(super) fn write(&mut self, events: &[Event]) {
        for event in events {
            self.event(event);
            if self.text.len() >= CHUNK {
                self.write_out();
            }
        }
        self.write_out();
    }

    /// Writes the end: how the run has ended, and how many events were dropped.
    pub(super) fn end(mut self, how: &str, dropped: u64) -> io::Result<()> {
        if dropped > 0 {
            self.push(&of_run(self.latest, &format!("{dropped} events were dropped"), None));
        }
        let run = &self.rows.run;
        self.text += &format!(
            "\n],\"otherData\":{{\"pipeline\":\"{run}\",\"ended\":\"{how}\",\"dropped\":{dropped}}}}}\n"
        );
        self.write_out();
        match self.failed {
            Some(error) => Err(error),
            None => self.to.flush(),
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Call(call) => self.call(call),
            Event::Waiting { edge, at, items } => {
                let (process, name) = &self.rows.queues[*edge as usize];
                let line = queue(*process, name, *at, *items);
                self.push(&line);
            }
            Event::Stage { stage, worker, at, what } => {
                let thread = worker.map(|worker| self.row(*stage, worker).1);
                self.push(&mark(process(*stage), thread, *at, *what));
            }
            Event::Run { at, what } => {
                self.latest = *at;
                let (name, reason) = match what {
                    RunMark::Failure { stage, reason } => {
                        (format!("{} failed", self.rows.stages[*stage as usize]), Some(json(reason)))
                    }
                    RunMark::Paused => ("paused".to_owned(), None),
                    RunMark::Resumed => ("resumed".to_owned(), None),
                    RunMark::Stopped => ("stopped".to_owned(), None),
                    RunMark::Cancelled => ("cancelling".to_owned(), None),
                    RunMark::Ended(how) => ((*how).to_owned(), None),
                };
                self.push(&of_run(*at, &name, reason.as_deref()));
            }
        }
    }

    fn call(&mut self, call: &TracedCall) {
        let row = self.row(call.stage, call.worker);
        let line = slice(row, &self.rows.stages[call.stage as usize], call);
        self.push(&line);
        if let Some(hop) = &call.hop {
            // Both ends in one event: none is without the other, whatever is dropped.
            let from = self.row(hop.stage, hop.worker);
            self.arrows += 1;
            self.push(&arrow('s', from, hop.at.min(call.began), self.arrows, hop.item));
            self.push(&arrow('f', row, call.began, self.arrows, hop.item));
        }
    }

    /// The process and thread of a worker, which has a name from its first event on.
    fn row(&mut self, stage: u32, worker: u32) -> (u32, u32) {
        let (process, (thread, is_new)) = (process(stage), self.rows.thread(stage, worker));
        if is_new {
            let name = format!(r#""name":"worker {worker}""#);
            self.push(&metadata(process, thread, "thread_name", name));
            let place = format!(r#""sort_index":{worker}"#);
            self.push(&metadata(process, thread, "thread_sort_index", place));
        }
        (process, thread)
    }

    fn push(&mut self, line: &str) {
        if std::mem::replace(&mut self.has_lines, true) {
            self.text.push(',');
        }
        self.text.push('\n');
        self.text.push_str(line);
    }

    fn write_out(&mut self) {
        if self.failed.is_none() {
            let written = self.to.write_all(self.text.as_bytes());
            self.failed = written.err();
        }
        self.text.clear();
    }
}

/// What a process is called, and where it stands.
fn name_of(process: u32, name: &str) -> Vec<String> {
    let name = format!(r#""name":"{name}""#);
    let place = format!(r#""sort_index":{process}"#);
    vec![
        metadata(process, NO_WORKER, "process_name", name),
        metadata(process, NO_WORKER, "process_sort_index", place),
    ]
}
