//! Behaviour cases: channels at both ends, whole streams, pipelines between channels.

use futures::StreamExt;
use pipeline_core::{SendError, Sender, prelude::*};
use tokio::sync::mpsc;

use crate::support::{Boom, Clock, Counter, TICK, boom, each_after, risky, settle, tasks, ticks};

/// Sends all it can, in a task of its own; the count is of the sends that are done.
fn send_all(
    sender: Sender<i32>,
    items: std::ops::Range<i32>,
) -> (Counter, tokio::task::JoinHandle<Option<i32>>) {
    let done = Counter::default();
    let sent = done.clone();
    let sending = tokio::spawn(async move {
        for item in items {
            match sender.send(item).await {
                Ok(()) => sent.add(),
                Err(refused) => return Some(refused.into_item()),
            }
        }
        None
    });
    (done, sending)
}

/// All that a channel holds, once it is closed.
async fn rest<T: Send + 'static>(rx: mpsc::Receiver<T>) -> Vec<T> {
    Stream::from_receiver(rx).collect().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn chn_01_send_and_receive() {
    let (sender, items) = Stream::channel(1);
    sender.send(5).await.unwrap();
    assert_eq!(items.first().await.unwrap(), Some(5));
}

#[tokio::test(start_paused = true)]
async fn chn_02_send_after_close_gives_the_item_back() {
    let (sender, _items) = Stream::channel(1);
    sender.close();
    sender.close();
    assert_eq!(sender.send(5).await, Err(SendError(5)));
    assert_eq!(sender.clone().send(6).await.unwrap_err().into_item(), 6);
}

#[tokio::test(start_paused = true)]
async fn chn_03_what_waits_is_received_after_close() {
    let (sender, items) = Stream::channel(2);
    sender.send(1).await.unwrap();
    sender.close();
    assert_eq!(items.collect::<Vec<_>>().await.unwrap(), [1]);
}

#[tokio::test(start_paused = true)]
async fn chn_04_capacity_zero_is_a_rendezvous() {
    let (sender, items) = Stream::channel(0);
    let (sent, _sending) = send_all(sender, 0..1000);
    settle().await;
    assert_eq!(sent.get(), 0);
    let mut items = items.open();
    for n in 0..3 {
        assert_eq!(items.next().await.unwrap().unwrap(), n);
        settle().await;
        assert_eq!(sent.get(), n as usize + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn chn_07_full_channel_lets_one_in_for_each_that_leaves() {
    let (sender, items) = Stream::channel(2);
    let (sent, _sending) = send_all(sender, 0..5);
    settle().await;
    assert_eq!(sent.get(), 2);
    let mut items = items.open();
    assert_eq!(items.next().await.unwrap().unwrap(), 0);
    settle().await;
    assert_eq!(sent.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn chn_08_closed_stays_closed() {
    let (sender, items) = Stream::channel(2);
    sender.send(1).await.unwrap();
    sender.close();
    let mut items = items.open();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(sender.send(2).await, Err(SendError(2)));
    assert!(sender.is_closed());
}

#[tokio::test(start_paused = true)]
async fn chn_09_close_wakes_a_sender_that_waits() {
    for capacity in [0, 1] {
        let (sender, items) = Stream::channel(capacity);
        let (sent, sending) = send_all(sender.clone(), 0..5);
        settle().await;
        assert_eq!(sent.get(), capacity);
        sender.close();
        assert_eq!(sending.await.unwrap(), Some(i32::try_from(capacity).unwrap()));
        drop(items);
    }
}

#[tokio::test(start_paused = true)]
async fn str_02_collect_of_empty() {
    assert!(Stream::<i32>::empty().collect::<Vec<_>>().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn str_05_buffer_changes_nothing() {
    let run = Stream::from_iter(0..10).buffer(4).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), (0..10).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn str_06_failure_is_never_a_short_success() {
    let panics = Stream::from_iter(0..5).map(|n| if n == 2 { boom("on 2") } else { n * 10 });
    let error = panics.collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `map` panicked: boom on 2");
    let error = Stream::from_iter(0..5).try_map(risky).try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "[risky] risky");
    let error = Stream::from_iter(0..5).try_map(risky).or_fail().collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.to_string(), "stage `risky` failed: risky");
}

#[tokio::test(start_paused = true)]
async fn str_07_cancelled_calls_do_not_run_on() {
    let (started, gone, finished) = (Counter::default(), Counter::default(), Counter::default());
    let (starting, going, finishing) = (started.clone(), gone.clone(), finished.clone());
    let run = Stream::from_iter(0..50).map_async(move |n| {
        starting.add();
        let (guard, finishing) = (going.on_drop(), finishing.clone());
        async move {
            let _guard = guard;
            ticks(5).await;
            finishing.add();
            n
        }
    });
    let run = run.workers(10).collect::<Vec<_>>();
    assert!(tokio::time::timeout(TICK, run.into_future()).await.is_err());
    settle().await;
    assert_eq!((started.get(), gone.get(), tasks()), (10, 10, 0));
    ticks(10).await;
    assert_eq!((started.get(), finished.get()), (10, 0));
}

#[tokio::test(start_paused = true)]
async fn str_08_recipe_of_a_range_runs_again() {
    let recipe = || {
        let big = Stream::from_iter(1..6).map(|n| n * 2).filter(|n| *n > 5);
        big.map(|n| format!("Result: {n}")).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        assert_eq!(recipe().await.unwrap(), ["Result: 6", "Result: 8", "Result: 10"]);
    }
}

#[tokio::test(start_paused = true)]
async fn str_09_from_a_channel() {
    let (sender, items) = Stream::channel(10);
    for n in 1..=10 {
        sender.send(n).await.unwrap();
    }
    sender.close();
    let squares = items.map(|n| n * n).filter(|n| n % 2 == 0).take(5).collect::<Vec<_>>();
    assert_eq!(squares.await.unwrap(), [4, 16, 36, 64, 100]);
    // What is sent after a run has enough is not lost in silence.
    let (sender, items) = Stream::channel(1);
    let (_, sending) = send_all(sender, 0..10);
    assert_eq!(items.take(5).count().await.unwrap(), 5);
    assert!(sending.await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn ste_02_filter_and_take() {
    let run = Stream::from_iter(0..10).filter(|n| n % 2 == 0).take(3).collect::<Vec<_>>();
    assert_eq!(run.await.unwrap(), [0, 2, 4]);
}

#[tokio::test(start_paused = true)]
async fn ste_06_head() {
    assert_eq!(Stream::from_iter([10, 20, 30]).first().await.unwrap(), Some(10));
}

#[tokio::test(start_paused = true)]
async fn ste_07_head_of_empty() {
    assert_eq!(Stream::<i32>::empty().first().await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn ste_16_merge() {
    let mut all = Stream::from_iter([1, 3]).merge([2, 4]).collect::<Vec<_>>().await.unwrap();
    all.sort();
    assert_eq!(all, [1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn ste_21_every_failed_item_becomes_the_fallback() {
    let urls = (1..=7).map(|n| format!("url{n}")).collect::<Vec<_>>();
    let fetch =
        |url: String| async move { if url.ends_with(['2', '5']) { Err(Boom("down")) } else { Ok(url) } };
    let pages = Stream::from_iter(urls).try_map_async(fetch).workers(3).ordered();
    let pages = pages.map_err(|e| format!("HTTP: {e}")).recover(|e| format!("none ({})", e.into_error()));
    let none = "none (HTTP: down)";
    assert_eq!(
        pages.collect::<Vec<_>>().await.unwrap(),
        ["url1", none, "url3", "url4", none, "url6", "url7"]
    );
}

#[tokio::test(start_paused = true)]
async fn pln_02_closing_the_input_closes_the_output() {
    let ((sender, items), (out, found)) = (Stream::channel(4), mpsc::channel(8));
    let (_, sending) = send_all(sender.clone(), 0..4);
    let running = tokio::spawn(items.map(|n| n * 10).send_to(out).into_future());
    sending.await.unwrap();
    settle().await;
    assert!(!running.is_finished());
    sender.close();
    running.await.unwrap().unwrap();
    assert_eq!(rest(found).await, [0, 10, 20, 30]);
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn pln_03_error_channel() {
    let ((out, found), (err, errors)) = (mpsc::channel(8), mpsc::channel(8));
    Stream::from_iter(0..5).try_map(risky).divert_err(err).send_to(out).await.unwrap();
    assert_eq!(rest(found).await, [0, 10, 30, 40]);
    let errors: Vec<_> = rest(errors).await.iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["[risky] risky"]);
}

#[tokio::test(start_paused = true)]
async fn pln_04_validate_and_process() {
    let validate = |n: i32| if n < 0 { Err("negative") } else { Ok(n) };
    let process = |n: i32| async move {
        ticks(1).await;
        if n % 7 == 0 { Err("multiple of 7") } else { Ok(n) }
    };
    let (sender, items) = Stream::channel(0);
    let ((out, found), (err, errors)) = (mpsc::channel(16), mpsc::channel(16));
    let valid = items.try_map(validate).workers(2).keep_item().name("validate");
    let processed = valid.try_map_async(process).workers(2).keep_item().name("process");
    let running = tokio::spawn(processed.divert_err(err).send_to(out).into_future());
    for n in [-5, 1, 2, 7, -3, 4, 14, 5, 6, 8] {
        sender.send(n).await.unwrap();
    }
    sender.close();
    running.await.unwrap().unwrap();
    let mut found = rest(found).await;
    found.sort();
    assert_eq!(found, [1, 2, 4, 5, 6, 8]);
    let errors = rest(errors).await;
    let mut errors: Vec<_> = errors.iter().map(|e| (*e.item::<i32>().unwrap(), e.to_string())).collect();
    errors.sort();
    let [negative, seven] = ["[validate] negative", "[process] multiple of 7"].map(String::from);
    assert_eq!(errors, [(-5, negative.clone()), (-3, negative), (7, seven.clone()), (14, seven)]);
}

#[tokio::test(start_paused = true)]
async fn pln_05_four_stages_and_a_slow_producer() {
    let (clock, (out, found)) = (Clock::start(), mpsc::channel(8));
    let step = |n: i32| async move {
        ticks(1).await;
        n + 1
    };
    let first = Stream::from_stream(each_after(2, 2, 0..5)).map_async(step).workers(2);
    let all = first.map_async(step).map_async(step).workers(3).map_async(step).workers(2);
    all.send_to(out).await.unwrap();
    assert_eq!(rest(found).await, [4, 5, 6, 7, 8]);
    assert_eq!((clock.tick(), tasks()), (5 * 2 + 4, 0));
}

// A stream is taken by value: a prefix that two pipelines share is a function that builds it.
#[tokio::test(start_paused = true)]
async fn pln_06_shared_prefix() {
    let prefix = || Stream::from_iter([1, 2, 3]).map(|n| n + 1);
    let (tens, big) = (prefix().map(|n| n * 10), prefix().filter(|n| *n > 2));
    assert_eq!(tens.collect::<Vec<_>>().await.unwrap(), [20, 30, 40]);
    assert_eq!(big.collect::<Vec<_>>().await.unwrap(), [3, 4]);
}

#[tokio::test(start_paused = true)]
async fn pln_07_without_stages_it_forwards() {
    let ((sender, items), (out, found)) = (Stream::channel(1), mpsc::channel(1));
    sender.send(5).await.unwrap();
    sender.close();
    items.send_to(out).await.unwrap();
    assert_eq!(rest(found).await, [5]);
}
