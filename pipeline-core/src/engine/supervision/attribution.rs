//! Which stage a panic is attributed to.

use std::sync::Arc;

use super::escalation::{Noted, note};
use crate::error::StageId;

/// Calls `f` for the stage at `stage_id`, which a panic in it will be attributed to.
///
/// Several fused stages share a task; the innermost that unwinds gives its name. Nothing is paid unless one
/// does.
#[inline]
pub(crate) fn attribute_panic<R>(stage_id: &Arc<StageId>, f: impl FnOnce() -> R) -> R {
    let unwinding = Attribution(stage_id);
    let result = f();
    std::mem::forget(unwinding);
    result
}

/// Notes the stage when it is dropped by a panic.
struct Attribution<'a>(&'a Arc<StageId>);

impl Drop for Attribution<'_> {
    fn drop(&mut self) {
        note(Noted { failures: Vec::new(), blamed: Some(self.0.clone()) });
    }
}
