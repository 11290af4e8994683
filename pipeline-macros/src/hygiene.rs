//! Names of ours, which no name of the user's can meet.

use proc_macro2::{Ident, Span, TokenTree};
use quote::{format_ident, quote};

/// A name that no name of the user's can meet.
pub(crate) fn internal(name: &str, span: Span) -> Ident {
    format_ident!("__{}", name, span = Span::mixed_site().located_at(span))
}

/// The variable that can make a stream of the type of this branch.
pub(crate) fn witness(branch: &Ident) -> Ident {
    internal(&format!("stand_in_{branch}"), branch.span())
}

/// An expression of the type of this branch, for a branch that was moved away already.
pub(crate) fn stand_in_call(branch: &Ident) -> Vec<TokenTree> {
    let witness = witness(branch);
    quote!(#witness.stand_in()).into_iter().collect()
}
