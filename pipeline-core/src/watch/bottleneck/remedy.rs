//! What would help against a bottleneck.

use super::bottleneck::{Reason, Remedy};
use crate::watch::rates::evidence::WorkerEvidence;

/// A number of workers more than so many times the present one is a guess, and is not told.
const FAR: f64 = 10.0;
/// Closer than this, two stages are equally busy.
const NEAR: f64 = 1.1;

/// `ratio` is how many times busier the stage is than the next.
pub(super) fn remedy(
    reason: Reason,
    operator: &str,
    workers: Option<WorkerEvidence>,
    ratio: Option<f64>,
) -> Remedy {
    let count = workers.map_or(1, |workers| workers.count);
    match reason {
        Reason::SlowCalls | Reason::Blocking { .. } => more_workers(operator, count, ratio, usize::MAX),
        Reason::Computing { cores } => more_workers(operator, count, ratio, cores),
        Reason::SlowTerminal if is_waiting(operator) => more_workers(operator, count, ratio, usize::MAX),
        Reason::SlowTerminal | Reason::FewKeys { .. } | Reason::Frontier => Remedy::QuickerCalls,
        Reason::HeadOfLine { .. } => Remedy::LargerWindow,
        Reason::SlowSource => Remedy::QuickerSource,
        Reason::OneTask => Remedy::OwnTask,
        Reason::RateLimit | Reason::NothingYet => Remedy::Nothing,
    }
}

fn more_workers(operator: &str, count: usize, ratio: Option<f64>, cores: usize) -> Remedy {
    if !takes_workers(operator) || count >= cores {
        return Remedy::QuickerCalls;
    }
    match ratio {
        Some(ratio) if ratio < NEAR => Remedy::MoreWorkersOfBoth,
        Some(ratio) if ratio <= FAR => Remedy::MoreWorkers { up_to: Some(about(count, ratio).min(cores)) },
        _ if cores < usize::MAX => Remedy::MoreWorkers { up_to: Some(cores) },
        _ => Remedy::MoreWorkers { up_to: None },
    }
}

/// So many times the workers, in two digits: more would look exact.
fn about(count: usize, ratio: f64) -> usize {
    let exact = (count as f64 * ratio).ceil();
    let unit = 10_f64.powi((exact.log10().floor() as i32 - 1).max(0));
    ((exact / unit).round() * unit).max(count as f64 + 1.0) as usize
}

/// Whether calls of the operator wait, so that more of them at a time take no longer.
pub(super) fn is_waiting(operator: &str) -> bool {
    operator.ends_with("_async") || operator.contains("stream") || matches!(operator, "send_to" | "forward")
}

/// Whether a stage of this operator may have several workers: it keeps nothing from one item to the next.
fn takes_workers(operator: &str) -> bool {
    let word = operator.trim_start_matches("try_");
    let word = word.trim_end_matches("_async").trim_end_matches("_blocking");
    let words = [
        "map",
        "filter",
        "filter_map",
        "flat_map",
        "inspect",
        "map_by_key",
        "expand",
        "recover",
        "for_each",
        "map_err",
    ];
    words.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_two_digits() {
        let numbers = [(10, 2.35), (1, 1.5), (7, 1.2), (100, 9.877), (1, 1.11), (65, 2.0)];
        assert_eq!(numbers.map(|(count, ratio)| about(count, ratio)), [24, 2, 9, 990, 2, 130]);
    }
}
