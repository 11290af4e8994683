//! The method of runs that has them traced.

use std::fs::File;
use std::io::{self, Write, stderr};
use std::path::Path;
use std::sync::Arc;

use super::buffer::MOST_EVENTS;
use super::error::{NotCreated, NotWhole};
use super::recorder::Recorder;
use crate::engine::containment::contain;
use crate::engine::telemetry;
use crate::run::Run;

/// # Tracing calls
///
/// Which call ran when, on which worker, and what waited meanwhile.
impl<R: Send + 'static, E: Send + 'static, S: Send + 'static> Run<R, E, S> {
    /// The same run, whose calls are written to a file on a line of time: the trace event format, which
    /// [Perfetto](https://ui.perfetto.dev) and `chrome://tracing` show.
    ///
    /// | in the viewer | what it is |
    /// |---|---|
    /// | a process | a stage, in the order of the graph; the first is the run |
    /// | a thread | a worker |
    /// | a slice | a call, with its `errors`, `retries` and `timeouts`; `cut off` where it was not finished |
    /// | a counter | items that wait between two stages, in the process of the one that takes them |
    /// | an arrow | one item in 16, from the call that gave it to the next |
    /// | an instant | a failed item, a retry, a timeout; of the run: a failure, a pause, a stop, its end |
    ///
    /// Stages that share a task (`->` in the graph) have no workers and so no slices, nor have sources,
    /// splits, and terminals that gather. Arrows are drawn where it is known which item is which: between two
    /// stages with slices that stand side by side and have one worker each, or are `.ordered()`. Workers that
    /// take what comes overtake each other, and so do the branches of a split and of a `merge`. Names of more
    /// than 64 columns are shortened.
    ///
    /// Each call is timed, and takes some 300 bytes of the file. A thread writes it. Tasks never wait for
    /// that: where it falls more than 65,536 events behind, events are dropped, and the file says how many,
    /// in `otherData` and at its end. The file is whole when the run gives its result, however it ends, and
    /// says there how it did. A run that is dropped ends a moment later, and its file with it:
    /// [`ended`](crate::Watch::ended) waits for both, of a watch that is made of the run that this gives. A
    /// program that is killed leaves the file without its end.
    ///
    /// # Errors
    ///
    /// Where the file cannot be created; a file that is there is replaced. What goes wrong later, such as a
    /// full disk, does nothing to the run: it is told on standard error when that has ended, and with the
    /// feature `tracing` as an event.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// # let folder = std::env::temp_dir().join(format!("trace-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("out.json");
    /// let run = Stream::from_iter(0..100).map_async(|n| async move { n }).workers(4).count();
    /// assert_eq!(run.trace_to(&path)?.await?, 100);
    /// let trace = std::fs::read_to_string(&path)?;
    /// assert_eq!(trace.matches(r#""ph":"X""#).count(), 100);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(()) }
    /// ```
    #[doc(alias = "perfetto")]
    #[doc(alias = "timeline")]
    pub fn trace_to(self, path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let file = File::create(&path).map_err(|error| NotCreated::of(&path, error))?;
        let recorder = Arc::new(Recorder::new(file, MOST_EVENTS));
        Ok(self.traced_by(recorder.clone(), move |watch| {
            contain(|| {
                if let Err(source) = recorder.finish(&watch.state().to_string()) {
                    tell(&NotWhole { path, source });
                }
            });
        }))
    }
}

/// Tells of an error that the run has nothing to do with.
fn tell(error: &NotWhole) {
    telemetry::trace_failed(error);
    // Who closes standard error wants to hear nothing.
    let _ = writeln!(stderr(), "{error}");
}
