//! The events of a web shop, from a file: validated, enriched, classified, stored; what is wrong goes into a file of its own.
//!
//! `cargo run --example events`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;
use tokio::fs::File;
use tokio::io::{BufReader, BufWriter};

struct Event {
    user: String,
    kind: String,
    cents: u64,
}

#[derive(Debug, PartialEq)]
enum Class {
    Visit,
    Sale,
    LargeSale,
}

struct Row {
    user: String,
    region: &'static str,
    class: Class,
    cents: u64,
}

/// What is known of a user: how many visits, and what was spent.
type Table = BTreeMap<String, (u64, u64)>;

#[derive(Debug, thiserror::Error)]
enum BadEvent {
    #[error("line {0}: a time, a user, a kind and an amount are needed")]
    Fields(usize),
    #[error("line {0}: the amount is no number")]
    Amount(usize, #[source] std::num::ParseIntError),
    #[error("line {0}: nobody is called ``")]
    Nobody(usize),
}

fn validate((index, line): (usize, String)) -> Result<Event, BadEvent> {
    let number = index + 1;
    let fields: Vec<_> = line.split(',').collect();
    let &[_, user, kind, cents] = fields.as_slice() else { return Err(BadEvent::Fields(number)) };
    if user.is_empty() {
        return Err(BadEvent::Nobody(number));
    }
    let cents = cents.parse().map_err(|error| BadEvent::Amount(number, error))?;
    Ok(Event { user: user.to_owned(), kind: kind.to_owned(), cents })
}

/// Asks somebody else for the user's region.
async fn enrich(event: Event) -> (Event, &'static str) {
    tokio::task::yield_now().await;
    let region = if event.user.ends_with(['1', '3', '5', '7', '9']) { "north" } else { "south" };
    (event, region)
}

async fn classify((event, region): (Event, &'static str)) -> Row {
    let class = match event.kind.as_str() {
        "purchase" if event.cents >= 5_000 => Class::LargeSale,
        "purchase" => Class::Sale,
        _ => Class::Visit,
    };
    Row { user: event.user, region, class, cents: event.cents }
}

async fn store(table: Arc<Mutex<Table>>, row: Row) -> Row {
    {
        let mut table = table.lock().expect("no one panics with the table in hand");
        let (visits, cents) = table.entry(row.user.clone()).or_default();
        match row.class {
            Class::Visit => *visits += 1,
            Class::Sale | Class::LargeSale => *cents += row.cents,
        }
    }
    tokio::task::yield_now().await;
    row
}

/// The job: from a file into the table, with a file of large sales and a file of what was wrong. Gives how many events
/// were stored, and the bytes of both files.
async fn job(folder: &Path, table: &Arc<Mutex<Table>>) -> Result<Run<(usize, u64, u64)>, std::io::Error> {
    let events = BufReader::new(File::open(folder.join("events.csv")).await?);
    let large_sales = BufWriter::new(File::create(folder.join("large_sales.csv")).await?);
    let wrong = BufWriter::new(File::create(folder.join("wrong.txt")).await?);

    let (rejected, rejects) = Stream::channel(16);
    let storing = table.clone();
    let [all, large] = Stream::lines(events)
        .or_fail()
        .enumerate()
        .try_map(validate)
        .workers(2)
        .divert_err(rejected)
        .map_async(enrich)
        .map_async(classify)
        .workers(3)
        .map_async(move |row| store(storing.clone(), row))
        .workers(2)
        .name("store")
        .map(Arc::new)
        .name("share")
        .tee();
    let large = large
        .filter(|row| row.class == Class::LargeSale)
        .map(|row| format!("{},{},{}\n", row.user, row.region, row.cents))
        .write_to(large_sales);
    let rejects = rejects.map(|error: StageError<BadEvent>| format!("{error}\n")).write_to(wrong);
    Ok(Run::join((all.count(), large, rejects)))
}

/// Writes some thousand events, every hundredth of them wrong; gives what the job should make of them.
fn write_events(path: &Path) -> std::io::Result<(Table, usize, usize)> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let (mut table, mut large, mut wrong) = (Table::new(), 0, 0);
    for n in 0..5_000_u64 {
        if n % 100 == 99 {
            wrong += 1;
            let lines = ["only one field", "1634567890,,click,0", "1634567890,user1,purchase,much"];
            writeln!(file, "{}", lines[n as usize / 100 % 3])?;
            continue;
        }
        let (user, cents) = (format!("user{}", n * 7 % 13), n * 31 % 6_000);
        let account = table.entry(user.clone()).or_default();
        let kind = ["click", "view", "purchase"][n as usize % 3];
        if kind == "purchase" {
            account.1 += cents;
            large += usize::from(cents >= 5_000);
        } else {
            account.0 += 1;
        }
        writeln!(file, "{},{user},{kind},{cents}", 1_634_567_890 + n)?;
    }
    file.flush()?;
    Ok((table, large, wrong))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let (wanted, large, wrong) = write_events(&folder.path().join("events.csv"))?;

    let table = Arc::<Mutex<Table>>::default();
    let job = job(folder.path(), &table).await?;
    println!("{}", job.graph());
    let (stored, large_bytes, wrong_bytes) = job.await?;

    let (large_sales, wrongs) = (
        std::fs::read_to_string(folder.path().join("large_sales.csv"))?,
        std::fs::read_to_string(folder.path().join("wrong.txt"))?,
    );
    assert_eq!(stored, 5_000 - wrong);
    assert_eq!(*table.lock().expect("the job has ended"), wanted);
    assert_eq!((large_sales.lines().count(), large_sales.len() as u64), (large, large_bytes));
    assert_eq!((wrongs.lines().count(), wrongs.len() as u64), (wrong, wrong_bytes));
    assert!(wrongs.contains("[validate] line 100: a time, a user, a kind and an amount are needed"));
    let cents: u64 = wanted.values().map(|(_, cents)| cents).sum();
    println!(
        "{stored} events stored, {large} large sales, {wrong} wrong lines; {}.{:02} sold",
        cents / 100,
        cents % 100
    );
    Ok(())
}
