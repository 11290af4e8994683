//! Cases of the areas errors, try_*, Result type.

use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;

type Error = &'static str;

/// Fails on 2, else times ten.
fn risky(n: i32) -> Result<i32, Error> {
    if n == 2 { Err("risky") } else { Ok(n * 10) }
}

/// The results as text: `10`, `!risky`.
async fn told<E: std::fmt::Display + Send + 'static>(stream: TryStream<i32, E>) -> Vec<String> {
    let items = stream.collect::<Vec<_>>().await.unwrap();
    items.into_iter().map(|item| item.map_or_else(|e| format!("!{}", e.error()), |n| n.to_string())).collect()
}

fn risky_items() -> TryStream<i32, Error> {
    Stream::from_iter([1, 2, 3]).try_map(risky).keep_item().into()
}

#[tokio::test]
async fn err_01_bad_items_can_be_skipped() {
    assert_eq!(risky_items().ok_only().collect::<Vec<_>>().await.unwrap(), [10, 30]);
}

#[tokio::test]
async fn err_03_what_a_failing_expansion_gave_before_is_kept() {
    let prefix = Stream::from_iter([1, 2, 3]).flat_map(|n| {
        let fails = n == 2;
        [Ok(n), if fails { Err("half-way") } else { Ok(n + 100) }]
    });
    assert_eq!(told(prefix.fallible().into()).await, ["1", "101", "2", "!half-way", "3", "103"]);
}

#[tokio::test]
async fn err_04_a_failing_look_takes_the_items_place() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let looked = Stream::from_iter([1, 2, 3]).try_inspect(move |n| {
        log.lock().unwrap().push(*n);
        risky(*n).map(drop)
    });
    assert_eq!(told(looked.into()).await, ["1", "!risky", "3"]);
    assert_eq!(*seen.lock().unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn err_05_a_failing_source_cancels_calls_under_way() {
    let source = Stream::unfold(0, |n| async move {
        if n == 2 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            panic!("source");
        }
        Some((n, n + 1))
    });
    let start = tokio::time::Instant::now();
    let run = source.map_async(|_| std::future::pending::<()>()).workers(2).count();
    let error = run.await.unwrap_err();
    assert_eq!((error.stage(), start.elapsed().as_secs()), (Some("unfold"), 1));
}

#[tokio::test]
async fn err_07_a_closure_is_called_by_its_operator() {
    let failing = Stream::from_iter([1, 2]).try_map(|n| if n == 2 { Err("two") } else { Ok(n) });
    assert_eq!(failing.errors_only().first().await.unwrap().unwrap().stage(), "try_map");
}

#[tokio::test]
async fn try_01_all_pass() {
    assert_eq!(told(Stream::from_iter([1, 3]).try_map(risky).into()).await, ["10", "30"]);
}

#[tokio::test]
async fn try_02_an_error_stands_in_its_place() {
    let items = risky_items().collect::<Vec<_>>().await.unwrap();
    assert_eq!((items[0].as_ref().unwrap(), items[2].as_ref().unwrap()), (&10, &30));
    assert_eq!(items[1].as_ref().unwrap_err().item::<i32>(), Some(&2));
}

#[tokio::test]
async fn try_04_an_async_function_gives_its_name() {
    async fn af(_: i32) -> Result<i32, std::fmt::Error> {
        Err(std::fmt::Error)
    }
    let (_, errors) = Stream::from_iter([1]).try_map_async(af).keep_item().collect_split().await.unwrap();
    assert_eq!((errors[0].stage(), errors[0].item::<i32>()), ("af", Some(&1)));
}

#[tokio::test]
async fn try_05_an_error_tells_stage_item_and_source() {
    let failing = Stream::from_iter([2]).try_map(|_: i32| Err::<i32, _>(std::io::Error::other("boom")));
    let (_, errors) = failing.name("fetch").keep_item().collect_split().await.unwrap();
    assert_eq!((errors[0].stage(), errors[0].item::<i32>()), ("fetch", Some(&2)));
    assert_eq!(errors[0].to_string(), "[fetch] boom");
    assert_eq!(std::error::Error::source(&errors[0]).unwrap().to_string(), "boom");
}

#[tokio::test]
async fn try_09_a_handler_sees_earlier_errors_only() {
    let handled = Stream::from_iter([1, 2, 3])
        .map(|n| n)
        .results_of_nothing_failing()
        .map_err(|_| "never")
        .try_map(risky);
    assert_eq!(told(handled.into()).await, ["10", "!risky", "30"]);
}

trait NothingFailing {
    fn results_of_nothing_failing(self) -> TryStream<i32, Error>;
}

impl<S: Send + 'static> NothingFailing for Stream<i32, Plain, S> {
    fn results_of_nothing_failing(self) -> TryStream<i32, Error> {
        self.try_map(Ok).into()
    }
}

#[tokio::test]
async fn try_10_the_second_stage_sees_the_value() {
    let second =
        Stream::from_iter([1, 2, 3]).map(|n| n * 10).try_map(|n| if n == 30 { Err("x") } else { Ok(n + 1) });
    let items = second.keep_item().collect::<Vec<_>>().await.unwrap();
    assert_eq!((items[0].as_ref().unwrap(), items[1].as_ref().unwrap()), (&11, &21));
    assert_eq!(items[2].as_ref().unwrap_err().item::<i32>(), Some(&30));
}

#[tokio::test]
async fn try_11_and_12_expansions_pass_or_fail_whole() {
    let expand = |n: i32| if n == 2 { Err("two") } else { Ok([n, n * 10]) };
    assert_eq!(told(Stream::from_iter([1, 3]).try_flat_map(expand).into()).await, ["1", "10", "3", "30"]);
    assert_eq!(told(Stream::from_iter([1, 2]).try_flat_map(expand).into()).await, ["1", "10", "!two"]);
}

#[tokio::test]
async fn try_15_to_17_a_filter_keeps_errors_and_can_fail() {
    let even = |n: &i32| if *n == 3 { Err("three") } else { Ok(n % 2 == 0) };
    assert_eq!(told(Stream::from_iter([1, 2, 4]).try_filter(even).into()).await, ["2", "4"]);
    assert_eq!(told(Stream::from_iter([1, 2, 3, 4]).try_filter(even).into()).await, ["2", "!three", "4"]);
    let passing = Stream::from_iter([1, 2, 3]).try_map(risky).try_filter(|n| Ok::<_, Error>(*n > 10));
    assert_eq!(told(passing.into()).await, ["!risky", "30"]);
}

#[tokio::test]
async fn try_18_to_20_a_look_sees_values_only() {
    let seen = Arc::new(Mutex::new((Vec::new(), Vec::new())));
    let (values, errors) = (seen.clone(), seen.clone());
    let looked = risky_items().inspect(move |n| values.lock().unwrap().0.push(*n)).map_err(move |e| {
        errors.lock().unwrap().1.push(e);
        e
    });
    assert_eq!(looked.count().await.unwrap(), 3);
    assert_eq!(*seen.lock().unwrap(), (vec![10, 30], vec!["risky"]));
}

#[tokio::test]
async fn try_22_and_23_errors_become_values() {
    let fallback = |e: StageError<Error>| e.item::<i32>().unwrap() * 100;
    assert_eq!(risky_items().recover(fallback).collect::<Vec<_>>().await.unwrap(), [10, 200, 30]);
    let later = |e: StageError<Error>| async move { e.item::<i32>().unwrap() * 1000 };
    assert_eq!(risky_items().recover_async(later).collect::<Vec<_>>().await.unwrap(), [10, 2000, 30]);
}

#[tokio::test]
async fn try_24_and_34_a_handler_that_panics_fails_the_run() {
    let error = risky_items().recover(|_| panic!("handler")).count().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `recover` panicked: handler");
    let error = risky_items().map_err(|_| -> Error { panic!("handler") }).count().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `map_err` panicked: handler");
}

#[tokio::test]
async fn try_25_to_29_values_errors_and_both() {
    assert_eq!(risky_items().ok_only().collect::<Vec<_>>().await.unwrap(), [10, 30]);
    let split = |items: Vec<i32>| Stream::from_iter(items).try_map(risky).collect_split();
    let (values, errors) = split(vec![1, 2, 3]).await.unwrap();
    assert_eq!((values, errors.len()), (vec![10, 30], 1));
    let (values, errors) = split(vec![1, 3]).await.unwrap();
    assert_eq!((values, errors.len()), (vec![10, 30], 0));
    let (values, errors) = split(vec![2, 2]).await.unwrap();
    assert_eq!((values, errors.len()), (vec![], 2));
}

#[tokio::test]
async fn try_30_errors_pass_the_stages_behind() {
    let chain = Stream::from_iter([1, 2, 3]).try_map(risky).try_map(|n| Ok::<_, Error>(n + 1));
    let chain = chain.try_filter(|n| Ok::<_, Error>(*n > 15));
    assert_eq!(told(chain.into()).await, ["!risky", "31"]);
}

#[tokio::test]
async fn try_31_several_workers_conserve() {
    let tried = Stream::from_iter(0..10).try_map(|n| if n == 5 { Err(n) } else { Ok(n) }).workers(3);
    let (values, errors) = tried.collect_split().await.unwrap();
    assert_eq!((values.len(), errors.len(), errors[0].error()), (9, 1, &5));
}

#[tokio::test]
async fn typ_01_and_02_items_are_rusts_own_results() {
    let mut items = Stream::from_iter([4, 2]).try_map(risky).collect::<Vec<_>>().await.unwrap().into_iter();
    let (good, bad) = (items.next().unwrap(), items.next().unwrap());
    assert!(good.is_ok() && bad.is_err());
    assert_eq!(good.unwrap_or(0), 40);
    assert_eq!(bad.unwrap_err().into_error(), "risky");
}
