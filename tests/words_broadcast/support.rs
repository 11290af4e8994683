//! What the cases share.

use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use futures::StreamExt;
use pipeline_core::prelude::*;
use pipeline_core::{Open, SendError};
use tokio::task::JoinHandle;
use tokio::time::Instant;

pub(crate) const TICK: Duration = Duration::from_secs(1);

/// Lets everything run that can.
pub(crate) async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Puts items one after another, and notes the tick at which each was let go.
pub(crate) fn put_all(
    to: &Broadcast<i32>,
    items: impl IntoIterator<Item = i32, IntoIter: Send + 'static>,
) -> (Arc<Mutex<Vec<u64>>>, JoinHandle<Result<(), SendError<i32>>>) {
    let (start, times) = (Instant::now(), Arc::<Mutex<Vec<u64>>>::default());
    let (noted, to, items) = (times.clone(), to.clone(), items.into_iter());
    let putting = tokio::spawn(async move {
        for item in items {
            to.put(item).await?;
            noted.lock().unwrap().push((start.elapsed().as_millis() as u64 + 500) / 1000);
        }
        Ok(())
    });
    (times, putting)
}

pub(crate) async fn next(open: &mut Open<i32>) -> Option<i32> {
    open.next().await.transpose().unwrap()
}

pub(crate) fn collect(from: &Broadcast<i32>) -> JoinHandle<Result<Vec<i32>, PipelineError>> {
    tokio::spawn(from.subscribe().collect::<Vec<_>>().into_future())
}

/// Keeps panics that say so off the screen.
pub(crate) fn quiet_booms() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let text = info.payload().downcast_ref::<&str>().copied();
            if !text.is_some_and(|text| text.starts_with("boom")) {
                usual(info);
            }
        }));
    });
}
