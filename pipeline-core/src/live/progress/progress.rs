//! The choice of what shows how far a run is.

use super::bars::{Bars, Lines};
use crate::live::lines::shown_on_stderr;
use crate::run::Run;

/// Has a run tell how far it is.
pub(crate) fn progress<R, E, S>(run: Run<R, E, S>, lines: Lines) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    shown_on_stderr(run, |total| Bars::on_stderr(lines, total))
}
