//! One producer, many readers: pipelines that come and go while the producer is at work.
//!
//! `cargo run --example broadcast`

use futures::StreamExt;
use pipeline_core::prelude::*;

/// Degrees, in tenths.
const READINGS: [i32; 8] = [201, 204, 203, 250, 261, 255, 210, 202];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Whoever joins late gets the last reading at once.
    let sensor = Broadcast::new().replay(1);

    // Each subscriber is a stream for a run of its own. It counts from here on: `put` waits until everyone is ready.
    let average = sensor.subscribe().fold((0, 0), |(sum, count), reading| (sum + reading, count + 1));
    let average = tokio::spawn(average.into_future());

    // A slow reader holds the sensor up, but for what it may buffer.
    let log = sensor.subscribe().buffer(8).map_async(|reading| async move {
        tokio::task::yield_now().await;
        format!("{:.1}\n", f64::from(reading) / 10.0)
    });
    let log = tokio::spawn(log.write_to(tokio::io::stdout()).into_future());

    // This one leaves when it has seen what it waits for, and nobody waits for it any more.
    let first_alarm = sensor.subscribe().find(|reading| *reading > 250);
    let first_alarm = tokio::spawn(first_alarm.into_future());

    for reading in &READINGS[..6] {
        sensor.put(*reading).await?;
    }
    let mut late = sensor.subscribe().open();
    println!("late: the last reading was {:?}", late.next().await.transpose()?);

    // What is left comes from a pipeline. It closes the broadcast at its end, if no other producer is left.
    let rest = Stream::from_iter(READINGS[6..].to_vec()).send_to(sensor);
    let rest = tokio::spawn(rest.into_future());
    let mut seen_late = Vec::new();
    while let Some(reading) = late.next().await.transpose()? {
        seen_late.push(reading);
    }
    rest.await??;

    let (sum, count) = average.await??;
    assert_eq!((sum, count), (READINGS.iter().sum(), 8));
    assert_eq!(log.await??, 8 * "20.1\n".len() as u64);
    assert_eq!(first_alarm.await??, Some(261));
    assert_eq!(seen_late, READINGS[6..]);
    println!("average {:.1}, first alarm at 26.1", f64::from(sum) / f64::from(count) / 10.0);
    Ok(())
}
