//! Errors as values: a failing item does not stop the pipeline, unless it is told to.
//!
//! `cargo run --example errors`

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
enum PriceError {
    #[error("`{0}` is not a number")]
    NotANumber(String),
    #[error("the rate service is busy")]
    Busy,
}

fn parse(text: &'static str) -> Result<f64, PriceError> {
    text.parse().map_err(|_| PriceError::NotANumber(text.to_owned()))
}

static CALLS: AtomicU32 = AtomicU32::new(0);

/// A service that fails every third call.
async fn convert(price: f64) -> Result<f64, PriceError> {
    if CALLS.fetch_add(1, Relaxed).is_multiple_of(3) { Err(PriceError::Busy) } else { Ok(price * 2.0) }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let prices = ["1.5", "free", "4"];
    let patience = ConstantBuilder::new().with_delay(Duration::from_millis(1)).with_max_times(3);

    // Each error takes the place of its item. Values go on; errors pass by the stages behind.
    let (converted, errors) = Stream::from_iter(prices)
        .try_map(parse)
        .keep_item()
        .try_map_async(convert)
        .retry(patience)
        .workers(2)
        .ordered()
        .collect_split()
        .await?;
    assert_eq!(converted, [3.0, 8.0]);
    assert_eq!(errors[0].stage(), "parse");
    assert_eq!(errors[0].item::<&str>(), Some(&"free"));
    println!("converted {converted:?}; failed: {}", errors[0]);

    // Errors can become values again,
    let recovered = Stream::from_iter(prices).try_map(parse).recover(|_| 0.0).collect::<Vec<_>>().await?;
    assert_eq!(recovered, [1.5, 0.0, 4.0]);

    // or end the run: the first one is its result.
    let strict = Stream::from_iter(prices).try_map(parse).try_collect::<Vec<_>>().await;
    let error = strict.unwrap_err();
    assert_eq!(error.to_string(), "[parse] `free` is not a number");
    println!("strict: {error}");

    // A panic is never a short result: it fails the run, and names the stage.
    let broken = Stream::from_iter([1, 0]).map(|n: u32| 10 / n).name("divide").count().await;
    let error = broken.unwrap_err();
    assert_eq!(error.to_string(), "stage `divide` panicked: attempt to divide by zero");
    println!("broken: {error}");
    Ok(())
}
