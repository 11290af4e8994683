//! A put that is dropped, clones that panic, readers at random moments, no runtime.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use futures::{FutureExt, StreamExt};
use pipeline_core::prelude::*;

use crate::support::{collect, next, put_all, quiet_booms, settle};

#[tokio::test(start_paused = true)]
async fn a_dropped_put_was_delivered_to_nobody() {
    let hub = Broadcast::new();
    let (quick, mut slow) = (collect(&hub), hub.subscribe().open());
    settle().await;
    {
        let mut put = pin!(hub.put(1));
        assert!(put.as_mut().now_or_never().is_none());
        settle().await;
    }
    let (_, putting) = put_all(&hub, [2]);
    assert_eq!(next(&mut slow).await, Some(2));
    putting.await.unwrap().unwrap();
    drop(hub);
    assert_eq!(next(&mut slow).await, None);
    assert_eq!(quick.await.unwrap().unwrap(), [2]);
}

/// Dropped after any number of polls, a put went to all or to none, and the one behind it is let in.
#[tokio::test(start_paused = true)]
async fn a_put_is_dropped_at_any_time() {
    for polls in 0..20 {
        let hub = Broadcast::new().replay(1);
        let readers = [collect(&hub), collect(&hub)];
        let mut late = None;
        let join = async {
            for _ in 0..polls / 2 {
                tokio::task::yield_now().await;
            }
            late = Some(collect(&hub));
        };
        let cut = async {
            let mut put = pin!(hub.put(1));
            for _ in 0..polls {
                if (&mut put).now_or_never().is_some() {
                    return true;
                }
                tokio::task::yield_now().await;
            }
            false
        };
        let (done, ()) = tokio::join!(cut, join);
        hub.put(2).await.unwrap();
        drop(hub);
        let wanted: &[i32] = if done { &[1, 2] } else { &[2] };
        for reader in readers {
            assert_eq!(reader.await.unwrap().unwrap(), wanted, "{polls} polls");
        }
        // With a replay nothing is missed between what is replayed and what comes.
        assert_eq!(late.unwrap().await.unwrap().unwrap(), wanted, "{polls} polls");
    }
}

/// An item whose clones are counted, and one of which panics.
struct Fragile {
    alive: Arc<AtomicUsize>,
    clones_left: Arc<AtomicUsize>,
}

impl Clone for Fragile {
    fn clone(&self) -> Self {
        assert!(self.clones_left.fetch_sub(1, SeqCst) > 0, "boom: no more clones");
        self.alive.fetch_add(1, SeqCst);
        Self { alive: self.alive.clone(), clones_left: self.clones_left.clone() }
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn a_clone_that_panics_reaches_nobody() {
    let alive = Arc::new(AtomicUsize::new(1));
    let item = Fragile { alive: alive.clone(), clones_left: Arc::new(AtomicUsize::new(2)) };
    let hub = Broadcast::new();
    let readers: Vec<_> = (0..4).map(|_| tokio::spawn(hub.subscribe().count().into_future())).collect();
    quiet_booms();
    let panicked = std::panic::AssertUnwindSafe(hub.put(item)).catch_unwind().await;
    assert!(panicked.is_err());
    assert_eq!(alive.load(SeqCst), 0);
    let fine = Fragile { alive: Arc::new(AtomicUsize::new(1)), clones_left: Arc::new(AtomicUsize::new(9)) };
    let alive = fine.alive.clone();
    hub.put(fine).await.ok().unwrap();
    drop(hub);
    for reader in readers {
        assert_eq!(reader.await.unwrap().unwrap(), 1);
    }
    assert_eq!(alive.load(SeqCst), 0);
}

/// An item that does something when it is cloned for the first time.
struct Hooked(Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>);

impl Clone for Hooked {
    fn clone(&self) -> Self {
        let hook = self.0.lock().unwrap().take();
        hook.into_iter().for_each(|hook| hook());
        Self(self.0.clone())
    }
}

/// Clones are made without a lock, so somebody may join meanwhile: then that one is waited for, and gets the item too.
#[tokio::test(start_paused = true)]
async fn who_joins_while_an_item_is_cloned_gets_it() {
    let hub = Broadcast::new();
    let count = |hub: &Broadcast<Hooked>| tokio::spawn(hub.subscribe().count().into_future());
    let readers = [count(&hub), count(&hub)];
    let (joined, joiner) = (Arc::new(Mutex::new(None)), hub.clone());
    let (joining, mut leaving) = (joined.clone(), hub.subscribe().open());
    assert!(leaving.next().now_or_never().is_none());
    let hook = move || {
        drop(leaving);
        *joining.lock().unwrap() = Some([count(&joiner), count(&joiner)]);
    };
    settle().await;
    let (put, ()) = tokio::join!(hub.put(Hooked(Arc::new(Mutex::new(Some(Box::new(hook)))))), settle());
    assert!(put.is_ok());
    drop(hub);
    let joined = joined.lock().unwrap().take().unwrap();
    for reader in readers.into_iter().chain(joined) {
        assert_eq!(reader.await.unwrap().unwrap(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_replaying_names_the_subscriber() {
    let item = Fragile { alive: Arc::new(AtomicUsize::new(1)), clones_left: Arc::default() };
    let hub = Broadcast::new().replay(1).drop_when_alone();
    hub.put(item).await.ok().unwrap();
    let reader = hub.subscribe();
    quiet_booms();
    let error = reader.count().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `subscribe` panicked: boom: no more clones");
}

#[test]
fn without_a_runtime() {
    let hub = Broadcast::new();
    let reader = hub.subscribe().map_async(|n: i32| async move { n * 2 }).collect::<Vec<_>>();
    let producer = Stream::from_iter(0..5).send_to(hub);
    let both = futures::future::join(reader.run_local(), producer.run_local());
    let (found, sent) = futures::executor::block_on(both);
    assert_eq!((found.unwrap(), sent.unwrap()), (vec![0, 2, 4, 6, 8], ()));
}

/// Readers that come and go at random moments read without a gap, from several producers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_that_come_and_go_miss_nothing_in_between() {
    let hub = Broadcast::new().drop_when_alone();
    let stay = collect(&hub);
    let producers: Vec<_> = (0..3).map(|p| put_all(&hub, (0..1000).map(move |n| p * 1000 + n)).1).collect();
    let mut guests = Vec::new();
    for n in 0..60 {
        guests.push(tokio::spawn(hub.subscribe().take(n % 7).collect::<Vec<_>>().into_future()));
        tokio::task::yield_now().await;
    }
    drop(hub);
    for producer in producers {
        producer.await.unwrap().unwrap();
    }
    let all = stay.await.unwrap().unwrap();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 3000);
    for guest in guests {
        let found = guest.await.unwrap().unwrap();
        assert!(found.is_empty() || all.windows(found.len()).any(|part| part == found), "{found:?}");
    }
}
