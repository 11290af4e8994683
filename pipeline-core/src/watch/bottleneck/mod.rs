//! Which stage holds a run up, and what to do about it.

mod bottleneck;
mod find;
mod remedy;
#[cfg(test)]
mod tests;
mod units;
mod words;

pub use self::bottleneck::{Bottleneck, Reason, Remedy};
