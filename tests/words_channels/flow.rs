//! Channels alone, backpressure, streams of ranges and of channels.

use futures::StreamExt;
use pipeline_core::prelude::*;
use tokio::sync::mpsc;

use crate::support::{Moments, millis, receive_all, send_all, settle, tasks};

#[tokio::test(start_paused = true)]
async fn a_producer_and_a_slower_consumer() {
    let ((sender, messages), moments) = (Stream::channel(3), Moments::new());
    let producer = async move {
        for n in 1..=5 {
            sender.send(format!("message {n}")).await.unwrap();
            millis(100).await;
        }
    };
    let noted = moments.clone();
    let consumer = messages.for_each_async(move |message| {
        noted.note();
        async move {
            assert!(message.starts_with("message"));
            millis(200).await;
        }
    });
    let ((), consumed) = tokio::join!(producer, consumer.into_future());
    consumed.unwrap();
    assert_eq!(moments.get(), [0, 200, 400, 600, 800]);
    assert_eq!(tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn backpressure_in_action() {
    let ((sender, numbers), sent) = (Stream::channel(2), Moments::new());
    let noted = sent.clone();
    let producer = tokio::spawn(async move {
        for n in 0..10 {
            sender.send(n).await.unwrap();
            noted.note();
        }
    });
    // The consumer starts a second late, and reads an item every half second.
    settle().await;
    assert_eq!(sent.get().len(), 2, "the buffer is full");
    millis(1000).await;
    let (mut numbers, mut found) = (numbers.open(), Vec::new());
    while found.len() < 10 {
        millis(500).await;
        found.push(numbers.next().await.unwrap().unwrap());
    }
    producer.await.unwrap();
    assert_eq!(found, (0..10).collect::<Vec<_>>());
    assert_eq!(sent.get(), [0, 0, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000]);
}

#[tokio::test(start_paused = true)]
async fn stream_of_a_range_collected_and_one_by_one() {
    let processed =
        || Stream::from_iter(1..6).map(|n| n * 2).filter(|n| *n > 5).map(|n| format!("result: {n}"));
    let wanted = ["result: 6", "result: 8", "result: 10"];
    assert_eq!(processed().collect::<Vec<_>>().await.unwrap(), wanted);
    let (mut one_by_one, mut found) = (processed().open(), Vec::new());
    while let Some(item) = one_by_one.next().await.transpose().unwrap() {
        found.push(item);
    }
    assert_eq!(found, wanted);
}

/// The reader has enough after the tenth number: the producer is through, and was not told that nobody listens.
#[tokio::test(start_paused = true)]
async fn stream_from_a_channel_with_an_early_take() {
    let (to, numbers) = mpsc::channel(5);
    let producer = tokio::spawn(send_all(to, 100, 1..=10));
    let squares = Stream::from_receiver(numbers).map(|n| n * n).filter(|n| n % 2 == 0).take(5);
    assert_eq!(squares.collect::<Vec<_>>().await.unwrap(), [4, 16, 36, 64, 100]);
    producer.await.unwrap();
    assert_eq!(tasks(), 0);
}

/// It has enough long before: a sender sees that at once, be it waiting or not, and the item comes back.
#[tokio::test(start_paused = true)]
async fn a_producer_learns_that_the_reader_has_had_enough() {
    let (to, numbers) = mpsc::channel(1);
    let producer = tokio::spawn(async move {
        let mut n = 1;
        while to.send(n).await.is_ok() {
            n += 1;
        }
        n
    });
    let first = Stream::from_receiver(numbers).map(|n| n * n).take(2).collect::<Vec<_>>();
    assert_eq!(first.await.unwrap(), [1, 4]);
    // Two were taken; one more may have been let in, and what is refused is the one after.
    assert!((3..=5).contains(&producer.await.unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_between_two_channels() {
    let ((to, input), (output, from)) = (mpsc::channel(10), mpsc::channel(10));
    let double = |n: i32| async move {
        millis(100).await;
        n * 2
    };
    let format = |n: i32| async move {
        millis(50).await;
        format!("processed: {n}")
    };
    let start = tokio::time::Instant::now();
    let pipeline = Stream::from_receiver(input)
        .map_async(double)
        .workers(2)
        .map_async(format)
        .workers(3)
        .send_to(output);
    let ((), found, ran) = tokio::join!(send_all(to, 0, 1..=10), receive_all(from), pipeline.into_future());
    ran.unwrap();
    // Two at a time, 100 ms each, and 50 ms for the last pair.
    assert_eq!(start.elapsed().as_millis(), 5 * 100 + 50);
    let mut found: Vec<i32> = found.iter().map(|text| text["processed: ".len()..].parse().unwrap()).collect();
    found.sort();
    assert_eq!(found, (1..=10).map(|n| n * 2).collect::<Vec<_>>());
    assert_eq!(tasks(), 0);
}
