//! Backpressure: a slow reader holds up an endless source, and memory stays what it is.
//!
//! `cargo run --example backpressure`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use futures::StreamExt;
use pipeline_core::prelude::*;

/// An endless source that counts what was asked of it.
fn numbers(asked: &Arc<AtomicUsize>) -> Stream<usize> {
    let asked = asked.clone();
    Stream::repeat_with(move || asked.fetch_add(1, Relaxed))
}

/// Lets everything that can run do so.
async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PipelineError> {
    // Without buffers nothing runs ahead: one item is taken, each of three stages holds one, and the source holds one.
    let asked = Arc::new(AtomicUsize::new(0));
    let stages = numbers(&asked)
        .map_async(|n| async move { n })
        .map_async(|n| async move { n })
        .map_async(|n| async move { n });
    let mut items = stages.open();
    assert_eq!(items.next().await.transpose()?, Some(0));
    settle().await;
    assert_eq!(asked.load(Relaxed), 5);
    println!("rendezvous: 1 item read, {} asked of the source", asked.load(Relaxed));
    drop(items);

    // A buffer lets a stage run ahead by so many items, and no further.
    let asked = Arc::new(AtomicUsize::new(0));
    let stage = numbers(&asked).map_async(|n| async move { n }).workers(4).buffer(10);
    let bound = {
        let asked = Arc::new(AtomicUsize::new(0));
        numbers(&asked).map_async(|n| async move { n }).workers(4).buffer(10).count().max_in_flight()
    };
    let mut items = stage.open();
    assert_eq!(items.next().await.transpose()?, Some(0));
    settle().await;
    assert_eq!(asked.load(Relaxed), 1 + 10 + 4 + 1); // read, buffered, in the workers' hands, in the source's
    assert!(asked.load(Relaxed) <= bound);
    println!(
        "buffer(10): 1 item read, {} asked of the source; at most {bound} in flight",
        asked.load(Relaxed)
    );
    Ok(())
}
