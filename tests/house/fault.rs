//! What a rule finds.

use std::fmt;

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) file: String,
    pub(crate) line: usize,
    /// What stands there: the import, the name.
    pub(crate) what: String,
    /// What the rule says about it.
    pub(crate) rule: String,
}

impl Fault {
    pub(crate) fn new(file: &str, line: usize, what: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), rule: rule.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, rule } = self;
        write!(f, "{file}:{line}: `{what}`: {rule}")
    }
}

/// Fails with one line a fault.
#[track_caller]
pub(crate) fn assert_none(mut faults: Vec<Fault>) {
    faults.sort();
    faults.dedup();
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", lines.len(), lines.join("\n"));
}
