//! Moments that lie on a grid.

use std::time::Duration;

/// The last multiple of `step` that is not after `at`.
pub(crate) fn floor(at: Duration, step: Duration) -> Duration {
    const SECOND: u128 = 1_000_000_000;
    let rest = at.as_nanos().checked_rem(step.as_nanos()).unwrap_or(0);
    // A rest is no longer than `at`, whose seconds fit.
    at - Duration::new((rest / SECOND) as u64, (rest % SECOND) as u32)
}
