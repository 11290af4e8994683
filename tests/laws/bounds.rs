//! However slow the reader: no more is alive than the run tells beforehand.

use std::future::IntoFuture;
use std::sync::Arc;

use pipeline_core::prelude::*;
use tokio::sync::Semaphore;

use crate::job::{assert_nothing_alive, paused};
use crate::kit::{HOUR, Kit, Number};

/// Words with an edge or a memory that has no bound, each because it is said so.
const UNBOUNDED: &[&str] = &[];

/// More than any run here holds.
const MANY: usize = 150;

const ITEMS: i64 = 500;

pub(crate) fn source(kit: &Kit) -> Stream<Number> {
    Stream::from_iter(kit.numbers((0..ITEMS).map(|n| n % 100)))
}

/// With a reader that never reads, one that reads some, and one that is dropped.
pub(crate) fn check(word: &str, name: &str, build: impl Fn(&Kit) -> Stream<Number>) {
    paused(async {
        let (kit, gate) = (Kit::small(None), Arc::new(Semaphore::new(0)));
        let held = gate.clone();
        let run = build(&kit).for_each_async(move |number| {
            let held = held.clone();
            async move {
                held.acquire().await.unwrap().forget();
                drop(number);
            }
        });
        let bound = run.max_in_flight();
        if UNBOUNDED.contains(&word) {
            assert_eq!(bound, usize::MAX, "{name} has a bound");
            return;
        }
        assert!(bound < MANY, "{name}: {bound} is no bound for {ITEMS} items");
        let run = tokio::spawn(run.into_future());
        for opened in [0, 1, 10] {
            gate.add_permits(opened);
            settle().await;
            tokio::time::sleep(HOUR).await;
            settle().await;
            let most = kit.ledger.most();
            assert!(most <= bound, "{name}: {most} alive, {bound} told, {opened} more were read");
        }
        run.abort();
        _ = run.await;
        assert_nothing_alive(&kit.ledger, name).await;
    });
}

async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}
