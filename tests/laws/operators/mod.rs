//! The operators that are enrolled.
//!
//! To enroll one, write a line in the table of its kind: what it needs, its word, how it is attached, what it
//! does to a `Vec`. Its functions are made by the kit, so that each can be told to panic; helpers in the line
//! are not. Where the stage that a panic names has another name than the word, that is written behind `in`.
//! The line gives all laws: the random pipelines, a drop after every turn of the scheduler, a panic in each
//! function, what is counted of it, and the bound on what is alive.

mod combine;
mod each;
mod fallible;
mod options;
mod order;
mod time;

use std::sync::LazyLock;

use crate::kit::Number;
use crate::law::{Law, Needs};

pub(crate) static ALL: LazyLock<Vec<&'static Law>> = LazyLock::new(|| {
    let tables = [each::LAWS, fallible::LAWS, order::LAWS, combine::LAWS, time::LAWS, options::LAWS];
    tables.into_iter().flatten().collect()
});

/// Those that a `Vec` can follow.
pub(crate) static WITH_ORACLE: LazyLock<Vec<&'static Law>> =
    LazyLock::new(|| ALL.iter().copied().filter(|law| law.needs != Needs::NoOracle).collect());

/// So many copies as its remainder by three, each made when it is asked for.
fn copies(n: Number) -> impl Iterator<Item = Number> + Send + 'static {
    n.copies(copies_of(n.value).len())
}

fn copies_of(n: i64) -> Vec<i64> {
    vec![n; n.rem_euclid(3) as usize]
}

fn odd(n: Number) -> Result<Number, Number> {
    if n.value % 2 == 0 { Err(n) } else { Ok(n) }
}

fn odd_of(n: i64) -> Result<i64, i64> {
    if n % 2 == 0 { Err(n) } else { Ok(n) }
}

fn sum(sum: &mut i64, n: i64) -> Option<i64> {
    *sum = add(*sum, n);
    Some(*sum)
}

fn add(sum: i64, n: i64) -> i64 {
    sum.wrapping_add(n) % 1_000
}

/// One number for all of a chunk.
fn total(chunk: Vec<Number>) -> Number {
    let sum = chunk.iter().map(|n| n.value).sum();
    chunk.into_iter().next().expect("no chunk is empty").with(sum)
}

fn total_of(chunk: &[i64]) -> i64 {
    chunk.iter().sum()
}
