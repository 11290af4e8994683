//! Order where it matters: the events of one account one after another, those of different accounts side by side.
//!
//! `cargo run --example keyed`

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use pipeline_core::prelude::*;

#[derive(Debug, Clone)]
struct Event {
    account: u32,
    amount: i64,
}

/// A connection to a store: one for each worker, opened for its first call.
struct Connection {
    written: usize,
}

async fn book(event: Event) -> Event {
    // Some calls take longer than others: with plain workers an account's events would overtake each other.
    tokio::time::sleep(Duration::from_millis(event.amount.unsigned_abs() % 7)).await;
    event
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let events: Vec<_> = (0..300_i64).map(|n| Event { account: (n % 7) as u32, amount: n - 150 }).collect();

    // Eight workers, never two at one account.
    let booked = Stream::from_iter(events.clone()).map_by_key_async(|event| event.account, book).workers(8);
    let accounts = booked.fold(BTreeMap::<u32, Vec<i64>>::new(), |mut accounts, event| {
        accounts.entry(event.account).or_default().push(event.amount);
        accounts
    });
    let accounts = accounts.await?;
    for amounts in accounts.values() {
        assert!(amounts.is_sorted(), "the events of an account keep their order");
    }

    // Batches of an account each, of ten or what came within 50 ms; a connection for each of four workers.
    let written = Stream::from_iter(events)
        .chunks_by_key(10, Duration::from_millis(50), |event| event.account)
        .worker_state(|| async { Ok::<_, Infallible>(Connection { written: 0 }) })
        .map_async(|mut connection, batch: Vec<Event>| async move {
            connection.written += batch.len();
            batch.len()
        })
        .workers(4)
        .fold(0, |sum, rows| sum + rows)
        .await?;
    assert_eq!(written, 300);
    println!("{} accounts, {written} events written", accounts.len());
    Ok(())
}
