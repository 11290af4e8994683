//! The job of a web shop: events are validated, enriched, classified and stored; and what it is to watch it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use pipeline_core::prelude::*;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::support::{millis, receive_all, send_all, tasks};

#[derive(Debug, Clone)]
struct Event {
    user: &'static str,
    kind: &'static str,
    amount: Option<u32>,
}

#[derive(Debug)]
struct Enriched {
    event: Event,
    segment: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Visit,
    Sale(u32),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stored {
    user: &'static str,
    segment: &'static str,
    class: Class,
}

const EVENTS: [Event; 5] = [
    Event { user: "user1", kind: "click", amount: None },
    Event { user: "user2", kind: "purchase", amount: Some(2999) },
    Event { user: "user1", kind: "view", amount: None },
    Event { user: "user3", kind: "click", amount: None },
    Event { user: "user2", kind: "purchase", amount: Some(1599) },
];

async fn validate(event: Event) -> Result<Event, String> {
    millis(10).await;
    match (event.user, event.kind) {
        ("", _) | (_, "") => Err(format!("no user or no kind: {event:?}")),
        _ => Ok(event),
    }
}

async fn enrich(event: Event) -> Result<Enriched, String> {
    millis(20).await;
    let segment = match event.user {
        "user1" => "premium",
        "user2" => "standard",
        "user3" => "new",
        _ => "unknown",
    };
    Ok(Enriched { event, segment })
}

async fn classify(Enriched { event, segment }: Enriched) -> Result<Stored, String> {
    millis(30).await;
    let class = match (event.kind, event.amount) {
        ("purchase", Some(amount)) => Class::Sale(amount),
        ("purchase", None) => return Err(format!("a purchase of nothing by {}", event.user)),
        _ => Class::Visit,
    };
    Ok(Stored { user: event.user, segment, class })
}

/// A table that remembers how many wrote to it at once.
#[derive(Default)]
struct Table {
    rows: Mutex<Vec<Stored>>,
    writing: AtomicUsize,
    most_writing: AtomicUsize,
}

impl Table {
    async fn store(&self, row: Stored) -> Stored {
        let writing = self.writing.fetch_add(1, Relaxed) + 1;
        self.most_writing.fetch_max(writing, Relaxed);
        millis(40).await;
        self.rows.lock().unwrap().push(row.clone());
        self.writing.fetch_sub(1, Relaxed);
        row
    }
}

/// The job, from channel to channel, with 2, 1, 3 and 2 workers.
fn job(
    input: mpsc::Receiver<Event>,
    table: &Arc<Table>,
    rejected: mpsc::Sender<StageError<String>>,
    output: mpsc::Sender<Stored>,
) -> Run<()> {
    let table = table.clone();
    let store = move |row| {
        let table = table.clone();
        async move { table.store(row).await }
    };
    Stream::from_receiver(input)
        .try_map_async(validate)
        .workers(2)
        .try_map_async(enrich)
        .try_map_async(classify)
        .workers(3)
        .divert_err(rejected)
        .map_async(store)
        .workers(2)
        .name("store")
        .send_to(output)
}

fn by_class(stored: &[Stored]) -> BTreeMap<bool, usize> {
    stored.iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(matches!(row.class, Class::Sale(_))).or_default() += 1;
        counts
    })
}

#[tokio::test(start_paused = true)]
async fn pln_05_web_events() {
    let ((to, input), (output, found), (bad, errors)) =
        (mpsc::channel(10), mpsc::channel(10), mpsc::channel(10));
    let (table, start) = (Arc::<Table>::default(), Instant::now());
    let job = job(input, &table, bad, output);
    assert_eq!(
        job.graph().to_string(),
        "from_receiver => validate (2 workers) => enrich => classify (3 workers) => divert_err => \
         store (2 workers) => send_to\n"
    );
    let (ran, (), found, errors) =
        tokio::join!(job.into_future(), send_all(to, 100, EVENTS), receive_all(found), receive_all(errors));
    ran.unwrap();
    // The producer is slower than the stages: each event is through before the next comes.
    assert_eq!(found.iter().map(|row| row.user).collect::<Vec<_>>(), EVENTS.map(|event| event.user));
    assert_eq!(found[1], Stored { user: "user2", segment: "standard", class: Class::Sale(2999) });
    assert_eq!(found[3], Stored { user: "user3", segment: "new", class: Class::Visit });
    assert_eq!(by_class(&found), BTreeMap::from([(false, 3), (true, 2)]));
    assert_eq!(*table.rows.lock().unwrap(), found);
    assert!(errors.is_empty());
    // The producer waits 100 ms after the last, and that is as long as an event takes.
    assert_eq!((start.elapsed().as_millis(), tasks()), (5 * 100, 0));
}

#[tokio::test(start_paused = true)]
async fn web_events_of_a_producer_that_is_quicker_than_the_stages() {
    let ((to, input), (output, found), (bad, errors)) =
        (mpsc::channel(10), mpsc::channel(1), mpsc::channel(1));
    let table = Arc::<Table>::default();
    let nobody = Event { user: "", ..EVENTS[0] };
    let nothing = Event { amount: None, ..EVENTS[1] };
    let events = EVENTS.into_iter().cycle().take(40).chain([nobody, nothing]);
    let job = job(input, &table, bad, output);
    assert!(job.max_in_flight() <= 12, "{}", job.max_in_flight());
    let (ran, (), mut found, errors) =
        tokio::join!(job.into_future(), send_all(to, 0, events), receive_all(found), receive_all(errors));
    ran.unwrap();
    assert_eq!(by_class(&found), BTreeMap::from([(false, 24), (true, 16)]));
    let mut rows = table.rows.lock().unwrap().clone();
    rows.sort();
    found.sort();
    assert_eq!(rows, found);
    assert_eq!(table.most_writing.load(Relaxed), 2);
    let errors: Vec<_> = errors.iter().map(StageError::stage).collect();
    assert_eq!(errors, ["validate", "classify"]);
    assert_eq!(tasks(), 0);
}

/// What went through and what failed, and how fast, while the pipeline works.
struct Monitor {
    start: Instant,
    done: AtomicUsize,
    failed: AtomicUsize,
}

impl Monitor {
    fn start() -> Arc<Self> {
        Arc::new(Self { start: Instant::now(), done: AtomicUsize::new(0), failed: AtomicUsize::new(0) })
    }

    fn counts(&self) -> (usize, usize) {
        (self.done.load(Relaxed), self.failed.load(Relaxed))
    }

    /// Items a second.
    fn rate(&self) -> f64 {
        let seconds = self.start.elapsed().as_secs_f64();
        if seconds > 0.0 { self.counts().0 as f64 / seconds } else { 0.0 }
    }
}

#[tokio::test(start_paused = true)]
async fn a_monitor_counts_what_goes_through() {
    let monitor = Monitor::start();
    assert!(monitor.rate().abs() < f64::EPSILON);
    let (good, bad) = (monitor.clone(), monitor.clone());
    let fetch = |n: u32| async move {
        millis(100).await;
        if n % 10 == 9 { Err(n) } else { Ok(n) }
    };
    let run = Stream::from_iter(0..100)
        .try_map_async(fetch)
        .workers(5)
        .inspect(move |_| {
            good.done.fetch_add(1, Relaxed);
        })
        .results()
        .inspect(move |result| {
            bad.failed.fetch_add(usize::from(result.is_err()), Relaxed);
        })
        .drain();
    let watch = async {
        millis(1050).await; // ten of twenty rounds of five
        (monitor.counts(), monitor.rate())
    };
    let (ran, (half_way, rate)) = tokio::join!(run.into_future(), watch);
    ran.unwrap();
    assert_eq!(half_way, (45, 5));
    assert!((rate - 45.0 / 1.05).abs() < 0.5, "{rate}");
    assert_eq!(monitor.counts(), (90, 10));
    assert!((monitor.rate() - 45.0).abs() < 0.5, "{}", monitor.rate());
}
