//! What stands in the table of the stages, as text.

use crate::live::frame::Frame;
use crate::live::text::{all_shown, brief_count, brief_time};

/// What stands above the columns. Rates are those of the last seconds; times are of calls.
pub(super) const HEADS: [&str; 8] = ["stage", "busy", "in/s", "out/s", "queue", "p50", "p99", "errors"];

/// One stage in the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cells {
    pub(super) texts: [String; 8],
    /// Whether there is no room for what waits before it.
    pub(super) is_full: bool,
    pub(super) has_errors: bool,
}

/// How wide the cells may be whose text is cut, and not their column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Widths {
    pub(super) name: usize,
    pub(super) bar: usize,
}

/// The rows of the table, in the order of the graph.
pub(super) fn cells(frame: &Frame<'_>, widths: Widths) -> Vec<Cells> {
    let stages = &frame.now.stages;
    let names = all_shown(stages.iter().map(|stage| stage.name.as_str()), widths.name);
    let none = || "-".to_owned();
    let row = |(at, name): (usize, String)| {
        let stage = &stages[at];
        let (items_in, items_out) = frame.rates.stages.get(at).copied().unwrap_or_default();
        let queue = Queue::before(frame, at);
        let texts = [
            name,
            stage.workers.map_or_else(none, |workers| format!("{}/{}", workers.in_call, workers.limit)),
            brief_count(items_in),
            brief_count(items_out),
            queue.text(widths.bar),
            stage.calls.map_or_else(none, |calls| brief_time(calls.p50)),
            stage.calls.map_or_else(none, |calls| brief_time(calls.p99)),
            brief_count(stage.errors as f64),
        ];
        Cells { texts, is_full: queue.is_full, has_errors: stage.errors > 0 }
    };
    names.into_iter().enumerate().map(row).collect()
}

/// What waits for a stage.
struct Queue {
    waiting: u64,
    /// How many may wait; none without a bound.
    capacity: Option<u64>,
    /// Items that wait inside, or in the channel that a source reads, where any can.
    held: Option<u64>,
    is_full: bool,
    has_channel: bool,
}

impl Queue {
    fn before(frame: &Frame<'_>, stage: usize) -> Self {
        let channels = || frame.now.edges.iter().filter(|edge| edge.to == stage && edge.channel);
        Self {
            waiting: channels().map(|edge| edge.waiting).sum(),
            capacity: channels().map(|edge| edge.capacity).sum(),
            held: frame.now.stages[stage].waiting_beside_edges(),
            is_full: channels().any(|edge| edge.is_full()),
            has_channel: channels().next().is_some(),
        }
    }

    /// A bar and numbers: `███░░░ 32/64`; what waits inside is told behind a plus.
    fn text(&self, bar: usize) -> String {
        let held = self.held.map_or(String::new(), |held| format!(" +{}", brief_count(held as f64)));
        if !self.has_channel {
            return if held.is_empty() { "-".to_owned() } else { held.trim_start().to_owned() };
        }
        let waiting = brief_count(self.waiting as f64);
        let Some(capacity) = self.capacity else { return format!("{waiting}/inf{held}") };
        let share = self.waiting as f64 / capacity.max(1) as f64;
        // One that waits is to be seen, and only a full queue is to look full.
        let filled = (share * bar as f64) as usize;
        let filled = filled.max(usize::from(self.waiting > 0)).min(bar);
        let (filled, free) = ("█".repeat(filled), "░".repeat(bar - filled));
        format!("{filled}{free} {waiting}/{}{held}", brief_count(capacity as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fixture::snapshot;
    use crate::live::rates::Rates;
    use crate::watch::{Held, Snapshot};

    fn queue(now: &Snapshot) -> String {
        Queue::before(&Frame { now, rates: Rates::default(), total: None }, 1).text(4)
    }

    #[test]
    fn a_queue_is_a_bar_with_numbers() {
        let mut now = snapshot([9, 9]);
        for (waiting, capacity, text) in [
            (0, Some(8), "░░░░ 0/8"),
            (1, Some(8), "█░░░ 1/8"),
            (7, Some(8), "███░ 7/8"),
            (8, Some(8), "████ 8/8"),
            (11, Some(8), "████ 11/8"),
            (1, Some(0), "████ 1/0"),
            (12_345, Some(100_000), "█░░░ 12.3k/100k"),
            (12_345, None, "12.3k/inf"),
        ] {
            (now.edges[0].waiting, now.edges[0].capacity) = (waiting, capacity);
            assert_eq!(queue(&now), text);
        }
    }

    #[test]
    fn what_waits_inside_is_told_apart() {
        let mut now = snapshot([9, 9]);
        now.stages[1].held = Some(Held { waiting: 1_234, high_water: 2_000, limit: None });
        assert_eq!(queue(&now), "░░░░ 0/8 +1.2k");
        now.edges[0].channel = false;
        assert_eq!(queue(&now), "+1.2k");
        now.stages[1].queued = Some(Held { waiting: 66, high_water: 66, limit: Some(100) });
        assert_eq!(queue(&now), "+1.3k");
        now.stages[1].held = None;
        assert_eq!(queue(&now), "+66");
        now.stages[1].queued = None;
        assert_eq!(queue(&now), "-");
    }
}
