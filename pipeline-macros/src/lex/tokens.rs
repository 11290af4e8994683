//! Runs of tokens, as they are cut and put together.

use proc_macro2::{TokenStream, TokenTree};

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
