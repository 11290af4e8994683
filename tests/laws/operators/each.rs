//! Operators that treat each item alike.

use futures::stream::iter;
use pipeline_core::Lease;
use pipeline_core::prelude::*;

use super::{copies, copies_of};
use crate::kit::Number;
use crate::law::{Law, Needs, buffer, operators, tune, tune_keyed};

operators! {
    Nothing map: |s, o, t| tune(s.map(t.takes(|n: Number| n.plus(1))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_async: |s, o, t| tune(s.map_async(t.takes_later(|n: Number| async { n.plus(1) })), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_blocking: |s, o, t| tune(s.map_blocking(t.takes(|n: Number| n.plus(1))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing filter: |s, o, t| tune(s.filter(t.sees(|n: &Number| n.value % 2 == 0)), o), |v| v.into_iter().filter(|n| n % 2 == 0);
    Nothing filter_async: |s, o, t| tune(s.filter_async(t.sees_later(third)), o), |v| v.into_iter().filter(|n| n % 3 != 0);
    Nothing filter_map: |s, o, t| tune(s.filter_map(t.takes(odd)), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing filter_map_async: |s, o, t| tune(s.filter_map_async(t.takes_later(|n| async { odd(n) })), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing filter_map_blocking: |s, o, t| tune(s.filter_map_blocking(t.takes(odd)), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing flat_map: |s, o, t| tune(s.flat_map(t.takes(copies)), o), |v| v.into_iter().flat_map(copies_of);
    Nothing flat_map_async: |s, o, t| tune(s.flat_map_async(t.takes_later(|n| async { copies(n) })), o), |v| v.into_iter().flat_map(copies_of);
    Nothing flat_map_blocking: |s, o, t| tune(s.flat_map_blocking(t.takes(copies)), o), |v| v.into_iter().flat_map(copies_of);
    Nothing flat_map_stream: |s, o, t| tune(s.flat_map_stream(t.takes(|n| iter(copies(n)))), o), |v| v.into_iter().flat_map(copies_of);
    Nothing flatten: |s, o, _| tune(s.map(|n| [n]).flatten(), o), |v| v.into_iter();
    Nothing flatten_stream: |s, o, _| tune(s.map(|n| Stream::from_iter([n]).map(|n| n.plus(1))).flatten_stream(), o), |v| v.into_iter().map(|n| n + 1);
    Nothing inspect: |s, o, t| tune(s.inspect(t.sees(|_: &Number| ())), o), |v| v.into_iter();
    Nothing inspect_async: |s, o, t| tune(s.inspect_async(t.sees_later(|_: &Number| async {})), o), |v| v.into_iter();
    Mixes expand: |s, o, t| buffer(s.expand(t.takes(grow)).workers(o.workers), o), |v| v.clone().into_iter().chain(grown(v));
    Mixes expand_async: |s, o, t| buffer(s.expand_async(t.takes_later(|n| async { grow(n) })).workers(o.workers), o), |v| v.clone().into_iter().chain(grown(v));
    Nothing map_by_key: |s, o, t| tune_keyed(s.map_by_key(t.sees(key), t.takes(|n: Number| n.plus(1))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_by_key_async: |s, o, t| tune_keyed(s.map_by_key_async(t.sees(key), t.takes_later(|n: Number| async { n.plus(1) })), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_by_key_blocking: |s, o, t| tune_keyed(s.map_by_key_blocking(t.sees(key), t.takes(|n: Number| n.plus(1))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing worker_state in map_async: |s, o, t| tune(s.worker_state(t.gives_later(one)).map_async(t.joins_later(|one: Lease<i64>, n: Number| async move { n.plus(*one) })), o), |v| v.into_iter().map(|n| n + 1);
    Nothing worker_state_map in map: |s, o, t| tune(s.worker_state(t.gives_later(one)).map(t.changes(|one: &mut i64, n: Number| n.plus(*one))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing worker_state_map_blocking in map_blocking: |s, o, t| tune(s.worker_state(t.gives_later(one)).map_blocking(t.changes(|one: &mut i64, n: Number| n.plus(*one))), o), |v| v.into_iter().map(|n| n + 1);
    Nothing worker_state_flat_map_async in flat_map_async: |s, o, t| tune(s.worker_state(t.gives_later(one)).flat_map_async(t.joins_later(|_: Lease<i64>, n| async { copies(n) })), o), |v| v.into_iter().flat_map(copies_of);
}

fn key(n: &Number) -> i64 {
    n.value % 3
}

fn odd(n: Number) -> Option<Number> {
    (n.value % 2 != 0).then_some(n)
}

async fn one() -> Result<i64, std::convert::Infallible> {
    Ok(1)
}

/// A great number has a small one come back.
fn grow(n: Number) -> (Number, Option<Number>) {
    let more = (n.value > 90).then(|| n.clone().with(1));
    (n, more)
}

fn grown(numbers: Vec<i64>) -> impl Iterator<Item = i64> {
    numbers.into_iter().filter(|n| *n > 90).map(|_| 1)
}

fn third(n: &Number) -> std::future::Ready<bool> {
    std::future::ready(n.value % 3 != 0)
}
