//! The branches of a program, as far as it was walked.

use crate::lex::lone_ident;
use proc_macro2::{Ident, Span, TokenTree};
use std::collections::HashMap;

/// The branches of a program.
#[derive(Default)]
pub(super) struct Branches {
    pub(super) all: Vec<Branch>,
    pub(super) visible: HashMap<String, usize>,
    splits: usize,
}

/// One branch.
pub(super) struct Branch {
    pub(super) ident: Ident,
    /// Where it was moved away for certain.
    pub(super) read: Option<Span>,
    /// Whether its name occurs anywhere behind it.
    pub(super) touched: bool,
    pub(super) traits: Traits,
}

/// What the lints remember of the items of a flow.
#[derive(Clone, Default)]
pub(super) struct Traits {
    /// The stage that lost the order: its name as it is shown.
    pub(super) disordered_by: Option<String>,
    /// The `match` or `partition` it is a side of, which side, and the word for the split.
    pub(super) side_of: Option<(usize, usize, &'static str)>,
}

impl Branches {
    /// Names a branch. The name may stand for another one that was read before.
    pub(super) fn define(&mut self, ident: Ident, traits: Traits) {
        self.visible.insert(ident.to_string(), self.all.len());
        self.all.push(Branch { ident, read: None, touched: false, traits });
    }

    /// The branch that this name stands for.
    pub(super) fn get(&self, name: &Ident) -> Option<&Branch> {
        self.visible.get(&name.to_string()).map(|at| &self.all[*at])
    }

    /// The branch that these tokens consist of.
    pub(super) fn lone(&self, tokens: &[TokenTree]) -> Option<(Ident, usize)> {
        let ident = lone_ident(tokens)?;
        let at = *self.visible.get(&ident.to_string())?;
        Some((ident, at))
    }

    /// A number for a `match` or `partition`, to know its sides again.
    pub(super) fn next_split(&mut self) -> usize {
        self.splits += 1;
        self.splits
    }

    /// Hides a name that plain Rust gave to something else.
    pub(super) fn hide(&mut self, name: &Ident) {
        self.visible.remove(&name.to_string());
    }
}
