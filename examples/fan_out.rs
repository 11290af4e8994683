//! Fan out and in: many workers, copies for several readers, and a tree that grows while it is walked.
//!
//! `cargo run --example fan_out`

use std::time::Duration;

use pipeline_core::prelude::*;

/// The later a job comes, the sooner it is done.
async fn job(n: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(10 - n)).await;
    n
}

#[tokio::main]
async fn main() -> Result<(), PipelineError> {
    // Ten workers share the input. Results leave as they are ready, or in the order of the input.
    let mut unordered = Stream::from_iter(0..10).map_async(job).workers(10).collect::<Vec<_>>().await?;
    let ordered = Stream::from_iter(0..10).map_async(job).workers(10).ordered().collect::<Vec<_>>().await?;
    unordered.sort_unstable();
    assert_eq!(unordered, ordered);

    // `tee` gives every item to each branch; the branches are joined into one run.
    let [a, b] = Stream::from_iter(ordered).tee();
    let (sum, even) =
        Run::join((a.fold(0, |sum, n| sum + n), b.filter(|n| n % 2 == 0).collect::<Vec<_>>())).await?;
    assert_eq!((sum, even.len()), (45, 5));

    // `partition` gives each item to one of two; `merge` brings streams together again.
    let (small, large) = Stream::from_iter(0..10).partition(|n| *n < 5);
    let all = small.map(|n| n * 10).merge(large).count().await?;
    assert_eq!(all, 10);

    // `expand` gives items back to itself: here every folder of a tree, with four calls under way.
    let tree = Stream::once(String::from("/"));
    let mut folders = tree.expand_async(list).workers(4).collect::<Vec<_>>().await?;
    folders.sort();
    assert_eq!(folders, ["/", "/a/", "/a/a/", "/a/b/", "/b/", "/b/a/", "/b/b/"]);
    println!("sum {sum}, even {even:?}, folders {folders:?}");
    Ok(())
}

/// A folder, and the folders in it: two levels of two.
async fn list(folder: String) -> (String, Vec<String>) {
    let deep = folder.matches('/').count() > 2;
    let inside = if deep { vec![] } else { vec![format!("{folder}a/"), format!("{folder}b/")] };
    (folder, inside)
}
