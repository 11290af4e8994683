//! The choice of what shows how far a run is.

use super::bars::{Bars, Lines};
use crate::live::lines::PlainLines;
use crate::live::terminal::Output;
use crate::live::view::shown_by;
use crate::run::Run;

/// Has a run tell how far it is.
pub(crate) fn progress<R, E, S>(run: Run<R, E, S>, lines: Lines) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    let total = run.expected();
    match Output::of_stderr() {
        Output::Terminal => shown_by(run, |_| Bars::on_stderr(lines, total)),
        Output::Lines => shown_by(run, |_| PlainLines::on_stderr(total)),
    }
}
