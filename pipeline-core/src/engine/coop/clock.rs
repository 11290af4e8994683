//! Whether time passes, or is a test's.
//!
//! Under a clock of tokio's that is paused a run is to be the same each time, however long its calls take. So
//! nothing is timed there: calls and polls are counted instead.

use std::cell::Cell;
use std::time::Instant;

thread_local! {
    static IS_PAUSED: Cell<bool> = const { Cell::new(false) };
}

/// Notes for this thread, as a run begins, whether tokio's clock is paused or has been. Such a runtime has no
/// other.
pub(crate) fn note_whether_paused() {
    let before = Instant::now();
    let of_tokio = tokio::time::Instant::now().into_std();
    IS_PAUSED.set(of_tokio < before || Instant::now() < of_tokio);
}

/// Whether it was when a run last began on this thread.
pub(super) fn is_paused() -> bool {
    IS_PAUSED.get()
}

#[cfg(test)]
mod tests {
    use super::{is_paused, note_whether_paused};

    fn is_paused_now() -> bool {
        note_whether_paused();
        is_paused()
    }

    #[tokio::test]
    async fn a_clock_that_passes_is_told_from_one_that_is_paused() {
        assert!(!is_paused_now());
        tokio::time::pause();
        assert!(is_paused_now());
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        assert!(is_paused_now());
    }

    #[test]
    fn without_a_runtime_time_passes() {
        assert!(!is_paused_now());
    }
}
