//! Small questions about single tokens.

use super::tokens::{Tokens, trees};
use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenTree};

/// Whether the token is this punctuation character.
pub(crate) fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// Whether the token is this punctuation character, glued to the next one.
pub(super) fn is_joint(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted && punct.spacing() == Spacing::Joint)
}

/// Whether the token is this word.
pub(crate) fn is_word(token: Option<&TokenTree>, wanted: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == wanted)
}

/// The token as a word.
pub(crate) fn as_ident(token: Option<&TokenTree>) -> Option<&Ident> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident),
        _ => None,
    }
}

/// The token as a group in these delimiters.
pub(crate) fn as_group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The one word that the tokens consist of, seen through the invisible groups that a
/// `macro_rules` puts around what it captured.
pub(crate) fn lone_ident(tokens: Tokens<'_>) -> Option<Ident> {
    match tokens {
        [TokenTree::Ident(ident)] => Some(ident.clone()),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            lone_ident(&trees(group.stream()))
        }
        _ => None,
    }
}

/// Whether a closure begins here: `|x| ..` or `move |x| ..`.
pub(crate) fn starts_closure(tokens: Tokens<'_>) -> bool {
    let skipped = tokens
        .iter()
        .take_while(|token| ["move", "async", "static"].iter().any(|word| is_word(Some(token), word)))
        .count();
    is_punct(tokens.get(skipped), '|')
}
