//! Tools for tests of pipelines, behind the feature `testkit`: for `dev-dependencies`.
//!
//! | tool | what it is for |
//! |---|---|
//! | [`SourceProbe`], [`SinkProbe`] | both ends of a pipeline stepped by hand |
//! | [`Counts`], [`Counted`] | items that are missed when one is lost, kept or dropped twice |
//! | [`assert_no_leaks`] | what a test started and made has gone when it is over |
//! | [`every_turn`] | a run that is dropped after any turn of the scheduler leaves nothing behind |
//! | [`Run::chaos`](crate::Run::chaos) | a run whose tasks are delayed, in another way for each seed |
//! | [`laws`], [`laws_of`] | what every operator has to keep to, for one of your own |
//!
//! None of them sleeps. They belong under tokio's paused clock, `#[tokio::test(start_paused = true)]`, which
//! moves on only when nothing else can: hours pass at once, and what waits for something that never comes is
//! found at once.
//!
//! ```
//! use pipeline_core::prelude::*;
//! use pipeline_core::testkit::{SinkProbe, SourceProbe};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
//! let (mut source, numbers) = SourceProbe::new();
//! let mut sink = SinkProbe::of(numbers.map(|n: i32| n * 2).chunks(2));
//! sink.request(1);
//! source.send(1).await;
//! sink.expect_no_item().await; // a chunk takes two
//! source.send(2).await;
//! sink.expect_next([2, 4]).await;
//! source.end();
//! sink.expect_end().await;
//! # }
//! ```

mod as_value;
mod chaos;
mod counted;
mod every_turn;
mod laws;
mod leaks;
mod patience;
mod reading;
mod sink_probe;
mod source_probe;

pub use self::counted::{Counted, Counts};
pub use self::every_turn::every_turn;
pub use self::laws::{laws, laws_of};
pub use self::leaks::assert_no_leaks;
pub use self::sink_probe::SinkProbe;
pub use self::source_probe::SourceProbe;
