//! What is known while a program is walked.

use super::branches::Branches;
use crate::diagnostics::Diagnostics;
use proc_macro2::Span;
use std::collections::HashMap;

/// What is known while a program is walked, from its first statement to its tail.
pub(super) struct Checker<'a> {
    pub(super) found: &'a mut Diagnostics,
    pub(super) branches: Branches,
    /// The names given by `.name("..")`, and where.
    pub(super) stage_names: HashMap<String, Span>,
    /// The default for `workers`, if it is a number.
    pub(super) workers: Option<usize>,
}

impl<'a> Checker<'a> {
    /// Nothing is known yet.
    pub(super) fn new(found: &'a mut Diagnostics) -> Self {
        Self { found, branches: Branches::default(), stage_names: HashMap::new(), workers: None }
    }
}

/// ` (.. on line 9)`, where the compiler tells lines.
pub(super) fn on_line(span: Span) -> String {
    format!("on line {}", span.start().line)
}
