//! Operators whose result depends on the order of their input.

use std::collections::HashSet;
use std::future::ready;
use std::iter::once;

use pipeline_core::Window;

use super::{add, sum, total, total_of};
use crate::kit::{HOUR, Number};
use crate::law::{Law, Needs, buffer, operators, tune};

operators! {
    OrderAndLeaves take: |s, o, _| buffer(s.take(7), o), |v| v.into_iter().take(7);
    OrderAndLeaves take_while: |s, o, t| buffer(s.take_while(t.sees(|n: &Number| n.value < 40)), o), |v| v.into_iter().take_while(|n| *n < 40);
    OrderAndLeaves take_while_async: |s, o, t| buffer(s.take_while_async(t.sees_later(|n: &Number| ready(n.value < 40))), o), |v| v.into_iter().take_while(|n| *n < 40);
    OrderAndLeaves take_until: |s, o, t| buffer(s.take_until(t.sees(|n: &Number| n.value > 40)), o), |v| until(v, 40);
    OrderAndLeaves take_until_async: |s, o, t| buffer(s.take_until_async(t.sees_later(|n: &Number| ready(n.value > 40))), o), |v| until(v, 40);
    Nothing take_until_future: |s, o, _| buffer(s.take_until_future(std::future::pending()), o), |v| v.into_iter();
    OrderAndLeaves slice: |s, o, _| buffer(s.slice(2..9), o), |v| v.into_iter().skip(2).take(7);
    Order take_last: |s, o, _| buffer(s.take_last(9), o), |v| { let skipped = v.len().saturating_sub(9); v.into_iter().skip(skipped) };
    Order skip: |s, o, _| buffer(s.skip(3), o), |v| v.into_iter().skip(3);
    Order skip_last: |s, o, _| buffer(s.skip_last(4), o), |v| { let given = v.len().saturating_sub(4); v.into_iter().take(given) };
    Order skip_while: |s, o, t| buffer(s.skip_while(t.sees(|n: &Number| n.value < 5)), o), |v| v.into_iter().skip_while(|n| *n < 5);
    Order skip_while_async: |s, o, t| buffer(s.skip_while_async(t.sees_later(|n: &Number| ready(n.value < 5))), o), |v| v.into_iter().skip_while(|n| *n < 5);
    Order step_by: |s, o, _| buffer(s.step_by(3), o), |v| v.into_iter().step_by(3);
    Order enumerate: |s, o, _| tune(s.enumerate().map(|(i, n)| { let twice = n.value * 2; n.with(twice + i as i64) }), o), |v| v.into_iter().enumerate().map(|(i, n)| n * 2 + i as i64);
    OrderAndLeaves scan: |s, o, t| buffer(s.scan(0, t.changes(|all: &mut i64, n: Number| sum_up_to_95(all, n.value).map(|all| n.with(all)))), o), |v| v.into_iter().scan(0, sum_up_to_95);
    OrderAndLeaves scan_async: |s, o, t| buffer(s.scan_async(0, t.joins_later(|mut all: i64, n: Number| ready(sum_up_to_95(&mut all, n.value).map(|all| (n.with(all), all))))), o), |v| v.into_iter().scan(0, sum_up_to_95);
    Order accumulate: |s, o, t| buffer(s.accumulate(t.joins(added)), o), |v| { let mut v = v.into_iter(); v.next().into_iter().flat_map(move |n| once(n).chain(v.by_ref().scan(n, sum).collect::<Vec<_>>())) };
    Order accumulate_from: |s, o, t| buffer(s.accumulate_from(t.number(7), t.joins(added)), o), |v| once(7).chain(v.into_iter().scan(7, sum));
    Order chunks: |s, o, _| tune(s.chunks(4).map(total), o), |v| v.chunks(4).map(total_of);
    Order chunk_by: |s, o, t| tune(s.chunk_by(t.compares(|a: &Number, b: &Number| a < b)).map(total), o), |v| v.chunk_by(|a, b| a < b).map(total_of);
    Order ready_chunks: |s, o, _| tune(s.ready_chunks(4).flatten(), o), |v| v.into_iter();
    Order chunks_by_weight: |s, o, t| tune(s.chunks_by_weight(3, t.sees(|_: &Number| 1)).map(total), o), |v| v.chunks(3).map(total_of);
    Order tumbling: |s, o, _| tune(s.tumbling(4).map(total), o), |v| v.chunks(4).map(total_of);
    Order tumbling_by: |s, o, t| tune(s.tumbling_by(HOUR, HOUR, t.sees(|_: &Number| HOUR)).map(window), o), |v| v.chunks(usize::MAX).map(total_of);
    Order sliding: |s, o, _| tune(s.sliding(3, 3).map(total), o), |v| v.chunks(3).map(total_of);
    Order sliding_by: |s, o, t| tune(s.sliding_by(HOUR, HOUR, HOUR, t.sees(|_: &Number| HOUR)).map(window), o), |v| v.chunks(usize::MAX).map(total_of);
    Order session_by: |s, o, t| tune(s.session_by(HOUR, HOUR, t.sees(|_: &Number| HOUR)).map(window), o), |v| v.chunks(usize::MAX).map(total_of);
    Order dedup: |s, o, _| buffer(s.dedup(), o), |v| { let mut v = v; v.dedup(); v.into_iter() };
    Order dedup_by_key: |s, o, t| buffer(s.dedup_by_key(t.sees(|n: &Number| n.value / 3)), o), |v| { let mut v = v; v.dedup_by_key(|n| *n / 3); v.into_iter() };
    Nothing distinct: |s, o, t| buffer(s.distinct(t.room(6)), o), |v| { let mut seen = HashSet::new(); v.into_iter().filter(move |n| seen.insert(*n)) };
    Order distinct_by_key: |s, o, t| buffer(s.distinct_by_key(t.room(6), t.sees(|n: &Number| n.value / 7)), o), |v| { let mut seen = HashSet::new(); v.into_iter().filter(move |n| seen.insert(*n / 7)) };
    Order conflate: |s, o, t| tune(s.map(|n| vec![n]).conflate(t.changes(|all: &mut Vec<Number>, mut more| all.append(&mut more))).flatten(), o), |v| v.into_iter();
    NoOracle conflate_to_the_newest in conflate: |s, o, t| buffer(s.conflate(t.changes(|kept: &mut Number, n: Number| *kept = n)), o), |v| v.into_iter();
    NoOracle ready_chunks_as_sums in ready_chunks: |s, _, _| s.ready_chunks(4).map(total).into(), |v| v.into_iter();
}

/// A sum that ends at the first 95.
fn sum_up_to_95(all: &mut i64, n: i64) -> Option<i64> {
    if n == 95 { None } else { sum(all, n) }
}

fn added(sum: Number, n: Number) -> Number {
    let all = add(sum.value, n.value);
    sum.with(all)
}

fn window(window: Window<Number>) -> Number {
    total(window.items)
}

/// The numbers up to the first that is greater than `most`, and that one.
fn until(numbers: Vec<i64>, most: i64) -> impl Iterator<Item = i64> {
    let last = numbers.iter().position(|n| *n > most);
    let given = last.map_or(numbers.len(), |last| last + 1);
    numbers.into_iter().take(given)
}
