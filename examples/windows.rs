//! Items in groups: by count, by time, by the silence between them, and by the time that they carry themselves.
//!
//! `cargo run --example windows`

use std::time::Duration;

use pipeline_core::prelude::*;

const SECOND: Duration = Duration::from_secs(1);

/// A request, and when it was made, by the clock of whoever logged it.
#[derive(Debug, Clone)]
struct Request {
    at: Duration,
    path: &'static str,
}

fn log() -> Vec<Request> {
    let lines = [(0, "/"), (1, "/a"), (1, "/b"), (6, "/"), (2, "/late"), (7, "/a"), (30, "/end")];
    lines.into_iter().map(|(second, path)| Request { at: second * SECOND, path }).collect()
}

// The clock is paused: waiting takes no time, and the example always gives the same.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), PipelineError> {
    // By count: each item in one window, or in several that overlap.
    let pairs = Stream::from_iter(1..=5).tumbling(2).collect::<Vec<_>>().await?;
    assert_eq!(pairs, [vec![1, 2], vec![3, 4], vec![5]]);
    let means = Stream::from_iter([1.0, 2.0, 6.0]).sliding(2, 1).map(|pair| (pair[0] + pair[1]) / 2.0);
    assert_eq!(means.collect::<Vec<_>>().await?, [1.5, 4.0]);

    // By time or count, whichever comes first: how rows go to a database. Never empty, never later than asked.
    let rows = Stream::from_iter(1..=7).throttle(SECOND).chunks_timeout(3, 5 * SECOND);
    let batches = rows.collect::<Vec<_>>().await?;
    assert_eq!(batches, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);

    // By silence: a visit ends when nobody has come for a while.
    let back_later = Stream::from_iter(["/c", "/d"]).delay_start(60 * SECOND);
    let visits = Stream::from_iter(["/a", "/b"]).merge(back_later).session(10 * SECOND);
    assert_eq!(visits.collect::<Vec<_>>().await?, [["/a", "/b"], ["/c", "/d"]]);

    // By the time of the items: windows of five seconds, for items that are up to five seconds late.
    let windows = Stream::from_iter(log()).tumbling_by(5 * SECOND, 5 * SECOND, |request| request.at);
    for window in windows.collect::<Vec<_>>().await? {
        let paths: Vec<_> = window.iter().map(|request| request.path).collect();
        println!("{:>3?} to {:>3?}: {}", window.from, window.to, paths.join(" "));
    }
    Ok(())
}
