//! Operators that bring several streams together, or make several of one.

use pipeline_core::prelude::*;

use super::{total, total_of};
use crate::kit::Number;
use crate::law::{Law, Needs, buffer, operators, tune};

operators! {
    Order chain: |s, o, t| buffer(s.chain(t.numbers([1, 2, 3])), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge: |s, o, t| buffer(s.merge(t.numbers([1, 2, 3])), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge_first: |s, o, t| buffer(s.merge_first(t.numbers([1, 2, 3])), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge_sorted_by: |s, o, t| buffer(s.merge_sorted_by(t.numbers([1, 2, 3]), t.compares(|a: &Number, b: &Number| a.cmp(b))), o), |v| v.into_iter().chain([1, 2, 3]);
    Mixes merge_sorted_by_key: |s, o, t| buffer(s.merge_sorted_by_key(t.numbers([3, 2, 1]), t.sees(|n: &Number| -n.value)), o), |v| v.into_iter().chain([1, 2, 3]);
    Order interleave: |s, o, t| buffer(s.interleave(t.numbers([1, 2, 3])), o), |v| interleaved(v, vec![1, 2, 3]).into_iter();
    Nothing or_else: |s, o, t| buffer(s.or_else(t.numbers([1, 2])), o), |v| if v.is_empty() { vec![1, 2] } else { v }.into_iter();
    OrderAndLeaves zip: |s, o, t| tune(s.zip(t.numbers(0..50)).map(|(n, i)| n.plus(i.value)), o), |v| v.into_iter().zip(0..50).map(|(n, i)| n + i);
    Nothing zip_strict: |s, o, _| { let [a, b] = s.tee(); tune(a.zip_strict(b).map(|(n, m)| n.plus(-2 * m.value)), o) }, |v| v.into_iter().map(|n| -n);
    Nothing zip_latest: |s, o, t| tune(s.chunks(t.whole()).zip_latest(t.numbers([5])).map(|(c, m)| total(c).plus(m.value)), o), |v| v.chunks(100_000).map(|c| total_of(c) + 5);
    Nothing zip_latest_from: |s, o, t| tune(s.zip_latest_from(Stream::empty(), (t.number(0), t.number(5))).map(|(n, m)| n.plus(m.value)), o), |v| v.into_iter().map(|n| n + 5);
    Order switch_map: |s, o, t| buffer(s.chunks(t.whole()).switch_map(t.takes(|c: Vec<Number>| Stream::from_iter(c))), o), |v| v.into_iter();
    Mixes tee: |s, o, _| { let [a, b] = s.tee(); buffer(a.merge(b), o) }, |v| v.iter().chain(&v).copied();
    Mixes partition: |s, o, t| { let (a, b) = s.partition(t.sees(|n: &Number| n.value % 2 == 0)); buffer(a.merge(b), o) }, |v| v.into_iter();
    Mixes route: |s, o, t| { let [a, b, c] = s.route(t.sees(|n: &Number| n.value.rem_euclid(3) as usize)); buffer(a.merge([b, c]), o) }, |v| v.into_iter();
    Mixes balance: |s, o, _| { let [a, b] = s.balance(); buffer(a.merge(b.map(|n| n)), o) }, |v| v.into_iter();
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
