//! What the parser knows while it reads.

use crate::diagnostics::Diagnostics;
use crate::lex::{Tokens, lone_ident};
use std::collections::HashSet;

/// The branches named so far, and the mistakes.
pub(crate) struct Context<'a> {
    pub(crate) branches: HashSet<String>,
    pub(crate) found: &'a mut Diagnostics,
}

impl Context<'_> {
    /// Whether the tokens are the name of a branch.
    pub(crate) fn is_branch(&self, tokens: Tokens<'_>) -> bool {
        lone_ident(tokens).is_some_and(|ident| self.branches.contains(&ident.to_string()))
    }
}
