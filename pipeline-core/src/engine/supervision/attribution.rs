//! Which stage a panic is attributed to.

use std::sync::Arc;

use super::escalation::{Noted, note};
use crate::error::Site;

/// Calls `f` for the stage at `site`, which a panic in it will be blamed on.
///
/// Several fused stages share a task; the innermost that unwinds gives its name. Nothing is paid unless one does.
#[inline]
pub(crate) fn blame<R>(site: &Arc<Site>, f: impl FnOnce() -> R) -> R {
    let unwinding = Blame(site);
    let result = f();
    std::mem::forget(unwinding);
    result
}

struct Blame<'a>(&'a Arc<Site>);

impl Drop for Blame<'_> {
    fn drop(&mut self) {
        note(Noted { failures: Vec::new(), blamed: Some(self.0.clone()) });
    }
}
