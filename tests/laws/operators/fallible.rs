//! Operators that make, handle and pass errors.

use pipeline_core::{Lease, prelude::*};

use super::{copies, copies_of, odd, odd_of};
use crate::kit::Number;
use crate::law::{Law, Needs, buffer, operators, tune, tune_keyed};

operators! {
    Nothing try_map: |s, o, t| tune(s.try_map(t.takes(odd)), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_map_async: |s, o, t| tune(s.try_map_async(t.takes_later(odd_later)), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_map_blocking: |s, o, t| tune(s.try_map_blocking(t.takes(odd)), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_flat_map: |s, o, t| tune(s.try_flat_map(t.takes(|n| odd(n).map(copies))), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok()).flat_map(copies_of);
    Nothing try_flat_map_async: |s, o, t| tune(s.try_flat_map_async(t.takes_later(|n| async { odd(n).map(copies) })), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok()).flat_map(copies_of);
    Nothing try_filter: |s, o, t| tune(s.try_filter(t.sees(great)), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0 && *n > 9);
    Nothing try_filter_async: |s, o, t| tune(s.try_filter_async(t.sees_later(|n| std::future::ready(great(n)))), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0 && *n > 9);
    Nothing try_inspect: |s, o, t| tune(s.try_inspect(t.sees(|n| great(n).map(drop))), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_inspect_async: |s, o, t| tune(s.try_inspect_async(t.sees_later(|n| std::future::ready(great(n).map(drop)))), o).ok_only().into(), |v| v.into_iter().filter(|n| n % 2 != 0);
    Mixes try_expand_async: |s, o, t| buffer(s.try_expand_async(t.takes_later(grow)).workers(o.workers), o).recover(StageError::into_error).into(), |v| v.clone().into_iter().chain(v.into_iter().filter(|n| *n > 90 && n % 2 != 0).map(|_| 1));
    Nothing try_map_by_key: |s, o, t| tune_keyed(s.try_map_by_key(t.sees(key), t.takes(odd)), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok());
    Nothing try_map_by_key_async: |s, o, t| tune_keyed(s.try_map_by_key_async(t.sees(key), t.takes_later(odd_later)), o).recover(StageError::into_error).into(), |v| v.into_iter();
    Nothing worker_state_try_map in try_map: |s, o, t| tune(s.worker_state(t.gives_later(open)).try_map(t.changes(|_: &mut (), n| odd(n))), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok());
    Nothing worker_state_try_map_async in try_map_async: |s, o, t| tune(s.worker_state(t.gives_later(open)).try_map_async(t.joins_later(|_: Lease<()>, n| odd_later(n))), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok());
    Nothing worker_state_try_map_blocking in try_map_blocking: |s, o, t| tune(s.worker_state(t.gives_later(open)).try_map_blocking(t.changes(|_: &mut (), n| odd(n))), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok());
    Nothing worker_state_try_flat_map_async in try_flat_map_async: |s, o, t| tune(s.worker_state(t.gives_later(open)).try_flat_map_async(t.joins_later(|_: Lease<()>, n| async { odd(n).map(copies) })), o).ok_only().into(), |v| v.into_iter().filter_map(|n| odd_of(n).ok()).flat_map(copies_of);
    Nothing ok_only: |s, o, _| tune(s.try_map(odd).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing errors_only: |s, o, _| tune(s.try_map(odd).errors_only().map(StageError::into_error), o), |v| v.into_iter().filter(|n| n % 2 == 0);
    Nothing recover: |s, o, t| tune(s.try_map(odd).recover(t.takes(ten_times)), o), |v| v.into_iter().map(|n| odd_of(n).unwrap_or(n * 10));
    Nothing recover_async: |s, o, t| tune(s.try_map(odd).recover_async(t.takes_later(|e| async { ten_times(e) })), o), |v| v.into_iter().map(|n| odd_of(n).unwrap_or(n * 10));
    Nothing map_err: |s, o, t| tune(s.try_map(odd).map_err(t.takes(|n: Number| n.plus(2))), o).recover(StageError::into_error).into(), |v| v.into_iter().map(|n| odd_of(n).unwrap_or(n + 2));
    Nothing map_stage_err: |s, o, t| tune(s.try_map(odd).map_stage_err(t.takes(ten_times)), o).recover(StageError::into_error).into(), |v| v.into_iter().map(|n| odd_of(n).unwrap_or(n * 10));
    Nothing err_into: |s, o, _| tune(s.try_map(odd).err_into::<Number>(), o).recover(StageError::into_error).into(), |v| v.into_iter();
    Nothing results: |s, o, _| tune(s.try_map(odd).results(), o).map(|r| r.unwrap_or_else(StageError::into_error)).into(), |v| v.into_iter();
    Nothing fallible: |s, o, _| tune(s.map(odd).fallible(), o).recover(StageError::into_error).into(), |v| v.into_iter();
    Nothing or_fail: |s, o, _| buffer(s.try_map(Ok::<_, Number>).or_fail(), o), |v| v.into_iter();
    Mixes divert_err: |s, o, _| {
        // What waits in a channel is not in a run yet, so this has no room.
        let (errors, diverted) = Stream::channel(0);
        buffer(tune(s.try_map(odd).divert_err(errors), o).merge(diverted.map(StageError::into_error)), o)
    }, |v| v.into_iter();
}

fn key(n: &Number) -> i64 {
    n.value % 3
}

async fn odd_later(n: Number) -> Result<Number, Number> {
    odd(n)
}

/// An even number is wrong, and of the others some are great.
fn great(n: &Number) -> Result<bool, i64> {
    odd_of(n.value).map(|n| n > 9)
}

async fn grow(n: Number) -> Result<(Number, Option<Number>), Number> {
    let n = odd(n)?;
    let more = (n.value > 90).then(|| n.clone().with(1));
    Ok((n, more))
}

async fn open() -> Result<(), std::convert::Infallible> {
    Ok(())
}

fn ten_times(error: StageError<Number>) -> Number {
    let n = error.into_error();
    let value = n.value * 10;
    n.with(value)
}
