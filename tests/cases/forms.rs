//! Cases of the areas filter, foreach, pipe syntax, terminal, aggregate.

use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;

fn copies(n: i32) -> Vec<String> {
    (0..n).map(|i| format!("{n}-{i}")).collect()
}

#[tokio::test]
async fn flt_01_and_03_some_or_none_pass() {
    assert_eq!(Stream::from_iter(0..6).filter(|n| n % 2 == 0).collect::<Vec<_>>().await.unwrap(), [0, 2, 4]);
    assert_eq!(Stream::from_iter([1, 3, 5]).filter(|n| n % 2 == 0).count().await.unwrap(), 0);
}

#[tokio::test]
async fn for_01_and_02_each_item_is_seen_before_it_goes_on() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let (seen, out) = (log.clone(), log.clone());
    let looked =
        Stream::from_iter([1, 2, 3]).inspect(move |n| seen.lock().unwrap().push(format!("seen {n}")));
    looked.for_each(move |n| out.lock().unwrap().push(format!("out {n}"))).await.unwrap();
    let log = log.lock().unwrap().clone();
    for n in 1..=3 {
        let at = |what: String| log.iter().position(|line| *line == what).unwrap();
        assert!(at(format!("seen {n}")) < at(format!("out {n}")));
    }

    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let looked = Stream::from_iter([10, 20]).inspect_async(move |&n| {
        let log = log.clone();
        async move { log.lock().unwrap().push(n) }
    });
    assert_eq!(looked.collect::<Vec<_>>().await.unwrap(), [10, 20]);
    assert_eq!(*seen.lock().unwrap(), [10, 20]);
}

#[tokio::test]
async fn pip_01_to_06_operators_flow() {
    let doubled: Vec<i32> = ([1, 2, 3] | pipe::map(|n| n * 2) | pipe::collect()).await.unwrap();
    assert_eq!(doubled, [2, 4, 6]);
    let flat: Vec<String> = ([2, 3] | pipe::flat_map(copies) | pipe::collect()).await.unwrap();
    assert_eq!(flat, ["2-0", "2-1", "3-0", "3-1", "3-2"]);
    assert_eq!(((0..5) | pipe::map(|n| n + 1) | pipe::count()).await.unwrap(), 5);
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
async fn trm_02_and_03_folding() {
    let sum = Stream::from_iter([1, 2, 3]).fold_async(0, |sum, n| async move { sum + n });
    assert_eq!(sum.await.unwrap(), 6);
    assert_eq!(Stream::<i32>::empty().fold(5, |sum, n| sum + n).await.unwrap(), 5);
}

#[tokio::test]
async fn trm_04_and_05_the_first() {
    assert_eq!(Stream::from_iter([10, 20, 30]).first().await.unwrap(), Some(10));
    assert_eq!(Stream::<i32>::empty().first().await.unwrap(), None);
}

#[tokio::test]
async fn trm_06_to_10_taking() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    assert_eq!(Stream::from_iter(0..100).take(3).collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    assert_eq!(Stream::from_iter([1, 2, 3]).take(99).collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
    let endless = Stream::from_iter(0..).map_async(|n| async move { n }).workers(8).ordered();
    assert_eq!(endless.take(2).collect::<Vec<_>>().await.unwrap(), [0, 1]);
    assert_eq!(tasks(), before);
}

#[tokio::test]
async fn trm_12_a_reducer_that_fails_ends_the_run() {
    let sum = Stream::from_iter([1, 2, 3]).fold(0, |sum, n| if n == 2 { panic!("two") } else { sum + n });
    assert_eq!(sum.await.unwrap_err().to_string(), "stage `fold` panicked: two");
}

#[tokio::test]
async fn agg_01_to_09_sums_extremes_and_snapshots() {
    let sums = Stream::from_iter(0..5).scan(0, |sum, n| {
        *sum += n;
        Some(*sum)
    });
    assert_eq!(sums.collect::<Vec<_>>().await.unwrap(), [0, 1, 3, 6, 10]);
    assert_eq!(Stream::from_iter(0..5).reduce(|a, b| a.min(b)).await.unwrap(), Some(0));
    assert_eq!(Stream::from_iter(0..5).reduce(|a, b| a.max(b)).await.unwrap(), Some(4));
    assert_eq!(Stream::<i32>::empty().fold(7, |a, b| a + b).await.unwrap(), 7);
    assert_eq!(Stream::from_iter(0..3).collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    let snapshots = Stream::from_iter(0..3).scan(Vec::new(), |seen, n| {
        seen.push(n);
        Some(seen.clone())
    });
    assert_eq!(snapshots.collect::<Vec<_>>().await.unwrap(), [vec![0], vec![0, 1], vec![0, 1, 2]]);
}
