//! Between channels: a service that reads from one, sends results to another and errors to a third.
//!
//! `cargo run --example channels`

use pipeline_core::prelude::*;
use tokio::sync::mpsc;

async fn validate(order: i32) -> Result<i32, String> {
    if order >= 0 { Ok(order) } else { Err(format!("negative: {order}")) }
}

async fn process(order: i32) -> Result<i32, String> {
    if order % 7 != 0 { Ok(order * 100) } else { Err(format!("multiple of 7: {order}")) }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (orders, incoming) = mpsc::channel(4);
    let (outgoing, mut results) = mpsc::channel(4);
    let (rejected, mut errors) = mpsc::channel(4);

    let service = Stream::from_receiver(incoming)
        .try_map_async(validate)
        .workers(2)
        .try_map_async(process)
        .workers(2)
        .divert_err(rejected)
        .send_to(outgoing);
    println!("{}", service.graph());
    let service = tokio::spawn(service.into_future());

    // Closing the input ends the service, which closes its outputs.
    let producer = tokio::spawn(async move {
        for order in [-5, 1, 2, 7, -3, 4, 14, 5, 6, 8] {
            orders.send(order).await.expect("the service runs until its input is closed");
        }
    });
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    let read_results = async {
        while let Some(result) = results.recv().await {
            done.push(result);
        }
    };
    let read_errors = async {
        while let Some(error) = errors.recv().await {
            failed.push(error.to_string());
        }
    };
    tokio::join!(read_results, read_errors);
    producer.await?;
    service.await??;

    done.sort_unstable();
    failed.sort_unstable();
    assert_eq!(done, [100, 200, 400, 500, 600, 800]);
    assert_eq!(
        failed,
        [
            "[process] multiple of 7: 14",
            "[process] multiple of 7: 7",
            "[validate] negative: -3",
            "[validate] negative: -5"
        ]
    );
    println!("results {done:?}\nerrors {failed:?}");
    Ok(())
}
