//! How much of a run is done.

use super::expected::expected;
use super::frame::Frame;
use crate::plan::GraphKind;
use crate::watch::{RunEnd, RunState, StageSnapshot};

/// How much of a run is done, where it is known how much there is to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Share {
    /// Of the items that are to arrive at the terminals.
    Arrived(Part),
    /// Of the items that the sources have to give: how many will arrive is not known.
    Taken(Part),
}

/// A part of a number, and how fast it grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    pub(crate) done: u64,
    pub(crate) of: u64,
    /// Items in a second.
    pub(crate) rate: f64,
}

impl Share {
    pub(crate) fn part(self) -> Part {
        match self {
            Self::Arrived(part) | Self::Taken(part) => part,
        }
    }
}

impl Frame<'_> {
    /// How much is done: by what was said of the run, else by what its sources say of themselves.
    pub(crate) fn share(&self) -> Option<Share> {
        let done = self.arrived();
        let arrived = |of| Share::Arrived(Part { done, of, rate: self.rates.arriving });
        if let Some(total) = self.total {
            return Some(arrived(total));
        }
        match (self.now.state, expected(self.now, GraphKind::Terminal)) {
            // It was stopped: its sources give no more, whatever they said.
            (RunState::Draining, _) => None,
            // It is known better now.
            (RunState::Ended(RunEnd::Succeeded), Some(_)) => Some(arrived(done)),
            // What a source says may be too little; more than all is never done.
            (_, Some(of)) => Some(arrived(of.max(done))),
            (_, None) => self.taken(),
        }
    }

    fn taken(&self) -> Option<Share> {
        let of = expected(self.now, GraphKind::Source)?;
        let done = self.sources().map(|(_, source)| source.items_in).sum();
        let rates = self.sources().filter_map(|(place, _)| self.rates.stages.get(place));
        let rate = rates.map(|(items_in, _)| items_in).sum();
        Some(Share::Taken(Part { done, of: of.max(done), rate }))
    }

    fn sources(&self) -> impl Iterator<Item = (usize, &StageSnapshot)> {
        self.now.stages.iter().enumerate().filter(|(_, stage)| stage.kind == GraphKind::Source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fixture::snapshot;
    use crate::live::rates::Rates;

    /// What is shown of a source of 30 items taken, and a terminal to which 25 have come.
    fn share(
        said: Option<u64>,
        source: Option<u64>,
        terminal: Option<u64>,
        state: RunState,
    ) -> Option<Share> {
        let mut now = snapshot([30, 25]);
        (now.stages[0].expected, now.stages[1].expected, now.state) = (source, terminal, state);
        let rates = Rates { arriving: 5.0, stages: vec![(6.0, 6.0), (5.0, 5.0)] };
        Frame { now: &now, rates, total: said }.share()
    }

    fn arrived(of: u64) -> Option<Share> {
        Some(Share::Arrived(Part { done: 25, of, rate: 5.0 }))
    }

    fn taken(of: u64) -> Option<Share> {
        Some(Share::Taken(Part { done: 30, of, rate: 6.0 }))
    }

    #[test]
    fn what_was_said_counts_before_what_sources_say() {
        assert_eq!(share(Some(100), Some(40), Some(40), RunState::Working), arrived(100));
        assert_eq!(share(None, Some(40), Some(40), RunState::Working), arrived(40));
        assert_eq!(share(None, Some(40), None, RunState::Working), taken(40));
        assert_eq!(share(None, None, None, RunState::Working), None);
    }

    #[test]
    fn a_source_that_says_too_little_does_no_harm() {
        assert_eq!(share(None, Some(1), Some(1), RunState::Working), arrived(25));
        assert_eq!(share(None, Some(1), None, RunState::Working), taken(30));
        assert_eq!(share(None, Some(0), Some(0), RunState::Working), arrived(25));
        let most = u64::MAX;
        assert_eq!(share(None, Some(most), Some(most), RunState::Working), arrived(most));
    }

    #[test]
    fn a_run_that_was_stopped_or_has_ended_is_told_by_what_came() {
        assert_eq!(share(None, Some(40), Some(40), RunState::Draining), None);
        assert_eq!(share(None, Some(40), Some(40), RunState::Ended(RunEnd::Succeeded)), arrived(25));
        assert_eq!(share(None, Some(40), Some(40), RunState::Ended(RunEnd::Failed)), arrived(40));
        assert_eq!(share(None, Some(40), None, RunState::Ended(RunEnd::Failed)), taken(40));
    }
}
