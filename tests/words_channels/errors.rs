//! Errors as items, recovery, an error channel.

use pipeline_core::prelude::*;
use tokio::sync::mpsc;

use crate::support::{millis, receive_all, receive_sorted, send_all, tasks};

fn risky(n: i32) -> Result<i32, String> {
    if n % 3 == 0 { Err(format!("error processing {n}")) } else { Ok(n * 2) }
}

#[tokio::test(start_paused = true)]
async fn errors_are_items_in_their_place() {
    let all = Stream::from_iter(1..10).try_map(risky).collect::<Vec<_>>().await.unwrap();
    for (n, item) in (1..).zip(all) {
        assert_eq!(item.map_err(StageError::into_error), risky(n));
    }
    let (good, bad) = Stream::from_iter(1..10).try_map(risky).collect_split().await.unwrap();
    assert_eq!(good, [2, 4, 8, 10, 14, 16]);
    let bad: Vec<_> = bad.iter().map(ToString::to_string).collect();
    assert_eq!(bad, [3, 6, 9].map(|n| format!("[risky] error processing {n}")));
}

#[derive(Debug, PartialEq)]
struct Page {
    url: String,
    text: Result<String, String>,
}

#[tokio::test(start_paused = true)]
async fn error_recovery() {
    let fetch = |url: String| async move {
        millis(10).await;
        if url.ends_with(['2', '5', '6']) {
            return Err(format!("network error for {url}"));
        }
        Ok(Page { text: Ok(format!("content of {url}")), url })
    };
    let urls = (1..=7).map(|n| format!("https://api.example/{n}"));
    let pages = Stream::from_iter(urls)
        .try_map_async(fetch)
        .workers(3)
        .ordered()
        .map_err(|error| format!("handled: {error}"))
        .recover(|error| Page { url: "fallback".into(), text: Err(error.into_error()) });
    let pages = pages.collect::<Vec<_>>().await.unwrap();
    assert_eq!(pages.len(), 7);
    let (fetched, recovered): (Vec<_>, Vec<_>) = pages.iter().partition(|page| page.text.is_ok());
    assert_eq!((fetched.len(), recovered.len()), (4, 3));
    let text = Err("handled: network error for https://api.example/2".into());
    assert_eq!(pages[1], Page { url: "fallback".into(), text });
}

#[tokio::test(start_paused = true)]
async fn a_stream_with_known_data() {
    #[derive(Debug, PartialEq)]
    enum Bad {
        Zero,
        Negative(i32),
    }
    let halve = |n: i32| match n {
        0 => Err(Bad::Zero),
        ..0 => Err(Bad::Negative(n)),
        _ => Ok(f64::from(n) / 2.0),
    };
    let numbers = Stream::from_iter([1, 2, 3, 4, 5, -1, 6, 7, 0, 8, 9, 10]);
    let (halves, errors) = numbers.try_map(halve).map(|half| half.round()).collect_split().await.unwrap();
    assert_eq!(halves, [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0]);
    let errors: Vec<_> = errors.into_iter().map(StageError::into_error).collect();
    assert_eq!(errors, [Bad::Negative(-1), Bad::Zero]);
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_between_channels_with_an_error_channel() {
    let validate = |n: i32| async move { if n < 0 { Err(format!("negative: {n}")) } else { Ok(n) } };
    let process = |n: i32| async move {
        millis(100).await;
        if n % 7 == 0 { Err(format!("multiple of 7: {n}")) } else { Ok(format!("processed: {n}")) }
    };
    let ((to, input), (good, found), (bad, errors)) = (mpsc::channel(5), mpsc::channel(5), mpsc::channel(5));
    let pipeline = Stream::from_receiver(input)
        .try_map_async(validate)
        .workers(2)
        .name("validate")
        .try_map_async(process)
        .workers(2)
        .name("process")
        .divert_err(bad)
        .send_to(good);
    let producer = send_all(to, 0, [-5, 1, 2, 7, -3, 4, 14, 5, 6, 8]);
    let ((), found, errors, ran) =
        tokio::join!(producer, receive_sorted(found), receive_all(errors), pipeline.into_future());
    ran.unwrap();
    assert_eq!(found, [1, 2, 4, 5, 6, 8].map(|n| format!("processed: {n}")));
    let mut errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    errors.sort();
    let wanted = [
        "[process] multiple of 7: 14",
        "[process] multiple of 7: 7",
        "[validate] negative: -3",
        "[validate] negative: -5",
    ];
    assert_eq!(errors, wanted);
    assert_eq!(tasks(), 0);
}

/// Errors of a pipeline are logged beside it, in a run of their own.
#[tokio::test(start_paused = true)]
async fn who_handles_errors_is_a_pipeline_too() {
    let (bad, errors) = Stream::channel(1);
    let work = Stream::from_iter(1..=6).try_map(risky).divert_err(bad).count();
    let log = errors.map(|error: StageError<String>| error.to_string()).collect::<Vec<_>>();
    let (count, log) = tokio::try_join!(work.into_future(), log.into_future()).unwrap();
    assert_eq!(count, 4);
    assert_eq!(log, ["[risky] error processing 3", "[risky] error processing 6"]);
}
