//! Orders from a CSV file into a database: read, checked, converted by a service that bears only so many calls, and stored
//! in batches. What is wrong goes into a file of its own, each line with the reason.
//!
//! `cargo run --example etl`

mod input;
mod order;
mod rates;
mod store;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pipeline_core::prelude::*;
use pipeline_core::retry::ConstantBuilder;
use tokio::fs::File;
use tokio::io::{BufReader, BufWriter};

use order::{Line, Order, Rejected};
use rates::Rates;

/// What the service bears: so many calls in a time, and so many at once.
const CALLS: usize = 2_500;
const TIME: Duration = Duration::from_millis(100);
const AT_ONCE: usize = 32;
/// How often it is asked again.
const AGAIN: usize = 3;

/// The job: lines of `orders.csv` into the table of `orders.db`, and what is wrong into `rejected.csv`. Gives how many rows
/// were stored, in how many batches, and how many lines were rejected.
async fn job(folder: &Path, rates: Arc<Rates>) -> Result<Run<((usize, usize), usize)>, std::io::Error> {
    let orders = BufReader::new(File::open(folder.join("orders.csv")).await?);
    let dead_letters = BufWriter::new(File::create(folder.join("rejected.csv")).await?);
    let database = folder.join("orders.db");
    let patience = ConstantBuilder::new().with_delay(Duration::from_millis(5)).with_max_times(AGAIN);

    let (rejected, rejects) = Stream::channel(64);
    let stored = Stream::lines(orders)
        .or_fail()
        .enumerate()
        .map(|(index, text)| Line { number: index + 1, text })
        .skip(1)
        .try_map(order::parse)
        .keep_item()
        .buffer(100)
        .try_map_async(move |order| rates.clone().convert(order))
        .name("convert")
        .workers(AT_ONCE)
        .timeout(Duration::from_millis(200))
        .retry(patience)
        .calls_per(CALLS, TIME)
        .keep_item()
        .divert_err(rejected)
        .chunks_timeout(500, Duration::from_millis(50))
        .worker_state(move || store::open(database.clone()))
        .on_close(store::close)
        .try_map_blocking(store::insert)
        .or_fail()
        .fold((0, 0), |(rows, batches), stored| (rows + stored, batches + 1));

    let [letters, count] = rejects.map(|error: StageError<Rejected>| dead_letter(&error)).tee();
    let letters = letters.write_to(dead_letters);
    Ok(Run::join((stored, letters, count.count())).map(|(stored, _, rejected)| (stored, rejected)))
}

/// The line as it was, where it is still there, and what is wrong with it.
fn dead_letter(error: &StageError<Rejected>) -> String {
    let line = error.item::<Line>().map(|line| line.text.clone());
    let line = line.or_else(|| error.item::<Order>().map(Order::to_string));
    format!("{},{error}\n", line.unwrap_or_default())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let written = input::write(&folder.path().join("orders.csv"))?;
    let rates = Arc::new(Rates::new());

    let started = Instant::now();
    let job = job(folder.path(), rates.clone()).await?;
    println!("{}", job.graph());
    let ((rows, batches), rejected) = job.await?;

    assert_eq!((rows, rejected), (written.good, written.bad));
    assert_eq!(store::totals(&folder.path().join("orders.db"))?, (written.good, written.euro_cents));
    assert!(batches >= rows.div_ceil(500), "no batch is larger than it may be");
    // Each call that failed or hung was made again, and all together no faster than agreed upon.
    let again = rates.failed_once() + written.unknown * AGAIN;
    assert_eq!(rates.calls(), written.parsed + again);
    assert!(rates.failed_once() > 0, "the service has failed");
    assert!(started.elapsed() >= TIME * u32::try_from(rates.calls() / CALLS - 1)?);
    let letters = std::fs::read_to_string(folder.path().join("rejected.csv"))?;
    assert_eq!(letters.lines().count(), written.bad);
    assert!(letters.contains("[parse] line 101: an id, a currency and an amount are needed"));
    assert!(letters.contains("[convert] nobody trades in `XXX`"));

    println!(
        "{rows} orders in {batches} batches, {rejected} rejected; {} calls, {again} of them again",
        rates.calls()
    );
    Ok(())
}
