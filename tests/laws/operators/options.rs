//! Options that are more than a number of workers, an order and a buffer.

use std::time::Duration;

use pipeline_core::retry::ConstantBuilder;
use pipeline_core::{Elapsed, Overflow, prelude::*};

use super::odd;
use crate::kit::{HOUR, Number};
use crate::law::{Law, Needs, buffer, operators, tune};

operators! {
    Clock workers in map_async: |s, o, t| buffer(s.map_async(t.takes_later(|n: Number| async { n.plus(1) })).workers(1..=4).ordered(), o), |v| v.into_iter().map(|n| n + 1);
    Nothing window in map_async: |s, o, t| buffer(s.map_async(t.takes_later(|n: Number| async { n.plus(1) })).workers(3).ordered().window(1), o), |v| v.into_iter().map(|n| n + 1);
    Nothing unbounded in map: |s, o, t| tune(s.map(t.takes(|n: Number| n.plus(1))), o).unbounded(), |v| v.into_iter().map(|n| n + 1);
    Nothing name in named: |s, o, t| tune(s.map(t.takes(|n: Number| n.plus(1))).name("named"), o), |v| v.into_iter().map(|n| n + 1);
    Clock timeout in try_map_async: |s, o, t| tune(s.try_map_async(t.takes_later(|n: Number| async { Ok::<_, Elapsed>(n) })).timeout(HOUR), o).ok_only().into(), |v| v.into_iter();
    Clock retry in try_map: |s, o, t| tune(s.try_map(t.takes(odd)).retry(once_more()), o).recover(StageError::into_error).into(), |v| v.into_iter();
    Nothing keep_item in try_map: |s, o, t| tune(s.try_map(t.takes(odd)).keep_item(), o).recover(kept).into(), |v| v.into_iter();
    Mixes frontier in expand: |s, o, t| buffer(s.expand(t.takes(|n: Number| (n, None))).workers(o.workers).frontier(4), o), |v| v.into_iter();
    Clock calls_per in try_map_async: |s, o, t| tune(s.try_map_async(t.takes_later(|n: Number| async { Ok::<_, Number>(n) })).calls_per(t.room(2), t.gap()), o).ok_only().into(), |v| v.into_iter();
    Nothing on_close in map: |s, o, t| tune(s.worker_state(opened).on_close(t.takes_later(closed)).map(|_, n| n), o), |v| v.into_iter();
    Order overflow: |s, o, t| tune(s.map(|n| n).overflow(Overflow::DropOldest).buffer(t.room(2)).map(|n| n), o), |v| v.into_iter();
    NoOracle on_drop in map: |s, _, t| s.map(|n| n).overflow(Overflow::DropNewest).on_drop(t.takes(|_: Number| ())).into(), |v| v.into_iter();
    NoOracle latest in map: |s, o, t| buffer(s.map(|n| n).overflow(Overflow::Latest).on_drop(t.takes(|_: Number| ())).map(|n| n), o), |v| v.into_iter();
}

fn once_more() -> ConstantBuilder {
    ConstantBuilder::new().with_delay(Duration::from_nanos(1)).with_max_times(1)
}

fn kept(error: StageError<Number>) -> Number {
    assert_eq!(error.item::<Number>(), Some(error.error()));
    error.into_error()
}

async fn opened() -> Result<(), std::convert::Infallible> {
    Ok(())
}

async fn closed((): ()) -> Result<(), std::convert::Infallible> {
    Ok(())
}
