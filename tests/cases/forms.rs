//! Behaviour cases: pipe syntax, terminals, aggregates.

use pipeline_core::prelude::*;

use crate::support::{Counter, boom, settle, tasks};

fn copies(n: i32) -> Vec<String> {
    (0..n).map(|i| format!("{n}-{i}")).collect()
}

#[tokio::test]
async fn pip_01_map() {
    let doubled: Vec<i32> = ([1, 2, 3] | pipe::map(|n| n * 2) | pipe::collect()).await.unwrap();
    assert_eq!(doubled, [2, 4, 6]);
}

#[tokio::test]
async fn pip_03_flat_map() {
    let flat: Vec<String> = ([2, 3] | pipe::flat_map(copies) | pipe::collect()).await.unwrap();
    assert_eq!(flat, ["2-0", "2-1", "3-0", "3-1", "3-2"]);
}

#[tokio::test]
async fn pip_05_count() {
    assert_eq!(((0..5) | pipe::map(|n| n + 1) | pipe::count()).await.unwrap(), 5);
}

#[tokio::test]
async fn pip_06_inspect() {
    let seen: Vec<i32> = ([1, 2] | pipe::inspect(|n: &i32| assert!(*n > 0)) | pipe::collect()).await.unwrap();
    assert_eq!(seen, [1, 2]);
}

#[tokio::test]
async fn pip_08_methods_say_the_same() {
    let chain = Stream::from_iter(0..10).filter(|n| n % 2 == 0).map(|n| n * 2);
    let pipes = (0..10) | pipe::filter(|n| n % 2 == 0) | pipe::map(|n: i32| n * 2);
    let wanted = [0, 4, 8, 12, 16];
    assert_eq!(chain.collect::<Vec<_>>().await.unwrap(), wanted);
    assert_eq!(pipes.collect::<Vec<_>>().await.unwrap(), wanted);
}

#[tokio::test]
async fn pip_09_two_pipelines_share_a_prefix() {
    let prefix = || Stream::from_iter([1, 2, 3]).map(|n| n + 1);
    assert_eq!(prefix().map(|n| n * 10).collect::<Vec<_>>().await.unwrap(), [20, 30, 40]);
    assert_eq!(prefix().filter(|n| *n > 2).collect::<Vec<_>>().await.unwrap(), [3, 4]);
}

#[tokio::test]
async fn trm_02_fold_with_an_async_function() {
    let sum = Stream::from_iter([1, 2, 3]).fold_async(0, |sum, n| async move { sum + n });
    assert_eq!(sum.await.unwrap(), 6);
}

#[tokio::test]
async fn trm_03_fold_of_nothing_is_its_start() {
    assert_eq!(Stream::<i32>::empty().fold(5, |sum, n| sum + n).await.unwrap(), 5);
}

#[tokio::test]
async fn trm_04_first() {
    assert_eq!(Stream::from_iter([10, 20, 30]).first().await.unwrap(), Some(10));
}

#[tokio::test]
async fn trm_05_first_of_nothing() {
    assert_eq!(Stream::<i32>::empty().first().await.unwrap(), None);
}

#[tokio::test]
async fn trm_06_take_leaves_no_task() {
    let three = || Stream::from_iter(0..100).map_async(|n| async move { n }).workers(4).ordered().take(3);
    assert_eq!(three().collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    assert_eq!(tasks(), 0);
}

#[tokio::test]
async fn trm_07_take_more_than_there_is() {
    assert_eq!(Stream::from_iter([1, 2, 3]).take(99).collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
}

#[tokio::test]
async fn trm_10_take_ends_an_endless_source() {
    assert_eq!(Stream::from_iter(0..).take(2).collect::<Vec<_>>().await.unwrap(), [0, 1]);
    let endless = Stream::from_iter(0..).map_async(|n| async move { n }).workers(8).ordered();
    assert_eq!(endless.take(2).collect::<Vec<_>>().await.unwrap(), [0, 1]);
    assert_eq!(tasks(), 0);
}

#[tokio::test]
async fn trm_12_a_function_that_fails_ends_the_run() {
    let gone = Counter::default();
    let cancelled = gone.clone();
    // Behind 1 and 2 the source goes on, with calls that never end by themselves.
    let calls = Stream::from_iter(1..).map_async(move |n| {
        let guard = cancelled.on_drop();
        async move {
            let _guard = guard;
            settle().await;
            if n > 2 {
                std::future::pending::<()>().await;
            }
            n
        }
    });
    let sum = calls.workers(4).ordered().fold(0, |sum, n| if n == 2 { boom("two") } else { sum + n });
    assert_eq!(sum.await.unwrap_err().to_string(), "stage `fold` panicked: boom two");
    assert!(gone.get() >= 4, "{}", gone.get());
    assert_eq!(tasks(), 0);
}

#[tokio::test]
async fn agg_07_fold_of_nothing() {
    assert_eq!(Stream::<i32>::empty().fold(7, |a, b| a + b).await.unwrap(), 7);
}

#[tokio::test]
async fn agg_08_all_as_a_list() {
    assert_eq!(Stream::from_iter(0..3).collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    assert!(Stream::from_iter(0..0).collect::<Vec<i32>>().await.unwrap().is_empty());
}

#[tokio::test]
async fn agg_09_every_list_on_the_way() {
    let lists =
        Stream::from_iter(0..3).accumulate_from(Vec::new(), |list: Vec<i32>, n| [list, vec![n]].concat());
    let wanted = [vec![], vec![0], vec![0, 1], vec![0, 1, 2]];
    assert_eq!(lists.collect::<Vec<_>>().await.unwrap(), wanted);
}
