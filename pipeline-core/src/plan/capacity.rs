//! How many items may wait on an edge, and the limits of options.

/// How many items may wait on an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capacity {
    /// At most this many; none means a rendezvous.
    Items(usize),
    /// As many as memory holds; asked for by name only.
    Unbounded,
}

/// The most workers a stage may have.
pub(crate) const MOST_WORKERS: usize = 65_536;

/// The most items a buffer or a window may hold.
pub(crate) const MOST_SLOTS: usize = 1 << 20;
