//! Plain lines, where nothing can be drawn.

use std::io::{Write, stderr};
use std::time::{Duration, Instant};

use super::frame::Frame;
use super::rates::Recent;
use super::terminal::Output;
use super::text::of_run;
use super::view::{View, shown_by};
use crate::run::Run;
use crate::watch::Snapshot;

/// How long a run must take until it is worth a line, and each line after that.
pub(crate) const PERIOD: Duration = Duration::from_secs(10);

/// Has a run shown on standard error: by what `drawn` makes for its total, or in plain lines where nothing
/// can be drawn.
pub(crate) fn shown_on_stderr<R, E, S, V>(
    run: Run<R, E, S>,
    drawn: impl FnOnce(Option<u64>) -> V,
) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
    V: View,
{
    let total = run.expected();
    match Output::of_stderr() {
        Output::Terminal => shown_by(run, |_| drawn(total)),
        Output::Lines => shown_by(run, |_| PlainLines::on_stderr(total)),
    }
}

/// Writes a line on how far a run is, now and then; nothing of a run that has ended before the first.
pub(crate) struct PlainLines<W = std::io::Stderr> {
    to: W,
    period: Duration,
    total: Option<u64>,
    recent: Recent,
    next: Option<Instant>,
    has_written: bool,
}

impl PlainLines {
    pub(crate) fn on_stderr(total: Option<u64>) -> Self {
        Self::new(stderr(), PERIOD, total)
    }
}

impl<W: Write> PlainLines<W> {
    pub(super) fn new(to: W, period: Duration, total: Option<u64>) -> Self {
        Self { to, period, total, recent: Recent::default(), next: None, has_written: false }
    }

    fn show_at(&mut self, now: &Snapshot, at: Instant) {
        let rates = self.recent.rates(now, at);
        let next = *self.next.get_or_insert(at + self.period);
        if at >= next {
            self.next = Some(at + self.period);
            self.has_written = true;
            self.write(&Frame { now, rates, total: self.total });
        }
    }

    fn write(&mut self, frame: &Frame<'_>) {
        let line = format!("{}\n", of_run(frame));
        // Who closes standard error wants no lines.
        let _ = self.to.write_all(line.as_bytes()).and_then(|()| self.to.flush());
    }
}

impl<W: Write + Send + 'static> View for PlainLines<W> {
    fn period(&self) -> Duration {
        (self.period / 20).max(Duration::from_millis(1))
    }

    fn show(&mut self, now: &Snapshot) {
        self.show_at(now, Instant::now());
    }

    fn finish(mut self: Box<Self>, last: &Snapshot) {
        if self.has_written {
            let total = self.total;
            self.write(&Frame::last(last, total));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fixture::snapshot;
    use crate::watch::{RunEnd, RunState};

    #[test]
    fn there_is_a_line_every_ten_seconds() {
        let mut lines = Box::new(PlainLines::new(Vec::new(), PERIOD, Some(1_000)));
        let start = Instant::now();
        for half_seconds in 0..=50 {
            let mut now = snapshot([half_seconds * 10, half_seconds * 10]);
            now.elapsed = Duration::from_millis(500 * half_seconds);
            lines.show_at(&now, start + now.elapsed);
        }
        let text = String::from_utf8(lines.to).unwrap();
        assert_eq!(text, "200 of 1,000 items, 20/s, 40 s left\n400 of 1,000 items, 20/s, 30 s left\n");
    }

    #[test]
    fn a_short_run_is_not_worth_a_line() {
        let mut lines = PlainLines::new(Vec::new(), PERIOD, None);
        let now = snapshot([5, 5]);
        lines.show_at(&now, Instant::now());
        assert!(!lines.has_written && lines.to.is_empty());
    }

    #[test]
    fn a_long_run_has_a_last_line() {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut lines = Box::new(PlainLines::new(writer, PERIOD, None));
        lines.has_written = true;
        let mut last = snapshot([30, 30]);
        last.state = RunState::Ended(RunEnd::Cancelled);
        lines.finish(&last);
        assert_eq!(std::io::read_to_string(reader).unwrap(), "30 items in 3.0 s, 10/s, cancelled\n");
    }
}
