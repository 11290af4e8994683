//! What the programs share.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipeline_core::prelude::*;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Sleeps for so many milliseconds of tokio's paused clock.
pub(crate) async fn millis(n: u64) {
    tokio::time::sleep(Duration::from_millis(n)).await;
}

/// Lets everything run that can.
pub(crate) async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

/// Sends all items, `gap` milliseconds after each.
pub(crate) async fn send_all<T>(to: mpsc::Sender<T>, gap: u64, items: impl IntoIterator<Item = T>) {
    for item in items {
        to.send(item).await.expect("somebody receives");
        if gap > 0 {
            millis(gap).await;
        }
    }
}

/// All that comes through a channel, until it is closed.
pub(crate) async fn receive_all<T: Send + 'static>(from: mpsc::Receiver<T>) -> Vec<T> {
    Stream::from_receiver(from).collect().await.expect("a receiver never fails")
}

/// The same in an order that does not depend on who was first.
pub(crate) async fn receive_sorted<T: Ord + Send + 'static>(from: mpsc::Receiver<T>) -> Vec<T> {
    let mut all = receive_all(from).await;
    all.sort();
    all
}

/// Moments, in milliseconds since it was made.
#[derive(Clone)]
pub(crate) struct Moments(Instant, Arc<Mutex<Vec<u128>>>);

impl Moments {
    pub(crate) fn new() -> Self {
        Self(Instant::now(), Arc::default())
    }

    pub(crate) fn note(&self) {
        self.1.lock().unwrap().push(self.0.elapsed().as_millis());
    }

    pub(crate) fn get(&self) -> Vec<u128> {
        self.1.lock().unwrap().clone()
    }
}

/// How many tasks the runtime has; the body of a test is none.
pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}
