//! What a process holds between two rounds.

use std::fmt;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use super::MEMORY;

/// How long what has ended may take to be gone.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Footprint {
    bytes: usize,
    tasks: usize,
    /// Zero where the system does not tell.
    threads: usize,
}

impl Footprint {
    fn now(runtime: &Runtime) -> Self {
        let threads = std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
        Self { tasks: runtime.metrics().num_alive_tasks(), threads, bytes: MEMORY.allocated() }
    }

    /// When nothing is at work, and threads for calls that block have ended: those of the runtime and the first are left.
    pub(super) fn when_at_rest(runtime: &Runtime) -> Self {
        let began = Instant::now();
        loop {
            let now = Self::now(runtime);
            if now.tasks == 0 && now.threads <= super::WORKERS + 1 || began.elapsed() > PATIENCE {
                return now;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Where this is more than it was.
    pub(super) fn grown_from(&self, before: &Self, slack: usize) -> Vec<String> {
        let mut grown = Vec::new();
        if self.bytes > before.bytes + slack {
            grown.push(format!("memory grew by {} bytes", self.bytes - before.bytes));
        }
        if self.tasks > 0 {
            grown.push(format!("{} tasks are alive", self.tasks));
        }
        if self.threads > before.threads {
            grown.push(format!("{} threads more than before", self.threads - before.threads));
        }
        grown
    }
}

impl fmt::Display for Footprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes live, {} tasks, {} threads", self.bytes, self.tasks, self.threads)
    }
}
