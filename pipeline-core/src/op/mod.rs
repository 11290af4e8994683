//! What is done with an item; one operator a file, with its word, its method and its example.
//!
//! Modules stand in the order in which the page of `Stream` shows their methods. The first of a group has its
//! heading, above the `impl` of its method.

// Which items.
mod filter;
mod take;
mod take_while;
mod take_until;
mod take_last;
mod skip;
mod skip_while;
mod skip_last;
mod slice;
mod step_by;
mod dedup;
mod distinct;

// One by one.
mod map;
mod filter_map;
mod flat_map;
mod flatten;
mod inspect;
mod enumerate;
mod scan;
mod accumulate;
mod expand;
mod worker_state;

// In groups.
mod chunks;
mod chunks_timeout;
mod chunks_by_weight;
mod chunk_by;
mod ready_chunks;
mod tumbling;
mod sliding;
mod sliding_by;
mod session;

// With errors.
mod try_map;
mod try_flat_map;
mod try_filter;
mod try_inspect;
mod results;
mod map_err;
mod recover;
mod ok_only;
mod divert_err;
mod or_fail;

// In time.
mod throttle;
mod rate_limit;
mod delay;
mod delay_start;
mod debounce;
mod sample;
mod conflate;
mod idle_timeout;
mod keep_alive;
mod take_until_future;

// By key.
mod map_by_key;
mod try_map_by_key;
mod chunks_by_key;

// Splitting and joining.
mod tee;
mod partition;
mod route;
mod balance;
mod merge;
mod merge_first;
mod merge_sorted;
mod interleave;
mod chain;
mod or_else;
mod zip;
mod zip_strict;
mod zip_latest;

// Streams of streams.
mod flat_map_stream;
mod flatten_stream;
mod switch_map;

// Parts of your own.
mod via;

pub use self::accumulate::{accumulate, accumulate_from};
pub use self::balance::{Balance, balance};
pub use self::chain::chain;
pub use self::chunk_by::chunk_by;
pub use self::chunks::chunks;
pub use self::chunks_by_key::chunks_by_key;
pub use self::chunks_by_weight::chunks_by_weight;
pub use self::chunks_timeout::chunks_timeout;
pub use self::conflate::conflate;
pub use self::debounce::debounce;
pub use self::dedup::{dedup, dedup_by_key};
pub use self::delay::delay;
pub use self::delay_start::delay_start;
pub use self::distinct::{distinct, distinct_by_key};
pub use self::divert_err::divert_err;
pub use self::enumerate::enumerate;
pub use self::expand::{expand, expand_async, try_expand_async};
pub use self::filter::{filter, filter_async};
pub use self::filter_map::{filter_map, filter_map_async, filter_map_blocking};
pub use self::flat_map::{flat_map, flat_map_async, flat_map_blocking};
pub use self::flat_map_stream::flat_map_stream;
pub use self::flatten::flatten;
pub use self::flatten_stream::flatten_stream;
pub use self::idle_timeout::idle_timeout;
pub use self::inspect::{inspect, inspect_async};
pub use self::interleave::interleave;
pub use self::keep_alive::keep_alive;
pub use self::map::{map, map_async, map_blocking};
pub use self::map_by_key::{map_by_key, map_by_key_async, map_by_key_blocking};
pub use self::map_err::{err_into, map_err, map_stage_err};
pub use self::merge::merge;
pub use self::merge_first::merge_first;
pub use self::merge_sorted::{merge_sorted_by, merge_sorted_by_key};
pub use self::ok_only::{errors_only, ok_only};
pub use self::or_else::or_else;
pub use self::or_fail::or_fail;
pub use self::partition::partition;
pub use self::rate_limit::rate_limit;
pub use self::ready_chunks::ready_chunks;
pub use self::recover::{recover, recover_async};
pub use self::results::{fallible, results};
pub use self::route::route;
pub use self::sample::sample;
pub use self::scan::{scan, scan_async};
pub use self::session::{session, session_by};
pub use self::skip::skip;
pub use self::skip_last::skip_last;
pub use self::skip_while::{skip_while, skip_while_async};
pub use self::slice::slice;
pub use self::sliding::sliding;
pub use self::sliding_by::sliding_by;
pub use self::step_by::step_by;
pub use self::switch_map::switch_map;
pub use self::take::take;
pub use self::take_last::take_last;
pub use self::take_until::{take_until, take_until_async};
pub use self::take_until_future::take_until_future;
pub use self::take_while::{take_while, take_while_async};
pub use self::tee::{Tee, tee};
pub use self::throttle::throttle;
pub use self::try_filter::{try_filter, try_filter_async};
pub use self::try_flat_map::{try_flat_map, try_flat_map_async};
pub use self::try_inspect::{try_inspect, try_inspect_async};
pub use self::try_map::{try_map, try_map_async, try_map_blocking};
pub use self::try_map_by_key::{try_map_by_key, try_map_by_key_async};
pub use self::tumbling::{tumbling, tumbling_by};
pub use self::worker_state::worker_state;
pub use self::zip::zip;
pub use self::zip_latest::{zip_latest, zip_latest_from};
pub use self::zip_strict::zip_strict;
