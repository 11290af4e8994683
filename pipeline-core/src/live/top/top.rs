//! What draws the table on the terminal.

use std::io::{self, BufWriter, Stderr, stderr};
use std::time::{Duration, Instant};

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::table::{draw, height};
use crate::live::frame::Frame;
use crate::live::lines::{PlainLines, shown_on_stderr};
use crate::live::rates::Recent;
use crate::live::view::View;
use crate::run::Run;
use crate::watch::Snapshot;

/// How long a picture stands.
const PERIOD: Duration = Duration::from_millis(250);

/// Has a run shown as a table.
pub(crate) fn top<R, E, S>(run: Run<R, E, S>) -> Run<R, E, S>
where
    R: Send + 'static,
    E: Send + 'static,
    S: Send + 'static,
{
    shown_on_stderr(run, |total| Top { total, recent: Recent::default(), screen: None })
}

/// A table on a terminal. The cursor stays visible, in the line below, and no mode of the terminal is changed
/// for longer than it takes to ask it where the cursor is: whatever ends the program leaves it as it was.
struct Top {
    total: Option<u64>,
    recent: Recent,
    /// Opened when the run has begun, as its stages are known then.
    screen: Option<Screen>,
}

enum Screen {
    Table(Box<Terminal<CrosstermBackend<BufWriter<Stderr>>>>),
    /// The terminal did not say where its cursor is.
    Lines(Box<PlainLines>),
}

impl Screen {
    fn open(stages: usize, total: Option<u64>) -> Self {
        let table = || -> io::Result<_> {
            let backend = CrosstermBackend::new(BufWriter::new(stderr()));
            let height = height(stages, backend.size()?.height);
            Terminal::with_options(backend, TerminalOptions { viewport: Viewport::Inline(height) })
        };
        match table() {
            Ok(table) => Self::Table(Box::new(table)),
            Err(_) => Self::Lines(Box::new(PlainLines::on_stderr(total))),
        }
    }

    /// Draws the table.
    fn draw(
        table: &mut Terminal<CrosstermBackend<BufWriter<Stderr>>>,
        frame: &Frame<'_>,
        bottleneck: Option<&str>,
    ) {
        // A terminal that is gone needs no picture.
        let _ = table.draw(|screen| {
            let area = screen.area();
            draw(frame, bottleneck, area, screen.buffer_mut());
            screen.set_cursor_position((area.x, area.bottom().saturating_sub(1)));
        });
    }
}

impl Top {
    fn screen(&mut self, now: &Snapshot) -> &mut Screen {
        self.screen.get_or_insert_with(|| Screen::open(now.stages.len(), self.total))
    }
}

impl View for Top {
    fn period(&self) -> Duration {
        PERIOD
    }

    fn show(&mut self, now: &Snapshot) {
        let (rates, total) = (self.recent.rates(now, Instant::now()), self.total);
        let bottleneck = self.recent.bottleneck(now);
        match self.screen(now) {
            Screen::Table(table) => Screen::draw(table, &Frame { now, rates, total }, bottleneck.as_deref()),
            Screen::Lines(lines) => lines.show(now),
        }
    }

    fn finish(mut self: Box<Self>, last: &Snapshot) {
        let total = self.total;
        self.screen(last);
        let bottleneck = last.bottleneck().map(|bottleneck| bottleneck.to_string());
        match self.screen.take() {
            Some(Screen::Table(mut table)) => {
                Screen::draw(&mut table, &Frame::last(last, total), bottleneck.as_deref());
            }
            Some(Screen::Lines(lines)) => lines.finish(last),
            None => {}
        }
    }
}
