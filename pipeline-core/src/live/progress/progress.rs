//! The choice of what shows how far a run is.

use super::bars::Bars;
use crate::live::lines::PlainLines;
use crate::live::terminal::Output;
use crate::live::view::shown_by;
use crate::run::Run;

/// Which lines there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// One for the run.
    Run,
    /// One for the run, and one for each of its stages.
    Stages,
}

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
