//! Lines that tell what the stages of a run have done.

use super::names::all_shown;
use super::units::{brief_count, count, rate};
use crate::draw::escape::columns;
use crate::live::frame::Frame;

/// The most characters of a stage's name.
const NAME: usize = 24;

/// A line for each stage: its name, items in and out, how fast, errors, workers, what waits for it.
pub(crate) fn of_stages(frame: &Frame<'_>) -> Vec<String> {
    let stages = &frame.now.stages;
    let names = all_shown(stages.iter().map(|stage| stage.name.as_str()), NAME);
    let longest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let line = |(at, name): (usize, &String)| {
        let stage = &stages[at];
        let (_, out) = frame.rates.stages.get(at).copied().unwrap_or_default();
        let counts = format!("{} in  {} out", count(stage.items_in), count(stage.items_out));
        let space = " ".repeat(longest - columns(name));
        let mut text = format!("{name}{space}  {counts:<24}  {:>10}", rate(out));
        if let Some(workers) = stage.workers {
            text += &format!("  {} of {} busy", workers.in_call, workers.limit);
        }
        let waiting = frame.now.waiting_before(at);
        if waiting > 0 {
            text += &format!("  {} waiting", brief_count(waiting as f64));
        }
        if stage.errors > 0 {
            text += &format!("  {} errors", count(stage.errors));
        }
        text
    };
    names.iter().enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fixture::{snapshot, workers};
    use crate::live::rates::Rates;

    #[test]
    fn a_stage_has_a_line() {
        let mut now = snapshot([12_345, 12_340]);
        now.stages[1].workers = Some(workers(10, 7));
        now.stages[1].errors = 2;
        now.edges[0].waiting = 5;
        let rates = Rates { arriving: 0.0, stages: vec![(0.0, 1_300.0), (1_200.0, 1_234.4)] };
        assert_eq!(
            of_stages(&Frame { now: &now, rates, total: None }),
            [
                "stage 0  12,345 in  12,345 out        1,300/s",
                "stage 1  12,340 in  12,340 out        1,234/s  7 of 10 busy  5 waiting  2 errors",
            ]
        );
    }

    #[test]
    fn names_are_escaped_and_shortened() {
        let mut now = snapshot([1, 1, 1, 1]);
        now.stages[0].name = "\r\x1b]0;title\x07".to_owned();
        now.stages[1].name = "x".repeat(1 << 20);
        now.stages[2].name = "y|\"<script>".to_owned();
        now.stages[3].name = String::new();
        let lines = of_stages(&Frame { now: &now, rates: Rates::default(), total: None });
        let names: Vec<_> = lines.iter().map(|line| line.split("  ").next().unwrap()).collect();
        assert_eq!(names, [r"\r\u{1b}]0;title\u{7}", "xxxxxxxxxxxx…xxxxxxxxxxx", "y|\"<script>", "\"\""]);
    }
}
