//! How many threads the runtimes of several threads have.

/// Two, or as many as `TOKIO_WORKER_THREADS` says: `scripts/repeat` asks for more than there are processors.
pub(crate) fn worker_threads() -> usize {
    let asked = std::env::var("TOKIO_WORKER_THREADS");
    asked.map_or(2, |threads| threads.parse().expect("TOKIO_WORKER_THREADS is a number of threads"))
}
