//! Waiting for what may never come.

use std::future::Future;
use std::time::Duration;

/// Longer than anything takes that these tests wait for, on a machine that is busy otherwise.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// Awaits it, and fails the test where that hangs.
pub(crate) async fn in_time<R>(awaited: impl Future<Output = R>) -> R {
    tokio::time::timeout(PATIENCE, awaited).await.expect("it hangs")
}
