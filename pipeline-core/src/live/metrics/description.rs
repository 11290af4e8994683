//! The metrics that there are, with their units.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

pub(super) const RECEIVED: &str = "pipeline_items_received_total";
pub(super) const ITEMS: &str = "pipeline_items_total";
pub(super) const RETRIES: &str = "pipeline_retries_total";
pub(super) const TIMEOUTS: &str = "pipeline_timeouts_total";
pub(super) const ENDED: &str = "pipeline_runs_ended_total";
pub(super) const CALL_TIME: &str = "pipeline_call_seconds";
pub(super) const BUSY: &str = "pipeline_workers_busy";
pub(super) const IDLE: &str = "pipeline_workers_idle";
pub(super) const BLOCKED: &str = "pipeline_workers_blocked";
pub(super) const LIMIT: &str = "pipeline_workers_limit";
pub(super) const QUEUE: &str = "pipeline_queue_length";
pub(super) const CAPACITY: &str = "pipeline_queue_capacity";
pub(super) const HELD: &str = "pipeline_held_items";
pub(super) const ALIVE: &str = "pipeline_items_alive";
pub(super) const EXPECTED: &str = "pipeline_items_expected";
pub(super) const WORKING: &str = "pipeline_runs_working";

const COUNTERS: &[(&str, &str)] = &[
    (RECEIVED, "Items that a stage has taken in; for a source, that it has made."),
    (ITEMS, "Items that a stage is done with, by outcome: ok, error, filtered."),
    (RETRIES, "Calls that were made again after they had failed."),
    (TIMEOUTS, "Calls that took longer than their timeout."),
    (ENDED, "Runs that have ended, by outcome: succeeded, failed, cancelled."),
];

const GAUGES: &[(&str, &str)] = &[
    (BUSY, "Workers that are in a call."),
    (IDLE, "Workers that wait for an item."),
    (BLOCKED, "Workers that wait for room behind their stage."),
    (LIMIT, "The most workers that a stage may have."),
    (QUEUE, "Items that wait before a stage."),
    (CAPACITY, "Items that may wait before a stage; missing where there is no bound."),
    (HELD, "Items that wait inside a stage, or in its `Stream::channel` to be taken in."),
    (ALIVE, "Items that are inside the pipeline."),
    (EXPECTED, "Items that are to arrive at the terminals, where that is known."),
    (WORKING, "Runs that are at work."),
];

/// Tells the recorder what each metric is.
pub(super) fn describe() {
    for (name, text) in COUNTERS {
        describe_counter!(*name, Unit::Count, *text);
    }
    for (name, text) in GAUGES {
        describe_gauge!(*name, Unit::Count, *text);
    }
    describe_histogram!(CALL_TIME, Unit::Seconds, "How long calls take.");
}
