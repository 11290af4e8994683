//! Behaviour cases: errors, `try_` words, what a result is.

use pipeline_core::prelude::*;

use crate::support::{Counter, Log, boom};

type Error = &'static str;

/// Fails on 2, else times ten.
fn risky(n: i32) -> Result<i32, Error> {
    if n == 2 { Err("risky") } else { Ok(n * 10) }
}

/// The results as text: `10`, `!risky(2)` with the item it was, where that was kept.
async fn told<E, S>(stream: Stream<i32, Fallible<E>, S>) -> Vec<String>
where
    E: std::fmt::Display + Send + 'static,
    S: Send + 'static,
{
    let text = |item: Result<i32, StageError<E>>| match item {
        Ok(n) => n.to_string(),
        Err(e) => format!("!{}{}", e.error(), e.item::<i32>().map_or(String::new(), |n| format!("({n})"))),
    };
    stream.collect::<Vec<_>>().await.unwrap().into_iter().map(text).collect()
}

fn risky_items() -> TryStream<i32, Error> {
    Stream::from_iter([1, 2, 3]).try_map(risky).keep_item().into()
}

#[tokio::test]
async fn err_01_bad_items_can_be_skipped_and_are_not_by_default() {
    assert_eq!(risky_items().ok_only().collect::<Vec<_>>().await.unwrap(), [10, 30]);
    let error = risky_items().or_fail().collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `risky` failed: risky");
}

#[tokio::test]
async fn err_04_a_failing_look_takes_the_items_place() {
    let seen = Log::new();
    let log = seen.clone();
    let looked = Stream::from_iter([1, 2, 3]).try_inspect(move |n| {
        log.push(*n);
        risky(*n).map(drop)
    });
    assert_eq!(told(looked.keep_item()).await, ["1", "!risky(2)", "3"]);
    assert_eq!(seen.get(), [1, 2, 3]);
}

#[tokio::test]
async fn err_07_a_closure_is_called_by_its_operator() {
    let fails_on = |bad| move |n: i32| if n == bad { Err("bad") } else { Ok(n * 10) };
    let failing = || Stream::from_iter([1, 2, 3]).try_map(fails_on(2)).try_map(fails_on(30));
    let errors = failing().errors_only().collect::<Vec<_>>().await.unwrap();
    assert_eq!(errors.iter().map(StageError::stage).collect::<Vec<_>>(), ["try_map", "try_map#2"]);
    assert_eq!(failing().ok_only().collect::<Vec<_>>().await.unwrap(), [100]);
}

#[tokio::test]
async fn try_01_all_pass() {
    let passing = Stream::from_iter([1, 2, 3]).try_map(|n| Ok::<_, Error>(n * 10));
    assert_eq!(told(passing).await, ["10", "20", "30"]);
}

#[tokio::test]
async fn try_02_an_error_stands_in_its_place() {
    assert_eq!(told(risky_items()).await, ["10", "!risky(2)", "30"]);
}

#[tokio::test]
async fn try_04_an_async_function_gives_its_name() {
    async fn af(_: i32) -> Result<i32, std::fmt::Error> {
        Err(std::fmt::Error)
    }
    let (values, errors) =
        Stream::from_iter([1]).try_map_async(af).keep_item().collect_split().await.unwrap();
    assert_eq!((values.len(), errors.len()), (0, 1));
    let error = &errors[0];
    assert_eq!((error.stage(), error.item::<i32>(), error.error()), ("af", Some(&1), &std::fmt::Error));
}

#[tokio::test]
async fn try_05_an_error_tells_stage_item_and_source() {
    let failing = Stream::from_iter([2]).try_map(|_: i32| Err::<i32, _>(std::io::Error::other("boom")));
    let (_, errors) = failing.name("fetch").keep_item().collect_split().await.unwrap();
    assert_eq!((errors[0].stage(), errors[0].item::<i32>()), ("fetch", Some(&2)));
    assert_eq!(errors[0].to_string(), "[fetch] boom");
    let source = std::error::Error::source(&errors[0]).unwrap();
    assert_eq!((source.to_string().as_str(), source.is::<std::io::Error>()), ("boom", true));
}

#[tokio::test]
async fn try_09_a_handler_sees_earlier_errors_only() {
    let calls = Counter::default();
    let counting = calls.clone();
    let handled = Stream::from_iter([1, 2, 3]).try_map(Ok::<_, Error>).map_err(move |error| {
        counting.add();
        error
    });
    let (values, errors) = handled.try_map(risky).keep_item().collect_split().await.unwrap();
    assert_eq!((values, errors.len(), calls.get()), (vec![10, 30], 1, 0));
    assert_eq!((errors[0].stage(), errors[0].item::<i32>()), ("risky", Some(&2)));
}

#[tokio::test]
async fn try_10_the_second_stage_sees_the_value() {
    let tens = Stream::from_iter([1, 2, 3]).try_map(|n| Ok::<_, Error>(n * 10));
    let second = tens.try_map(|n| if n == 30 { Err("x") } else { Ok(n + 1) });
    assert_eq!(told(second.keep_item()).await, ["11", "21", "!x(30)"]);
}

#[tokio::test]
async fn try_11_expansions_pass() {
    let expand = |n: i32| Ok::<_, Error>([n, n * 10]);
    assert_eq!(told(Stream::from_iter([1, 2]).try_flat_map(expand)).await, ["1", "10", "2", "20"]);
}

#[tokio::test]
async fn try_12_an_expansion_fails() {
    let expand = |n: i32| if n == 2 { Err("two") } else { Ok([n, n * 10]) };
    assert_eq!(
        told(Stream::from_iter([1, 2]).try_flat_map(expand).keep_item()).await,
        ["1", "10", "!two(2)"]
    );
}

fn even(n: &i32) -> Result<bool, Error> {
    Ok(n % 2 == 0)
}

#[tokio::test]
async fn try_15_a_filter_over_values() {
    let values = Stream::from_iter([1, 2, 3, 4]).try_map(Ok::<_, Error>);
    assert_eq!(told(values.try_filter(even)).await, ["2", "4"]);
}

#[tokio::test]
async fn try_16_a_filter_lets_every_error_pass() {
    let checked = Stream::from_iter([1, 2, 3, 4]).try_map(|n| if n == 3 { Err("three") } else { Ok(n) });
    assert_eq!(told(checked.keep_item().try_filter(even)).await, ["2", "!three(3)", "4"]);
}

#[tokio::test]
async fn try_17_a_filter_that_fails_gives_an_error() {
    let values = Stream::from_iter([1, 2, 3]).try_map(Ok::<_, Error>);
    let filtered = values.try_filter(|n| if *n == 2 { Err("two") } else { Ok(true) });
    assert_eq!(told(filtered.keep_item()).await, ["1", "!two(2)", "3"]);
}

#[tokio::test]
async fn try_18_a_look_sees_values_only() {
    let seen = Log::new();
    let log = seen.clone();
    let looked = risky_items().try_inspect(move |n| {
        log.push(*n);
        Ok::<_, Error>(())
    });
    assert_eq!(told(looked).await, ["10", "!risky(2)", "30"]);
    assert_eq!(seen.get(), [10, 30]);
}

#[tokio::test]
async fn try_19_a_look_at_values_and_one_at_errors() {
    let (values, errors) = (Log::new(), Log::new());
    let (see_value, see_error) = (values.clone(), errors.clone());
    let looked = risky_items().inspect(move |n| see_value.push(*n)).map_err(move |error| {
        see_error.push(error);
        error
    });
    assert_eq!(told(looked).await, ["10", "!risky(2)", "30"]);
    assert_eq!((values.get(), errors.get()), (vec![10, 30], vec!["risky"]));
}

// Items that are no results are on the plain track, and each is a value: there is none that could be passed
// over.
#[tokio::test]
async fn try_20_a_look_at_plain_items_sees_each() {
    let seen = Log::new();
    let log = seen.clone();
    let looked = Stream::from_iter([1, 2, 3]).try_inspect(move |n| {
        log.push(*n);
        Ok::<_, Error>(())
    });
    assert_eq!(told(looked).await, ["1", "2", "3"]);
    assert_eq!(seen.get(), [1, 2, 3]);
}

#[tokio::test]
async fn try_22_recover_uses_the_item() {
    let fallback = |e: StageError<Error>| e.item::<i32>().unwrap() * 100;
    assert_eq!(risky_items().recover(fallback).collect::<Vec<_>>().await.unwrap(), [10, 200, 30]);
}

#[tokio::test]
async fn try_23_recover_with_an_async_function() {
    let later = |e: StageError<Error>| async move { e.item::<i32>().unwrap() * 1000 };
    assert_eq!(risky_items().recover_async(later).collect::<Vec<_>>().await.unwrap(), [10, 2000, 30]);
}

// What makes a value of an error cannot fail, by type. If it panics, that is no item less: it ends the run.
#[tokio::test]
async fn try_24_recover_that_panics_fails_the_run() {
    let error = risky_items().recover(|_| boom("handler")).count().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `recover` panicked: boom handler");
}

#[tokio::test]
async fn try_25_values_only() {
    assert_eq!(risky_items().ok_only().collect::<Vec<_>>().await.unwrap(), [10, 30]);
}

#[tokio::test]
async fn try_27_values_and_errors() {
    let (values, errors) = risky_items().collect_split().await.unwrap();
    assert_eq!((values, errors.len(), errors[0].item::<i32>()), (vec![10, 30], 1, Some(&2)));
}

#[tokio::test]
async fn try_28_values_and_errors_where_all_pass() {
    let (values, errors) = Stream::from_iter([1, 2]).try_map(Ok::<_, Error>).collect_split().await.unwrap();
    assert_eq!((values, errors.len()), (vec![1, 2], 0));
}

#[tokio::test]
async fn try_29_values_and_errors_where_all_fail() {
    let (values, errors) = Stream::from_iter([1, 2]).try_map(Err::<i32, _>).collect_split().await.unwrap();
    assert!(values.is_empty());
    assert_eq!(errors.into_iter().map(StageError::into_error).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn try_30_errors_pass_the_stages_behind() {
    let chain = risky_items().try_map(|n| Ok::<_, Error>(n + 1)).try_filter(|n| Ok::<_, Error>(*n > 15));
    assert_eq!(told(chain).await, ["!risky(2)", "31"]);
}

#[tokio::test]
async fn try_31_several_workers_conserve() {
    let tried = Stream::from_iter(0..10).try_map(|n| if n == 5 { Err(n) } else { Ok(n) }).workers(3);
    let (mut values, errors) = tried.collect_split().await.unwrap();
    values.sort_unstable();
    assert_eq!(values, [0, 1, 2, 3, 4, 6, 7, 8, 9]);
    assert_eq!(errors.into_iter().map(StageError::into_error).collect::<Vec<_>>(), [5]);
}

// As TRY-24: what makes an error of an error cannot fail, by type.
#[tokio::test]
async fn try_34_map_err_that_panics_fails_the_run() {
    let error = risky_items().map_err(|_| -> Error { boom("handler") }).count().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `map_err` panicked: boom handler");
}

/// What one item comes out as.
async fn only(item: Result<i32, Error>) -> Result<i32, StageError<Error>> {
    Stream::from_iter([item]).fallible().first().await.unwrap().unwrap()
}

#[tokio::test]
async fn typ_01_a_value_is_rusts_own_ok() {
    let value = only(Ok(42)).await;
    assert_eq!((value.is_ok(), value.is_err()), (true, false));
    assert_eq!((only(Ok(42)).await.unwrap(), value.unwrap_or(99)), (42, 42));
}

#[tokio::test]
async fn typ_02_an_error_is_rusts_own_err() {
    let error = only(Err("b")).await;
    assert_eq!((error.is_ok(), error.is_err()), (false, true));
    assert_eq!(only(Err("b")).await.unwrap_or(99), 99);
    assert_eq!(error.unwrap_err().into_error(), "b");
}
