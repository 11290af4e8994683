//! What draws the table on the terminal.

use std::io::{Stderr, stderr};
use std::time::{Duration, Instant};

use console::Term;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::screen::Screen;
use super::table::{draw, height};
use crate::live::frame::Frame;
use crate::live::lines::shown_on_stderr;
use crate::live::rates::Recent;
use crate::live::view::View;
use crate::run::Run;
use crate::watch::{RunEnd, RunState, Snapshot};

/// How long a picture stands.
const PERIOD: Duration = Duration::from_millis(250);

/// Has a run shown as a table.
pub(crate) fn top<R, E, S>(run: Run<R, E, S>) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    shown_on_stderr(run, |total| Top { total, recent: Recent::default(), screen: Screen::new(stderr()) })
}

/// A table on a terminal.
struct Top {
    total: Option<u64>,
    recent: Recent,
    screen: Screen<Stderr>,
}

impl Top {
    fn draw(&mut self, frame: &Frame<'_>, bottleneck: Option<&str>) {
        let (rows, columns) = size();
        let area = Rect::new(0, 0, columns, height(frame.now.stages.len(), rows));
        let mut picture = Buffer::empty(area);
        draw(frame, bottleneck, area, &mut picture);
        // A terminal that is gone needs no picture.
        let _ = self.screen.draw(&picture);
    }
}

/// How many rows and columns the terminal has; a usual number where it does not say.
fn size() -> (u16, u16) {
    let terminal = Term::stderr();
    if cfg!(windows) {
        // There this has the terminal understand what is drawn.
        let _ = terminal.features().colors_supported();
    }
    terminal.size_checked().unwrap_or((24, 80))
}

impl View for Top {
    fn period(&self) -> Duration {
        PERIOD
    }

    fn show(&mut self, now: &Snapshot) {
        let (rates, total) = (self.recent.rates(now, Instant::now()), self.total);
        let bottleneck = self.recent.bottleneck(now);
        self.draw(&Frame { now, rates, total }, bottleneck.as_deref());
    }

    fn finish(mut self: Box<Self>, last: &Snapshot) {
        let bottleneck = last.bottleneck().map(|bottleneck| bottleneck.to_string());
        let frame = Frame::last(last, self.total);
        if last.state != RunState::Ended(RunEnd::Succeeded) {
            // Who panics has said why by now, below the table.
            self.screen.leave();
        }
        self.draw(&frame, bottleneck.as_deref());
    }
}
