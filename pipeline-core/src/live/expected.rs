//! How many items the sources of a run have said that there will be.

use crate::plan::GraphKind;
use crate::watch::Snapshot;

/// How many items all sources, or all terminals, are to have; nothing where it is not known of one.
pub(crate) fn expected(now: &Snapshot, kind: GraphKind) -> Option<u64> {
    let mut each = now.stages.iter().filter(|stage| stage.kind == kind).map(|stage| stage.expected);
    each.try_fold(0_u64, |sum, expected| sum.checked_add(expected?))
}
