//! Whether something can be drawn where the program writes its messages.

use std::ffi::OsStr;
use std::io::{IsTerminal, stderr};

/// What standard error is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// It can be drawn on, again and again in the same place.
    Terminal,
    /// It is a file, a pipe, or a terminal that is to be left alone: it takes lines.
    Lines,
}

impl Output {
    /// What standard error is good for, and is to be used for.
    pub(crate) fn of_stderr() -> Self {
        let variable = |name| std::env::var_os(name);
        Self::of(stderr().is_terminal(), variable("NO_COLOR").as_deref(), variable("TERM").as_deref())
    }

    fn of(is_terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> Self {
        let is_refused =
            no_color.is_some_and(|value| !value.is_empty()) || term.is_some_and(|term| term == "dumb");
        if is_terminal && !is_refused { Self::Terminal } else { Self::Lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_want_it_are_drawn_on() {
        let of = |is_terminal, no_color: Option<&str>, term: Option<&str>| {
            Output::of(is_terminal, no_color.map(OsStr::new), term.map(OsStr::new))
        };
        assert_eq!(of(true, None, Some("xterm")), Output::Terminal);
        assert_eq!(of(true, Some(""), None), Output::Terminal);
        assert_eq!(of(false, None, Some("xterm")), Output::Lines);
        assert_eq!(of(true, Some("1"), Some("xterm")), Output::Lines);
        assert_eq!(of(true, None, Some("dumb")), Output::Lines);
    }
}
