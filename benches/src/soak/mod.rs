//! A long run of everything at once: pipelines of mixed shapes, some of which fail, panic or are dropped, on more threads
//! than there are processors. What is left every ten seconds is looked at: memory, tasks, threads and items.

mod chance;
mod footprint;
mod item;
mod round;
mod shape;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use cap::Cap;
use tokio::runtime::Builder;

use self::footprint::Footprint;
use self::round::Tally;

/// Counts what is allocated.
#[global_allocator]
static MEMORY: Cap<std::alloc::System> = Cap::new(std::alloc::System, usize::MAX);

const WORKERS: usize = 8;

/// When the first look counts: by then pools and tables have their size.
const WARM: Duration = Duration::from_secs(60);

/// Threads for calls that block end some time after their last, so nothing is at rest at once.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);

/// What tables of the runtime may grow by. A run that leaves one byte behind leaves more than this in an hour.
const SLACK: usize = 64 * 1024;

/// Runs for so many minutes, at least two, and tells what it saw.
pub(crate) fn soak(minutes: u64) -> ExitCode {
    let length = Duration::from_secs(60 * minutes.max(2));
    item::keep_quiet_about_what_is_meant();
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_keep_alive(Duration::from_millis(500))
        .enable_all()
        .build()
        .expect("the system has threads");
    let began = Instant::now();
    let (mut tally, mut warm) = (Tally::default(), None);
    let mut last = Footprint::default();
    while began.elapsed() < length {
        let until = Instant::now() + BETWEEN_LOOKS;
        while Instant::now() < until {
            tally.add(runtime.block_on(round::round(tally.rounds)));
        }
        last = Footprint::when_at_rest(&runtime);
        if warm.is_none() && began.elapsed() >= WARM {
            warm = Some(last);
        }
    }
    let warm = warm.unwrap_or(last);
    println!("soak: {:.0} min, {WORKERS} worker threads, {tally}", began.elapsed().as_secs_f64() / 60.0);
    println!("  after minute 1: {warm}");
    println!("  at the end:     {last}");
    let mut breaches = tally.breaches();
    breaches.extend(last.grown_from(&warm, SLACK));
    breaches.iter().for_each(|breach| println!("  BREACH: {breach}"));
    if breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
