//! How many items the sources of a run have said that there will be.

use crate::meter::sum_of_known;
use crate::plan::GraphKind;
use crate::watch::Snapshot;

/// How many items all sources, or all terminals, are to have; nothing where it is not known of one.
pub(crate) fn expected(now: &Snapshot, kind: GraphKind) -> Option<u64> {
    sum_of_known(now.stages.iter().filter(|stage| stage.kind == kind).map(|stage| stage.expected))
}
