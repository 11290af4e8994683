//! Operators that wait.

use super::{total, total_of};
use crate::kit::{Number, TICK};
use crate::law::{Law, Needs, buffer, operators, tune};

operators! {
    Clock throttle: |s, o, t| tune(s.chunks(t.whole()).throttle(TICK).flatten(), o), |v| v.into_iter();
    Clock rate_limit: |s, o, t| buffer(s.rate_limit(t.room(2), t.gap()), o), |v| v.into_iter();
    Clock delay: |s, o, t| tune(s.chunks(t.whole()).delay(TICK), o).flatten().into(), |v| v.into_iter();
    Clock delay_start: |s, o, _| buffer(s.delay_start(TICK), o), |v| v.into_iter();
    Clock idle_timeout: |s, o, t| buffer(s.idle_timeout(t.gap()), o).ok_only().into(), |v| v.into_iter();
    Clock keep_alive: |s, o, t| { let ledger = t.ledger.clone(); buffer(s.chain(t.silence()).keep_alive(t.gap(), t.gives(move || ledger.number(0))), o) }, |v| v.into_iter();
    Clock chunks_timeout: |s, o, t| tune(s.chunks_timeout(4, t.gap()).map(total), o), |v| v.chunks(4).map(total_of);
    Clock chunks_by_key: |s, o, t| tune(s.chunks_by_key(4, t.gap(), t.sees(|_: &Number| 0)).map(total), o), |v| v.chunks(4).map(total_of);
    Clock session: |s, o, t| tune(s.session(t.gap()).map(total), o), |v| v.chunks(usize::MAX).map(total_of);
    Clock tumbling_in_time: |s, o, t| tune(s.tumbling(t.gap()).map(total), o), |v| v.chunks(usize::MAX).map(total_of);
    Clock sliding_in_time: |s, o, t| tune(s.sliding(t.gap(), t.gap()).map(total), o), |v| v.chunks(usize::MAX).map(total_of);
    Clock debounce: |s, o, t| buffer(s.debounce(t.gap()), o), |v| v.into_iter().rev().take(1);
    Clock sample: |s, o, t| buffer(s.sample(t.gap()), o), |v| v.into_iter().rev().take(1);
}
