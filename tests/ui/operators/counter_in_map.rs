//! A counter in `map`.
//!
//! The compiler says "cannot assign to `count`, as it is a captured variable in a `Fn` closure". The
//! function of `map` may be called by several workers at once, so it is `Fn`. A value that goes from item
//! to item belongs to `scan` (`Stream::from_iter(0..9).scan(0, |count, n| ..)`), numbers to `enumerate`, a
//! count that others read to an `AtomicUsize`.
//!
//! That the function is `Fn` cannot be told in our words: a bound of our own would not let the compiler
//! infer the closure's argument, and beside an `FnMut` bound every closure would be taken for `FnMut`.
use pipeline_core::prelude::*;

fn main() {
    let mut count = 0;
    let _ = (0..9)
        | pipe::map(move |n: i32| {
            count += 1;
            n + count
        });
}
