//! Who takes in what happens in a run, and has it written by a thread of its own.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::buffer::Buffer;
use super::document::Document;
use crate::engine::executor::spawn_view;
use crate::engine::lock::lock;
use crate::meter::{Event, TraceSink};
use crate::plan::Graph;
use crate::watch::TraceWriter;

/// What is written of one run, until that has ended. A thread writes, so that no task of the run waits for a
/// disk; the last is written by the thread on which the run ends.
pub(super) struct Recorder<W> {
    buffer: Buffer,
    document: Mutex<Option<Document<W>>>,
}

impl<W: Write + Send + 'static> Recorder<W> {
    /// Of which at most so many events wait.
    pub(super) fn new(to: W, most: usize) -> Self {
        let document = Mutex::new(Some(Document::new(to)));
        Self { buffer: Buffer::new(most), document }
    }

    /// Writes all that is left, once the run has ended.
    pub(super) fn finish(&self, how: &str) -> io::Result<()> {
        let (events, dropped) = self.buffer.close();
        // Waits until the thread has written what it has in hand.
        let Some(mut document) = lock(&self.document).take() else { return Ok(()) };
        document.write(&events);
        document.end(how, dropped)
    }
}

impl<W: Write> Recorder<W> {
    fn write_until_end(&self) {
        let mut written = Vec::new();
        while self.buffer.wait() {
            let mut document = lock(&self.document);
            let Some(document) = &mut *document else { return };
            let events = self.buffer.take(written);
            document.write(&events);
            written = events;
        }
    }
}

impl<W: Write + Send + 'static> TraceWriter for Recorder<W> {
    fn begin(self: Arc<Self>, name: Option<&str>, graph: &Graph) {
        if let Some(document) = &mut *lock(&self.document) {
            document.begin(name, graph);
        }
        // Where there is no thread to be had, what there is room for is written at the end.
        let _ = spawn_view("pipeline-trace", move || self.write_until_end());
    }
}

impl<W: Write + Send + 'static> TraceSink for Recorder<W> {
    fn record(&self, event: Event) {
        self.buffer.push(event);
    }
}

impl<W> fmt::Debug for Recorder<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder(..)")
    }
}
