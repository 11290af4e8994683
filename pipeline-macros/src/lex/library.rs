//! The front of the input, which `macro_rules` puts there.

use super::tokens::trees;
use super::word::lone_ident;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// Takes the library's path, `($crate)`, off the front of the input.
pub(crate) fn library(input: TokenStream) -> (Ident, Vec<TokenTree>) {
    let mut body = trees(input);
    let path = match body.first() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            lone_ident(&trees(group.stream()))
        }
        _ => None,
    };
    body.drain(..1.min(body.len()));
    (path.unwrap_or_else(|| Ident::new("crate", Span::call_site())), body)
}
