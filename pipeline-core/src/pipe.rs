//! The vocabulary: every operator and terminal as a word to stand right of `|`.

pub use crate::op::*;
pub use crate::terminal::{
    all, any, collect, collect_split, count, drain, find, first, fold, fold_async, last, reduce, try_collect,
};
