//! What runs a pipeline. The engine knows items, nodes and tasks; it knows neither `Stream` nor the tracks.
//!
//! From the bottom: `lock`, `sync`, `chaos` (delays, in tests), `executor` and `coop` (where tasks run, and
//! when they yield), `channel` and `supervision` (edges; tasks, groups and failures), `call` and `fusion`
//! (one call under way; calls in the task that reads), `port` (the inlet and the outlet of a stage),
//! `upstream` (what is behind a stage), and the loops of `worker` and `fan_out`.

pub(crate) mod call;
pub(crate) mod channel;
pub(crate) mod chaos;
pub(crate) mod containment;
pub(crate) mod coop;
pub(crate) mod dropped;
pub(crate) mod executor;
pub(crate) mod fan_out;
pub(crate) mod fusion;
pub(crate) mod lock;
#[cfg(all(test, pipeline_loom))]
pub(crate) mod models;
pub(crate) mod port;
pub(crate) mod supervision;
pub(crate) mod sync;
pub(crate) mod telemetry;
pub(crate) mod upstream;
pub(crate) mod worker;
