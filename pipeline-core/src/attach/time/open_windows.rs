//! Windows by the time of the items themselves: which are open, and which may be given.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::window::Window;

/// Windows that are open, and those that are to be given next.
///
/// The time of the stream is that of its latest item. A window is closed once that is `late` after the
/// window's end.
pub(crate) struct OpenWindows<T> {
    late: Duration,
    /// The latest item's time.
    latest: Duration,
    /// By their beginning.
    open: BTreeMap<Duration, Window<T>>,
    ready: VecDeque<Window<T>>,
}

impl<T> OpenWindows<T> {
    pub(crate) fn new(late: Duration) -> Self {
        Self { late, latest: Duration::ZERO, open: BTreeMap::new(), ready: VecDeque::new() }
    }

    /// An item of this time has come: windows that end early enough before it are closed.
    pub(crate) fn advance(&mut self, at: Duration) {
        self.latest = self.latest.max(at);
        // Of windows of one length, and of sessions, which never overlap, the first to begin is the first to
        // end.
        while let Some(first) =
            self.open.first_entry().filter(|first| first.get().to.saturating_add(self.late) <= self.latest)
        {
            self.ready.push_back(first.remove());
        }
    }

    /// Whether a window that ends then would still be open.
    pub(crate) fn is_open(&self, to: Duration) -> bool {
        to.saturating_add(self.late) > self.latest
    }

    /// Puts an item into the window of this span.
    pub(crate) fn put(&mut self, item: T, from: Duration, to: Duration) {
        let window =
            self.open.entry(from).or_insert_with(|| Window { items: Vec::new(), from, to, late: false });
        window.items.push(item);
    }

    /// An item whose windows are all closed comes alone.
    pub(crate) fn put_late(&mut self, item: T, from: Duration, to: Duration) {
        self.ready.push_back(Window { items: vec![item], from, to, late: true });
    }

    /// Takes the open windows out that share a moment with this span.
    pub(crate) fn take_touching(&mut self, from: Duration, to: Duration) -> Vec<Window<T>> {
        let touching = self.open.range(..to).filter(|(_, window)| window.to > from);
        let touching: Vec<Duration> = touching.map(|(from, _)| *from).collect();
        touching.iter().filter_map(|from| self.open.remove(from)).collect()
    }

    /// Puts a whole window in the place of those that were taken out.
    pub(crate) fn open(&mut self, window: Window<T>) {
        self.open.insert(window.from, window);
    }

    /// Items in all windows; one that belongs to several counts in each.
    pub(crate) fn items(&self) -> usize {
        self.open.values().chain(&self.ready).map(|window| window.items.len()).sum()
    }

    pub(crate) fn give(&mut self) -> Option<Window<T>> {
        self.ready.pop_front()
    }

    /// Closes all that are open.
    pub(crate) fn end(&mut self) {
        self.ready.extend(std::mem::take(&mut self.open).into_values());
    }
}
