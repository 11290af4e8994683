//! An item that is borrowed by the future of `filter_async`.
//!
//! The compiler says "lifetime may not live long enough". The function gets `&item`, and its future cannot
//! hold on to that: copy or clone what it needs first (`|word| { let word = word.clone(); async move { .. }
//! }`, `|&n| async move { .. }`), or take the item itself by `filter_map_async(|word| async move {
//! (word.len() > 1).then_some(word) })`. The same holds for `inspect_async`, `take_while_async` and their
//! kin.
//!
//! A future that borrows the item takes an `AsyncFn`, of whose futures Rust cannot ask yet that they are
//! `Send` (`async_fn_traits` and return type notation are unstable), and a stage's futures have to be. A
//! trait of our own in its place takes async closures only if they capture nothing ("async closure does not
//! implement `Fn` because it captures state from its environment").
use pipeline_core::prelude::*;

fn main() {
    let _ = Stream::from_iter([String::new()]).filter_async(|word| async { word.len() > 1 });
}
