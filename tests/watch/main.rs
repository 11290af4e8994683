//! What a snapshot tells of a run: counts, workers, queues, times and the end, exact under paused time.

mod bottleneck;
mod counts;
mod ends;
mod expected;
mod page;
mod queues;
mod shapes;
mod stalls;
mod support;
mod workers;
