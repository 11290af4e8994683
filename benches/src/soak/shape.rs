//! The shapes of pipelines that are run.

use std::time::Duration;

use pipeline_core::prelude::*;

use super::item::Item;

/// What a shape does to items that it gets, all of which it gives.
pub(super) type Shape = fn(Stream<Item>) -> Stream<Item>;

pub(super) const SHAPES: [(&str, Shape); 12] = [
    ("one task", |s| s.map(|item| item).filter(|_| true).into()),
    ("a row of tasks", |s| {
        s.buffer(0).map(|item| item).buffer(1).map(|item| item).buffer(16).map(|item| item).into()
    }),
    ("calls at once", |s| s.map_async(later).workers(4).into()),
    ("calls in order", |s| s.map_async(later).workers(3).ordered().buffer(2).into()),
    ("workers", |s| s.map(|item| item).workers(3).buffer(1).into()),
    ("workers in order", |s| s.map(|item| item).workers(4).ordered().into()),
    ("blocking", |s| s.map_blocking(|item| item).workers(2).into()),
    ("by key", |s| s.map_by_key_async(|item| item.number % 7, later).workers(4).into()),
    ("parts", |s| {
        let (even, odd) = s.partition(|item| item.number % 2 == 0);
        even.map_async(later).merge(odd)
    }),
    ("balanced", |s| {
        let [a, b] = s.balance();
        a.map_async(later).merge(b.map(|item| item))
    }),
    ("chunks", |s| s.chunks(5).map_async(|chunk| async { chunk }).workers(2).flatten().into()),
    ("in time", |s| s.map_async(late).workers(8).into()),
];

async fn later(item: Item) -> Item {
    tokio::task::yield_now().await;
    item
}

async fn late(item: Item) -> Item {
    if item.number.is_multiple_of(64) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    item
}
