//! Concurrent pipelines: `source | pipe::map(f).workers(10) | pipe::collect()`.
//!
//! A pipeline is a graph of stages that run as tokio tasks, joined by typed, bounded channels. Nothing runs
//! ahead of demand, errors are values, and when a run resolves, every task of it has ended.
//!
//! ```text
//!              edge                         edge
//!   source ============> map_async(fetch) ============> collect
//!   (a task)             (10 tasks: workers)            (a task: the terminal)
//! ```
//!
//! # A first pipeline, in three forms
//!
//! The operators of [`pipe`], with `|`, which means "flows into":
//!
//! ```
//! use pipeline_core::prelude::*;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! async fn fetch(url: &str) -> String {
//!     format!("<title>{url}</title>")
//! }
//! let pages: Vec<String> = (["a.html", "b.html", "notes.txt"]
//!     | pipe::filter(|url: &&str| url.ends_with(".html"))
//!     | pipe::map_async(fetch).workers(10).ordered()
//!     | pipe::collect())
//! .await?;
//! assert_eq!(pages, ["<title>a.html</title>", "<title>b.html</title>"]);
//! # Ok(()) }
//! ```
//!
//! The same words as methods of [`Stream`], where closures need no annotations:
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! # async fn fetch(url: &str) -> String { format!("<title>{url}</title>") }
//! let pages = Stream::from_iter(["a.html", "b.html", "notes.txt"])
//!     .filter(|url| url.ends_with(".html"))
//!     .map_async(fetch).workers(10).ordered()
//!     .collect::<Vec<_>>()
//!     .await?;
//! # assert_eq!(pages.len(), 2);
//! # Ok(()) }
//! ```
//!
//! And in [`pipeline!`], which also writes graphs down and checks them when the program is compiled:
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! # async fn fetch(url: &str) -> String { format!("<title>{url}</title>") }
//! let (pages, letters) = pipeline!({
//!     let [text, size] = ["a.html", "b.html", "notes.txt"]
//!         | filter(|url| url.ends_with(".html"))
//!         | map_async(fetch).workers(10).ordered()
//!         | tee();
//!     (text | collect::<Vec<_>>(), size | map(|page| page.len()) | fold(0, |sum, n| sum + n))
//! })
//! .await?;
//! assert_eq!((pages.len(), letters), (2, 42));
//! # Ok(()) }
//! ```
//!
//! All words stand on the page of [`Stream`], [under headings](Stream#where-its-words-are).
//!
//! # Where the item type has to be written
//!
//! rustc checks a closure's body before `|` has told it the item type. Arithmetic, comparisons, destructuring
//! and formatting work; a method call on the item does not:
//!
//! ```compile_fail,E0282
//! # use pipeline_core::prelude::*;
//! let lengths = ["a", "bb"] | pipe::map(|word| word.len()); // E0282: type annotations needed
//! ```
//!
//! There are three ways out: write the type, use the method, or wrap the line in `pipeline!`.
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! let lengths = ["a", "bb"] | pipe::map(|word: &str| word.len());
//! # assert_eq!(lengths.count().await?, 2);
//! let lengths = Stream::from_iter(["a", "bb"]).map(|word| word.len());
//! # assert_eq!(lengths.count().await?, 2);
//! let lengths = pipeline!(["a", "bb"] | map(|word| word.len()));
//! # assert_eq!(lengths.count().await?, 2);
//! # Ok(()) }
//! ```
//!
//! # When a stage gets its own task
//!
//! **A stage has tasks of its own, with channels before and after it, when it is async or blocking, has
//! several workers, or was given a `.buffer(n)`; any other stage is called in the task that feeds the next
//! channel.** [`Run::graph`] shows where the channels are:
//!
//! ```
//! # use pipeline_core::prelude::*;
//! let run = Stream::from_iter(0..9).map(|n| n + 1).map_async(|n| async move { n }).workers(4)
//!     .filter(|n| *n > 2).count();
//! let drawn = "from_iter -> map => map_async (4 workers) => filter -> count\n";
//! assert_eq!(run.graph().to_string(), drawn);
//! ```
//!
//! # Long pipelines, large items
//!
//! A pipeline may have any number of stages: after some 250 that share a task, or fewer where items are
//! large, the engine puts a channel, and the graph shows it. Items are handed on by value. Those of more than
//! 32 KiB, 8 KiB in a debug build, would take more of a thread's stack than there is: such a run is refused
//! with [`PipelineError::InvalidOption`], and the items want a `Box`.
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! let refused = Stream::from_iter(0..3).map(|n: u8| [n; 100_000]).count().await.unwrap_err();
//! assert_eq!(refused.stage(), Some("map"));
//! let boxed = Stream::from_iter(0..3).map(|n: u8| vec![n; 100_000].into_boxed_slice());
//! assert_eq!(boxed.count().await?, 3);
//! # Ok(()) }
//! ```
//!
//! # Backpressure
//!
//! An edge holds no item unless it was given a `.buffer(n)`: it is a rendezvous, and a slow reader holds up
//! everything behind it, up to the source. [`Run::max_in_flight`] says how many items can be alive at most. A
//! rendezvous overlaps waiting, but not computing: between stages that compute for some microseconds, a
//! buffer of 16 to 100 keeps both sides busy.
//!
//! # Computing beside other tasks
//!
//! No stage holds its thread for longer than one call and half a millisecond: then timers, sockets and other
//! tasks have their turn, also between the functions of a fused chain. Three things take longer. While calls
//! take microseconds the clock is read at every 32nd item only, so when they turn slow all of a sudden, so
//! many go through before that is noticed; and the first item of a run may be through four functions of a
//! chain before anybody looks. And one call cannot be interrupted: a function that computes for
//! milliseconds belongs into [`map_blocking`](Stream::map_blocking). A run in the caller's own task
//! ([`run_local`](Run::run_local)) wakes itself to go on, so there tokio looks at its timers only at every
//! 61st turn.
//!
//! Under tokio's paused clock, in tests, calls are counted instead of timed: a stage gives way after 128 of
//! them. So a test sees the same run each time, however busy the machine is.
//!
//! # Errors
//!
//! A function that can fail goes into a `try_*` operator. Its error becomes an item, a [`StageError`] that
//! knows its stage, and the pipeline goes on: from there the stream is [`Fallible`], operators act on the
//! `Ok` values, and errors pass in their place. `recover`, `ok_only`, `errors_only`, `divert_err` and
//! `or_fail` lead back; `collect_split` gathers both sides, and `try_collect`, `try_for_each`, `try_count`
//! and `try_drain` end the run at the first error. (`count` and `drain` do not: to them an error is an item
//! like any other.)
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
//! let (numbers, errors) = Stream::from_iter(["1", "two", "3"])
//!     .try_map(|text| text.parse::<i32>()).name("parse")
//!     .map(|n| n * 10)
//!     .collect_split()
//!     .await?;
//! assert_eq!(numbers, [10, 30]);
//! assert_eq!(errors[0].to_string(), "[parse] invalid digit found in string");
//! # Ok(()) }
//! ```
//!
//! A panic in any function of any stage fails the run with [`PipelineError::Panicked`], which names the
//! stage. There is never a short result that looks like a success. A `Drop` that panics while stages are torn
//! down changes nothing about the result, and a run that is dropped does not panic; but as everywhere in
//! Rust, a second panic while the first unwinds aborts the program.
//!
//! # With anyhow
//!
//! In a function that returns `anyhow::Result`, `eyre::Result` or `Result<_, Box<dyn Error + Send + Sync>>`,
//! `?` takes a run whose stages fail with an error type. Where they fail with what is no
//! [`Error`](std::error::Error) itself, `anyhow::Error`, `String`, `&'static str` or a boxed error, one word
//! on the run makes it so: [`boxed_err`](Run::boxed_err). Both keep the stage's name, and the sources.
//!
//! ```
//! # use pipeline_core::prelude::*;
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! use anyhow::Context;
//!
//! async fn total(texts: [&'static str; 2]) -> anyhow::Result<i32> {
//!     let numbers = Stream::from_iter(texts)
//!         .try_map(|text| text.parse::<i32>().with_context(|| format!("in line `{text}`")))
//!         .name("parse")
//!         .try_collect::<Vec<_>>()
//!         .boxed_err()
//!         .await?;
//!     Ok(numbers.iter().sum())
//! }
//! let error = total(["1", "x"]).await.unwrap_err();
//! assert_eq!(error.to_string(), "stage `parse` failed: in line `x`");
//! assert_eq!(error.root_cause().to_string(), "invalid digit found in string");
//! # }
//! ```
//!
//! `?` asks for [`Error`](std::error::Error), which a `PipelineError<E>` is where `E` is one. It cannot be
//! for `anyhow::Error` and the others as well: an implementation for these would overlap with that for all
//! errors as soon as they became errors themselves, and Rust refuses what may overlap one day.
//!
//! # Names in error messages
//!
//! The compiler writes the type of a stream whole, `Stream<u32, Fallible<String>, Tunable<u32, Tries<..>>>`,
//! and its parts are seldom written by hand:
//!
//! | name | what it says |
//! |---|---|
//! | [`Track`] | the second part: whether errors can flow |
//! | [`Plain`] | items only; words for errors, such as `ok_only`, are not there |
//! | [`Fallible<E>`](Fallible) | values, and errors of the type `E` that pass by them |
//! | [`Tunable`](stage::Tunable) | the third part: the last stage still takes options |
//! | `Maps`, `Tries`, `TriesAsync`, `Keyed`, `Expands` | in it, which options those are |
//! | [`Sealed`] | the last stage takes none but `name`, `buffer` and `overflow` |
//! | [`Operator`] | what may stand behind `\|`: a pipe word, several in a [`Pipe`], a function |
//!
//! `try_map` and `fallible` lead from `Plain` to `Fallible`. Options stand right behind their stage.
//! A function that takes or gives a stream writes `Stream<u32>`, or `Stream<u32, Fallible<MyError>>`, and
//! leaves the third part out; `.into()` makes that of any stream.
//!
//! # Cancelling
//!
//! Dropping a run cancels it, at any point, without blocking; so do a timeout around it, and
//! [`cancel_when`](Run::cancel_when). A stage that has enough (`take`, `first`, `find`) stops what is behind
//! it, even a worker in a future that never completes. What a run has started has ended when it resolves.
//!
//! [`Control`] steers a run from outside: [`stop`](Control::stop) ends its sources and lets it finish what is
//! inside, [`pause`](Control::pause) holds them for a while. [`Run::stop_when`] stops it by a signal such as
//! ctrl-c, and [`take_until_future`](Stream::take_until_future) ends one source or one part.
//!
//! # When not to use this
//!
//! - A few futures to wait for: `tokio::join!` and `JoinSet` do that.
//! - Computing over a slice that is in memory: rayon splits it without channels.
//! - A stream that one task reads and nothing runs beside: `futures::StreamExt` is all you need.
//! - Hundreds of millions of tiny items a second: a channel costs tens of nanoseconds each; fuse them or send
//!   batches.
//! - Work that must survive the process: that takes a queue on disk.

// Modules stand in the order of the storeys, and use those above them only; but `options` stands where its
// methods are to stand on the page of `Stream`.
mod meter;
mod error;
mod plan;
mod engine;
mod draw;
mod watch;
mod stream;
mod run;
mod live;
mod trace;
mod attach;
mod interop;
mod source;
mod op;
pub mod options;
mod terminal;
pub mod pipe;
#[cfg(feature = "macros")]
mod macros;
pub mod prelude;
#[cfg(feature = "testkit")]
pub mod testkit;
#[cfg(all(test, pipeline_shuttle))]
mod schedules;

pub use crate::attach::retry;
pub use crate::attach::{Branches, CloseOutcome, Extent, Lease, PipeState, Substream, Window, WithState};
pub use crate::error::{BoxError, LengthsDiffer, PipelineError, StageError};
pub use crate::interop::{Receiver, Target, TargetGone};
#[cfg(feature = "metrics")]
pub use crate::live::Metrics;
pub use crate::plan::{Graph, GraphEdge, GraphKind, GraphNode, Overflow};
pub use crate::run::{Control, Join, NotElastic, Run, Running, Stopped};
pub use crate::source::{Broadcast, Items, Missed, SendError, Sender, Yield};
pub use crate::stream::{
    Elapsed, Fallible, IntoStream, Lift, Operator, Pipe, Plain, ResultTrack, Sealed, Stream, Track,
    TryStream, TryTrack,
};
pub use crate::terminal::{FromItems, Open};
pub use crate::watch::{
    Bottleneck, CallTimes, Calls, EdgeRates, EdgeSnapshot, Held, Rates, Reason, Remedy, Report, RunEnd,
    RunState, Shares, Snapshot, StageRates, StageSnapshot, Stall, StalledAt, Watch, Workers,
};
pub use tokio_util::sync::CancellationToken;

/// What kinds of stages there are, and which options each takes.
pub mod stage {
    pub use crate::options::staged::{Parts, Staged};
    pub use crate::stream::{Elapsed, Expands, Keyed, Maps, Mode, Sealed, Tries, TriesAsync, Tunable};
}

#[cfg(feature = "macros")]
#[doc(hidden)]
pub mod __private {
    pub use crate::macros::support::*;
}
