//! Generic arguments: angle brackets are no token trees, so their ends must be counted.

use super::tokens::Tokens;
use super::word::{is_joint, is_punct};
use proc_macro2::TokenTree;

/// The number of tokens from the `<` at the front to its `>`, both included.
pub(crate) fn angle_end(tokens: Tokens<'_>) -> Option<usize> {
    let mut depth = 0_usize;
    for at in 0..tokens.len() {
        if is_punct(tokens.get(at), '<') {
            depth += 1;
        } else if is_punct(tokens.get(at), '>') && !ends_arrow(tokens, at) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Whether the `>` belongs to `->` or `=>`.
fn ends_arrow(tokens: Tokens<'_>, at: usize) -> bool {
    at > 0 && ['-', '='].iter().any(|first| is_joint(tokens.get(at - 1), *first))
}

/// The places of all tokens outside of generic arguments.
pub(crate) fn top_level(tokens: Tokens<'_>) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() && opens(tokens, at) {
            at += angle_end(&tokens[at..])?;
        }
        at += 1;
        (at <= tokens.len()).then_some(at - 1)
    })
}

/// Whether a `<` opens generic arguments: behind `::`, or where an expression begins.
fn opens(tokens: Tokens<'_>, at: usize) -> bool {
    if !is_punct(tokens.get(at), '<') || angle_end(&tokens[at..]).is_none() {
        return false;
    }
    match at.checked_sub(1).map(|before| &tokens[before]) {
        None => true,
        Some(TokenTree::Punct(before)) => matches!(before.as_char(), ':' | '|' | ',' | '=' | '&'),
        Some(_) => false,
    }
}
