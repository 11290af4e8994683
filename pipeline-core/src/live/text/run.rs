//! A line that tells how far a run is.

use std::time::Duration;

use super::names::shown;
use super::units::{count, long_time, rate};
use crate::live::frame::Frame;
use crate::live::share::{Part, Share};
use crate::watch::{RunEnd, RunState};

/// The most characters of a run's name.
const NAME: usize = 30;

/// How far a run is: items, how many a second, and for how long it will go on, or has gone on.
pub(crate) fn of_run(frame: &Frame<'_>) -> String {
    let now = frame.now;
    let mut text = now.name.as_ref().map_or(String::new(), |name| format!("{}: ", shown(name, NAME)));
    let share = frame.share();
    text += &items(frame, share);
    if frame.has_ended() {
        text += &format!(" in {}", long_time(now.elapsed));
    }
    if frame.rates.arriving > 0.0 || !frame.has_ended() {
        text += &format!(", {}", rate(frame.rates.arriving));
    }
    if !frame.has_ended() {
        if let Some(Share::Taken(part)) = share {
            text += &format!(", {} of {} taken", count(part.done), count(part.of));
        }
        text += &match share.and_then(time_left) {
            Some(time) => format!(", {} left", long_time(time)),
            None => format!(", {}", long_time(now.elapsed)),
        };
    }
    let errors: u64 = now.stages.iter().map(|stage| stage.errors).sum();
    if errors > 0 {
        text += &format!(", {}", of("error", errors));
    }
    match now.state {
        RunState::Working | RunState::Ended(RunEnd::Succeeded) => text,
        state => format!("{text}, {state}"),
    }
}

/// `12 of 40 items`.
fn items(frame: &Frame<'_>, share: Option<Share>) -> String {
    match share {
        Some(Share::Arrived(part)) => format!("{} of {}", count(part.done), of("item", part.of)),
        Some(Share::Taken(_)) | None => of("item", frame.arrived()),
    }
}

fn of(thing: &str, n: u64) -> String {
    format!("{} {thing}{}", count(n), if n == 1 { "" } else { "s" })
}

/// How long it will take at the present rate; nothing where that cannot be told.
fn time_left(share: Share) -> Option<Duration> {
    let Part { done, of, rate } = share.part();
    let left = of.checked_sub(done)?;
    if left == 0 && matches!(share, Share::Taken(_)) {
        // All that was taken is still to be done.
        return None;
    }
    let seconds = left as f64 / rate;
    // A hundred years are no answer.
    (seconds.is_finite() && seconds < 3.2e9).then(|| Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fixture::snapshot;
    use crate::live::rates::Rates;
    use crate::watch::Snapshot;

    fn text(now: &Snapshot, arriving: f64, total: Option<u64>) -> String {
        of_run(&Frame { now, rates: Rates { arriving, stages: Vec::new() }, total })
    }

    #[test]
    fn a_run_of_unknown_length_tells_how_long_it_has_gone_on() {
        let mut now = snapshot([12_345, 12_340]);
        now.elapsed = Duration::from_secs(72);
        assert_eq!(text(&now, 1234.0, None), "12,340 items, 1,234/s, 1m 12s");
        now.stages[1].errors = 1;
        assert_eq!(text(&now, 0.0, None), "12,340 items, 0.0/s, 1m 12s, 1 error");
    }

    #[test]
    fn a_run_whose_length_is_known_tells_how_long_it_will_go_on() {
        let mut now = snapshot([30, 25]);
        now.name = Some("ingest".to_owned());
        assert_eq!(text(&now, 5.0, Some(100)), "ingest: 25 of 100 items, 5.0/s, 15 s left");
        // Nothing has arrived lately: for ever is no answer.
        assert_eq!(text(&now, 0.0, Some(100)), "ingest: 25 of 100 items, 0.0/s, 3.0 s");
        // More have come than were said to.
        assert_eq!(text(&now, 5.0, Some(20)), "ingest: 25 of 20 items, 5.0/s, 3.0 s");
        assert_eq!(text(&now, 5.0, Some(25)), "ingest: 25 of 25 items, 5.0/s, 0.0 s left");
        assert!(text(&now, 1e-9, Some(u64::MAX)).ends_with("615 items, 0.0/s, 3.0 s"));
        now.state = RunState::Draining;
        assert_eq!(text(&now, 5.0, Some(100)), "ingest: 25 of 100 items, 5.0/s, 15 s left, draining");
    }

    #[test]
    fn a_run_whose_sources_know_their_length_tells_how_much_was_taken() {
        let mut now = snapshot([30, 25]);
        now.stages[0].expected = Some(100);
        let text = |now: &Snapshot| {
            of_run(&Frame { now, rates: Rates { arriving: 5.0, stages: vec![(7.0, 7.0)] }, total: None })
        };
        assert_eq!(text(&now), "25 items, 5.0/s, 30 of 100 taken, 10 s left");
        now.stages[0].items_in = 100;
        assert_eq!(text(&now), "25 items, 5.0/s, 100 of 100 taken, 3.0 s");
        (now.stages[0].items_in, now.stages[1].expected) = (30, Some(100));
        assert_eq!(text(&now), "25 of 100 items, 5.0/s, 15 s left");
    }

    #[test]
    fn a_run_that_has_ended_tells_how() {
        let mut now = snapshot([30, 1]);
        now.state = RunState::Ended(RunEnd::Succeeded);
        assert_eq!(text(&now, 0.3, Some(1)), "1 of 1 item in 3.0 s, 0.3/s");
        now.state = RunState::Ended(RunEnd::Failed);
        assert_eq!(text(&now, 0.0, None), "1 item in 3.0 s, failed");
    }

    #[test]
    fn names_are_escaped_and_shortened() {
        for (name, shown) in [
            ("", "\"\""),
            ("a\nb\x1b[2J", r"a\nb\u{1b}[2J"),
            ("\"<script>|", "\"<script>|"),
            (&"é".repeat(1 << 20), "ééééééééééééééé…éééééééééééééé"),
        ] {
            let mut now = snapshot([1, 1]);
            now.name = Some(name.to_owned());
            assert_eq!(text(&now, 1.0, None), format!("{shown}: 1 item, 1.0/s, 3.0 s"));
        }
    }
}
