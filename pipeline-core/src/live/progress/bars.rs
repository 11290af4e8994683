//! Lines that are drawn again and again in the same place.

use std::io::{Write, stderr};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::live::frame::Frame;
use crate::live::rates::Recent;
use crate::live::share::Share;
use crate::live::text::{of_run, of_stages};
use crate::live::view::View;
use crate::watch::{RunEnd, RunState, Snapshot};

/// Which lines there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// One for the run.
    Run,
    /// One for the run, and one for each of its stages.
    Stages,
}

/// How long a picture stands.
const PERIOD: Duration = Duration::from_millis(100);

/// Lines on a terminal. The cursor is not hidden, and no mode of the terminal is changed: whatever ends the
/// program leaves it as it was.
pub(crate) struct Bars {
    lines: Lines,
    total: Option<u64>,
    recent: Recent,
    screen: MultiProgress,
    /// What draws below all that is there, where that is possible.
    below: Option<fn() -> ProgressDrawTarget>,
    run: ProgressBar,
    stages: Vec<ProgressBar>,
}

impl Bars {
    pub(crate) fn on_stderr(lines: Lines, total: Option<u64>) -> Self {
        let below: fn() -> _ = ProgressDrawTarget::stderr;
        Self { below: Some(below), ..Self::new(below(), lines, total) }
    }

    fn new(target: ProgressDrawTarget, lines: Lines, total: Option<u64>) -> Self {
        let screen = MultiProgress::with_draw_target(target);
        let run = ProgressBar::no_length().with_style(style("{spinner} {wide_msg}"));
        // Nothing is drawn before the run has begun.
        Self {
            lines,
            total,
            recent: Recent::default(),
            run: screen.add(run),
            screen,
            below: None,
            stages: Vec::new(),
        }
    }

    fn update(&mut self, frame: &Frame<'_>) {
        if self.lines == Lines::Stages {
            let texts = of_stages(frame);
            while self.stages.len() < texts.len() {
                let stage = ProgressBar::no_length().with_style(style("  {wide_msg}"));
                self.stages.push(self.screen.add(stage));
            }
            for (stage, text) in self.stages.iter().zip(texts) {
                stage.set_message(text);
            }
        }
        if let Some(part) = frame.share().map(Share::part) {
            if self.run.length().is_none() {
                // How much there is to do is known once the sources have been asked.
                self.run.set_style(style("{spinner} {bar:20} {wide_msg}").progress_chars("█░░"));
            }
            self.run.update(|run| {
                run.set_len(part.of);
                run.set_pos(part.done);
            });
        }
        self.run.set_message(of_run(frame));
    }
}

fn succeeded(last: &Snapshot) -> bool {
    last.state == RunState::Ended(RunEnd::Succeeded)
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is valid")
}

impl View for Bars {
    fn period(&self) -> Duration {
        PERIOD
    }

    fn show(&mut self, now: &Snapshot) {
        let rates = self.recent.rates(now, Instant::now());
        let total = self.total;
        self.update(&Frame { now, rates, total });
        self.run.tick();
    }

    fn finish(mut self: Box<Self>, last: &Snapshot) {
        let total = self.total;
        let several = !self.stages.is_empty();
        if let Some(below) = self.below.filter(|_| several && !succeeded(last)) {
            // Who panics has said why by now. A line alone draws over nothing of that, several would.
            let _ = stderr().write_all(b"\n");
            self.screen.set_draw_target(below());
        }
        self.update(&Frame::last(last, total));
        self.stages.iter().for_each(ProgressBar::abandon);
        self.run.abandon();
    }
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;
    use crate::live::fixture::{snapshot, workers};

    fn bars(screen: &InMemoryTerm, lines: Lines, total: Option<u64>) -> Box<Bars> {
        Box::new(Bars::new(ProgressDrawTarget::term_like(Box::new(screen.clone())), lines, total))
    }

    #[test]
    fn a_line_is_drawn_in_its_place_and_stays() {
        let screen = InMemoryTerm::new(6, 80);
        let mut bars = bars(&screen, Lines::Run, Some(40));
        assert_eq!(screen.contents(), "");
        let mut now = snapshot([12, 10]);
        bars.show(&now);
        let drawn = screen.contents();
        assert!(drawn.ends_with("█████░░░░░░░░░░░░░░░ 10 of 40 items, 3.3/s, 9.0 s left"), "{drawn}");
        now.state = RunState::Ended(RunEnd::Failed);
        bars.finish(&now);
        assert!(screen.contents().ends_with("█████░░░░░░░░░░░░░░░ 10 of 40 items in 3.0 s, 3.3/s, failed"));
        assert_eq!(screen.contents().lines().count(), 1);
    }

    #[test]
    fn there_is_a_bar_as_soon_as_the_sources_have_said_how_much_there_is() {
        let screen = InMemoryTerm::new(6, 80);
        let mut bars = bars(&screen, Lines::Run, None);
        let mut now = snapshot([0, 0]);
        bars.show(&now);
        assert!(screen.contents().ends_with(" 0 items, 0.0/s, 3.0 s"), "{}", screen.contents());
        (now.stages[0].items_in, now.stages[1].items_in) = (12, 10);
        (now.stages[0].expected, now.stages[1].expected) = (Some(40), Some(40));
        bars.update(&Frame::last(&now, None));
        bars.run.tick();
        let drawn = screen.contents();
        assert!(drawn.ends_with("█████░░░░░░░░░░░░░░░ 10 of 40 items, 3.3/s, 9.0 s left"), "{drawn}");
        // More come than were said to.
        now.stages[1].items_in = 50;
        bars.show(&now);
        assert!(screen.contents().contains("████████████████████ 50 of 50 items"), "{}", screen.contents());
    }

    #[test]
    fn stages_have_lines_of_their_own() {
        let screen = InMemoryTerm::new(6, 60);
        let mut bars = bars(&screen, Lines::Stages, None);
        let mut now = snapshot([12, 10]);
        now.stages[1].name = "a\x1b[2J\nb".to_owned();
        now.stages[1].workers = Some(workers(4, 3));
        bars.show(&now);
        now.state = RunState::Ended(RunEnd::Succeeded);
        bars.finish(&now);
        assert_eq!(
            screen.contents().lines().skip(1).collect::<Vec<_>>(),
            [
                "  stage 0        12 in  12 out                  4.0/s",
                r"  a\u{1b}[2J\nb  10 in  10 out                  3.3/s  3 of",
            ]
        );
    }
}
