//! A pipeline that is steered while it works: paused, given more workers, and ended so that nothing is lost.
//!
//! `cargo run --example control`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use pipeline_core::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let let_in = Arc::new(AtomicUsize::new(0));
    let counted = let_in.clone();
    let run = Stream::from_iter((0_u64..).inspect(move |_| _ = counted.fetch_add(1, Relaxed)))
        .map_async(|job| async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            job
        })
        .name("work")
        .workers(1..=16)
        .count();

    // `spawn` starts it at once; awaiting it would, too. Any task may have a handle.
    let running = run.spawn();
    let control = running.control();

    tokio::time::sleep(Duration::from_millis(20)).await;
    control.pause();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let before = let_in.load(Relaxed);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(let_in.load(Relaxed), before, "sources give nothing while they are paused");

    control.set_workers("work", 8)?;
    control.resume();
    tokio::time::sleep(Duration::from_millis(20)).await;
    println!("{} workers after {} jobs", control.workers("work").unwrap_or(0), let_in.load(Relaxed));

    // The sources end, what is inside is finished, and the result is that of an ordinary end.
    let stopped = control.stop_within(Duration::from_secs(5)).await;
    let done = running.await?;
    assert!(stopped.in_time);
    assert!(done + 1 >= let_in.load(Relaxed), "what was let in came out, but for one in the source's hand");
    println!("{done} jobs done, none lost");

    // The same by a signal, in one line; `stop_when(async { _ = tokio::signal::ctrl_c().await })` in a program.
    let jobs = Stream::from_iter(0..).throttle(Duration::from_millis(1)).count();
    let some = jobs.stop_when(tokio::time::sleep(Duration::from_millis(10))).await?;
    assert!(some > 0);
    Ok(())
}
