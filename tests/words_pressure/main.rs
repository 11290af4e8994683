//! Items that come while the reader is busy: `.overflow(..)`, `conflate`, `debounce`, `sample`.

mod keepers;
mod overflow;
mod support;
