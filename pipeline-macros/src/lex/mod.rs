//! Cuts token trees. Nothing here knows what an operator is.

mod angle;
mod cut;
mod separator;
mod word;

pub(crate) use self::angle::{angle_end, top_level};
pub(crate) use self::cut::{arrow, assignment, commas, single_colon};
pub(crate) use self::separator::{Separator, has_pipe, next_separator};
pub(crate) use self::word::{
    as_group, as_ident, is_path, is_punct, is_word, lone_ident, path_end, starts_closure,
};

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// A run of the user's tokens.
pub(crate) type Tokens<'a> = &'a [TokenTree];

/// The tokens as a stream, to pass them on.
pub(crate) fn stream(tokens: Tokens<'_>) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// The tokens of a stream, to cut them.
pub(crate) fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

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
