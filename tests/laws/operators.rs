//! The operators that are enrolled.
//!
//! To enroll one, write a line in `OPERATORS`: its word, what it needs, how it is attached, what it does to a `Vec`.

use std::collections::HashSet;
use std::iter::once;
use std::time::Duration;

use futures::stream::iter;
use pipeline_core::Overflow;
use pipeline_core::prelude::*;

use crate::shape::{Law, Needs, buffer, tune, tune_keyed};

/// So short that it passes by the way.
const TICK: Duration = Duration::from_millis(1);

/// So long that it does not pass.
const HOUR: Duration = Duration::from_secs(3_600);

macro_rules! operators {
    ($($needs:ident $word:ident: |$s:ident, $o:ident| $attach:expr, |$v:ident| $oracle:expr;)*) => {
        pub(crate) static OPERATORS: &[Law] = &[$(Law {
            word: stringify!($word),
            needs: Needs::$needs,
            attach: |$s, $o| $attach,
            oracle: |$v| $oracle.collect(),
        },)*];
    };
}

operators! {
    Nothing map: |s, o| tune(s.map(|n| n + 1), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_async: |s, o| tune(s.map_async(|n| async move { n + 1 }), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_blocking: |s, o| tune(s.map_blocking(|n| n + 1), o), |v| v.into_iter().map(|n| n + 1);
    Nothing filter: |s, o| tune(s.filter(|n| n % 2 == 0), o), |v| v.into_iter().filter(|n| n % 2 == 0);
    Nothing filter_async: |s, o| tune(s.filter_async(|&n| async move { n % 3 != 0 }), o), |v| v.into_iter().filter(|n| n % 3 != 0);
    Nothing filter_map: |s, o| tune(s.filter_map(|n| odd(n).ok()), o), |v| v.into_iter().filter_map(|n| odd(n).ok());
    Nothing filter_map_async: |s, o| tune(s.filter_map_async(|n| async move { odd(n).ok() }), o), |v| v.into_iter().filter_map(|n| odd(n).ok());
    Nothing filter_map_blocking: |s, o| tune(s.filter_map_blocking(|n| odd(n).ok()), o), |v| v.into_iter().filter_map(|n| odd(n).ok());
    Nothing flat_map: |s, o| tune(s.flat_map(copies), o), |v| v.into_iter().flat_map(copies);
    Nothing flat_map_async: |s, o| tune(s.flat_map_async(|n| async move { copies(n) }), o), |v| v.into_iter().flat_map(copies);
    Nothing flat_map_blocking: |s, o| tune(s.flat_map_blocking(copies), o), |v| v.into_iter().flat_map(copies);
    Nothing flat_map_stream: |s, o| tune(s.flat_map_stream(|n| iter(copies(n))), o), |v| v.into_iter().flat_map(copies);
    Nothing flatten: |s, o| tune(s.map(copies).flatten(), o), |v| v.into_iter().flat_map(copies);
    Nothing inspect: |s, o| tune(s.inspect(|_| ()), o), |v| v.into_iter();
    Nothing inspect_async: |s, o| tune(s.inspect_async(|_| async {}), o), |v| v.into_iter();
    Nothing ok_only: |s, o| tune(s.try_map(odd).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing errors_only: |s, o| tune(s.try_map(odd).errors_only().map(StageError::into_error), o), |v| v.into_iter().filter(|n| n % 2 == 0);
    Nothing recover: |s, o| tune(s.try_map(odd).recover(|e| e.error() * 10), o), |v| v.into_iter().map(|n| odd(n).unwrap_or(n * 10));
    Nothing recover_async: |s, o| tune(s.try_map(odd).recover_async(|e| async move { *e.error() }), o), |v| v.into_iter();
    Nothing map_err: |s, o| tune(s.try_map(odd).map_err(|n| n + 2).recover(|e| e.into_error()), o), |v| v.into_iter().map(|n| odd(n).unwrap_or(n + 2));
    Nothing map_stage_err: |s, o| tune(s.try_map(odd).map_stage_err(|e| e.error() + 2).recover(|e| e.into_error()), o), |v| v.into_iter().map(|n| odd(n).unwrap_or(n + 2));
    Nothing err_into: |s, o| tune(s.map(|n| n as i32).try_map(Err::<i64, _>).err_into::<i64>().recover(|e| e.into_error()), o), |v| v.into_iter();
    Nothing results: |s, o| tune(s.try_map(odd).results().map(|r| r.map_or(0, |n| n)), o), |v| v.into_iter().map(|n| odd(n).unwrap_or(0));
    Nothing fallible: |s, o| tune(s.map(odd).fallible().recover(|e| e.into_error()), o), |v| v.into_iter();
    Nothing try_flat_map: |s, o| tune(s.try_flat_map(|n| odd(n).map(copies)).ok_only(), o), |v| v.into_iter().filter_map(|n| odd(n).ok()).flat_map(copies);
    Nothing try_filter: |s, o| tune(s.try_filter(|n| odd(*n).map(|n| n > 9)).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0 && *n > 9);
    Nothing try_inspect: |s, o| tune(s.try_inspect(|n| odd(*n).map(drop)).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_map_async: |s, o| tune(s.try_map_async(|n| async move { odd(n) }).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing try_map_blocking: |s, o| tune(s.try_map_blocking(odd).ok_only(), o), |v| v.into_iter().filter(|n| n % 2 != 0);
    Nothing or_fail: |s, o| buffer(s.try_map(Ok::<_, String>).or_fail(), o), |v| v.into_iter();
    OrderAndLeaves take: |s, o| buffer(s.take(7), o), |v| v.into_iter().take(7);
    OrderAndLeaves take_while: |s, o| buffer(s.take_while(|n| *n < 40), o), |v| v.into_iter().take_while(|n| *n < 40);
    OrderAndLeaves zip: |s, o| tune(s.zip(0..50).map(|(n, i)| n + i), o), |v| v.into_iter().zip(0..50).map(|(n, i)| n + i);
    Order skip: |s, o| buffer(s.skip(3), o), |v| v.into_iter().skip(3);
    Order skip_while: |s, o| buffer(s.skip_while(|n| *n < 5), o), |v| v.into_iter().skip_while(|n| *n < 5);
    Order enumerate: |s, o| tune(s.enumerate().map(|(i, n)| n * 2 + i as i64), o), |v| v.into_iter().enumerate().map(|(i, n)| n * 2 + i as i64);
    Order scan: |s, o| buffer(s.scan(0, sum), o), |v| v.into_iter().scan(0, sum);
    Order chunks: |s, o| tune(s.chunks(4).map(|c| total(&c)), o), |v| v.chunks(4).map(total);
    Order chain: |s, o| buffer(s.chain([1, 2, 3]), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge: |s, o| buffer(s.merge([1, 2, 3]), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes tee: |s, o| { let [a, b] = s.tee(); buffer(a.merge(b), o) }, |v| v.iter().chain(&v).copied();
    Mixes partition: |s, o| { let (a, b) = s.partition(|n| n % 2 == 0); buffer(a.merge(b), o) }, |v| v.into_iter();
    Nothing take_until_future: |s, o| buffer(s.take_until_future(std::future::pending()), o), |v| v.into_iter();
    Nothing map_by_key: |s, o| tune_keyed(s.map_by_key(|n| n % 3, |n| n + 1), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_by_key_async: |s, o| tune_keyed(s.map_by_key_async(|n| n % 3, |n| async move { n + 1 }), o), |v| v.into_iter().map(|n| n + 1);
    Nothing map_by_key_blocking: |s, o| tune_keyed(s.map_by_key_blocking(|n| n % 3, |n| n + 1), o), |v| v.into_iter().map(|n| n + 1);
    Nothing try_map_by_key: |s, o| buffer(tune_keyed(s.try_map_by_key(|n| n % 3, odd), o).ok_only(), o), |v| v.into_iter().filter_map(|n| odd(n).ok());
    Nothing try_map_by_key_async: |s, o| buffer(tune_keyed(s.try_map_by_key_async(|n| n % 3, |n| async move { odd(n) }), o).recover(|_| 0), o), |v| v.into_iter().map(|n| odd(n).unwrap_or(0));
    Nothing worker_state: |s, o| tune(s.worker_state(one).map_async(|one, n| async move { n + *one }), o), |v| v.into_iter().map(|n| n + 1);
    Mixes expand: |s, o| buffer(s.expand(|n| (n, (n > 90).then_some(1))), o), |v| v.iter().copied().chain(v.iter().filter(|n| **n > 90).map(|_| 1));
    Order take_last: |s, o| buffer(s.take_last(9), o), |v| { let skipped = v.len().saturating_sub(9); v.into_iter().skip(skipped) };
    Order skip_last: |s, o| buffer(s.skip_last(4), o), |v| { let given = v.len().saturating_sub(4); v.into_iter().take(given) };
    OrderAndLeaves slice: |s, o| buffer(s.slice(2..9), o), |v| v.into_iter().skip(2).take(7);
    Order step_by: |s, o| buffer(s.step_by(3), o), |v| v.into_iter().step_by(3);
    OrderAndLeaves take_until: |s, o| buffer(s.take_until(|n| *n > 40), o), |v| until(v, 40);
    OrderAndLeaves take_until_async: |s, o| buffer(s.take_until_async(|&n| async move { n > 40 }), o), |v| until(v, 40);
    OrderAndLeaves take_while_async: |s, o| buffer(s.take_while_async(|&n| async move { n < 40 }), o), |v| v.into_iter().take_while(|n| *n < 40);
    Order skip_while_async: |s, o| buffer(s.skip_while_async(|&n| async move { n < 5 }), o), |v| v.into_iter().skip_while(|n| *n < 5);
    Order scan_async: |s, o| buffer(s.scan_async(0, |total, n| async move { let next = add(total, n); Some((next, next)) }), o), |v| v.into_iter().scan(0, sum);
    Order accumulate: |s, o| buffer(s.accumulate(add), o), |v| { let mut v = v.into_iter(); v.next().into_iter().flat_map(move |n| once(n).chain(v.by_ref().scan(n, sum).collect::<Vec<_>>())) };
    Order accumulate_from: |s, o| buffer(s.accumulate_from(7, add), o), |v| once(7).chain(v.into_iter().scan(7, sum));
    Order chunk_by: |s, o| tune(s.chunk_by(|a, b| a < b).map(|c| total(&c)), o), |v| v.chunk_by(|a, b| a < b).map(total);
    Order dedup: |s, o| buffer(s.dedup(), o), |v| { let mut v = v; v.dedup(); v.into_iter() };
    Order dedup_by_key: |s, o| buffer(s.dedup_by_key(|n| *n / 3), o), |v| { let mut v = v; v.dedup_by_key(|n| *n / 3); v.into_iter() };
    Nothing distinct: |s, o| buffer(s.distinct(usize::MAX), o), |v| { let mut seen = HashSet::new(); v.into_iter().filter(move |n| seen.insert(*n)) };
    Order distinct_by_key: |s, o| buffer(s.distinct_by_key(usize::MAX, |n| *n / 7), o), |v| { let mut seen = HashSet::new(); v.into_iter().filter(move |n| seen.insert(*n / 7)) };
    Nothing zip_strict: |s, o| { let [a, b] = s.tee(); tune(a.zip_strict(b).map(|(n, m)| n - 2 * m), o) }, |v| v.into_iter().map(|n| -n);
    Nothing zip_latest: |s, o| tune(s.chunks(100_000).zip_latest([5]).map(|(c, m)| total(&c) + m), o), |v| v.chunks(100_000).map(|c| total(c) + 5);
    Nothing zip_latest_from: |s, o| tune(s.zip_latest_from(Stream::empty(), (0, 5)).map(|(n, m)| n + m), o), |v| v.into_iter().map(|n| n + 5);
    Order interleave: |s, o| buffer(s.interleave([1, 2, 3]), o), |v| interleaved(v, vec![1, 2, 3]).into_iter();
    Mixes merge_sorted_by: |s, o| buffer(s.merge_sorted_by([1, 2, 3], |a, b| a.cmp(b)), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge_sorted_by_key: |s, o| buffer(s.merge_sorted_by_key([3, 2, 1], |n| -n), o), |v| v.into_iter().chain([1, 2, 3]);
    Nothing or_else: |s, o| buffer(s.or_else([1, 2]), o), |v| if v.is_empty() { vec![1, 2] } else { v }.into_iter();
    Nothing flatten_stream: |s, o| tune(s.map(|n| Stream::from_iter(copies(n)).map(|n| n + 1)).flatten_stream(), o), |v| v.into_iter().flat_map(copies).map(|n| n + 1);
    Order switch_map: |s, o| buffer(s.chunks(100_000).switch_map(Stream::from_iter), o), |v| v.into_iter();
    Mixes route: |s, o| { let [a, b, c] = s.route(|n| n.rem_euclid(3) as usize); buffer(a.merge([b, c]), o) }, |v| v.into_iter();
    Mixes balance: |s, o| { let [a, b] = s.balance(); buffer(a.merge(b.map(|n| n)), o) }, |v| v.into_iter();
    Mixes merge_first: |s, o| buffer(s.merge_first([1, 2, 3]), o), |v| v.into_iter().chain([1, 2, 3]);
    Order ready_chunks: |s, o| tune(s.ready_chunks(4).flatten(), o), |v| v.into_iter();
    Order chunks_by_weight: |s, o| tune(s.chunks_by_weight(3, |_| 1).map(|c| total(&c)), o), |v| v.chunks(3).map(total);
    Order tumbling: |s, o| tune(s.tumbling(4).map(|c| total(&c)), o), |v| v.chunks(4).map(total);
    Order tumbling_by: |s, o| tune(s.tumbling_by(HOUR, HOUR, |_| HOUR).map(|w| total(&w)), o), |v| v.chunks(usize::MAX).map(total);
    Order sliding: |s, o| tune(s.sliding(3, 3).map(|c| total(&c)), o), |v| v.chunks(3).map(total);
    Order sliding_by: |s, o| tune(s.sliding_by(HOUR, HOUR, HOUR, |_| HOUR).map(|w| total(&w)), o), |v| v.chunks(usize::MAX).map(total);
    Order session_by: |s, o| tune(s.session_by(HOUR, HOUR, |_| HOUR).map(|w| total(&w)), o), |v| v.chunks(usize::MAX).map(total);
    Clock session: |s, o| tune(s.session(HOUR).map(|c| total(&c)), o), |v| v.chunks(usize::MAX).map(total);
    Clock chunks_timeout: |s, o| tune(s.chunks_timeout(4, HOUR).map(|c| total(&c)), o), |v| v.chunks(4).map(total);
    Clock chunks_by_key: |s, o| tune(s.chunks_by_key(4, HOUR, |_| 0).map(|c| total(&c)), o), |v| v.chunks(4).map(total);
    Clock throttle: |s, o| tune(s.chunks(1 << 20).throttle(TICK).flatten(), o), |v| v.into_iter();
    Clock rate_limit: |s, o| buffer(s.rate_limit(1 << 20, HOUR), o), |v| v.into_iter();
    Clock delay: |s, o| tune(s.chunks(1 << 20).delay(TICK).flatten(), o), |v| v.into_iter();
    Clock delay_start: |s, o| buffer(s.delay_start(TICK), o), |v| v.into_iter();
    Clock idle_timeout: |s, o| tune(s.idle_timeout(HOUR).ok_only(), o), |v| v.into_iter();
    Order conflate: |s, o| tune(s.map(|n| vec![n]).conflate(|all, mut more| all.append(&mut more)).flatten(), o), |v| v.into_iter();
    Order overflow: |s, o| tune(s.map(|n| n).overflow(Overflow::DropOldest).buffer(1 << 20).map(|n| n), o), |v| v.into_iter();
    Clock debounce: |s, o| buffer(s.debounce(HOUR), o), |v| v.into_iter().rev().take(1);
    Clock sample: |s, o| buffer(s.sample(HOUR), o), |v| v.into_iter().rev().take(1);
    Clock keep_alive: |s, o| buffer(s.keep_alive(HOUR, || 0), o), |v| v.into_iter();
}

fn interleaved(a: Vec<i64>, b: Vec<i64>) -> Vec<i64> {
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(a.next());
        all.extend(b.next());
        if all.len() == before {
            return all;
        }
    }
}

fn copies(n: i64) -> Vec<i64> {
    vec![n; n.rem_euclid(3) as usize]
}

async fn one() -> Result<i64, std::convert::Infallible> {
    Ok(1)
}

fn odd(n: i64) -> Result<i64, i64> {
    if n % 2 == 0 { Err(n) } else { Ok(n) }
}

fn sum(sum: &mut i64, n: i64) -> Option<i64> {
    *sum = add(*sum, n);
    Some(*sum)
}

fn add(sum: i64, n: i64) -> i64 {
    sum.wrapping_add(n) % 1_000
}

/// The numbers up to the first that is greater than `most`, and that one.
fn until(numbers: Vec<i64>, most: i64) -> impl Iterator<Item = i64> {
    let last = numbers.iter().position(|n| *n > most);
    let given = last.map_or(numbers.len(), |last| last + 1);
    numbers.into_iter().take(given)
}

fn total(chunk: &[i64]) -> i64 {
    chunk.iter().sum()
}
