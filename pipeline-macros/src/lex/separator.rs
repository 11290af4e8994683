//! What stands between two stages: `|`, or what was typed in its place.

use super::angle::top_level;
use super::tokens::Tokens;
use super::word::{as_group, as_ident, is_joint, is_punct, starts_closure};
use crate::words::word;
use proc_macro2::Delimiter;

/// A separator, and how many tokens it takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Separator {
    /// `|`
    Pipe,
    /// `||`
    Double,
    /// `=>`, `->` or `|>`
    Arrow,
    /// `,` where no list is open
    Comma,
}

impl Separator {
    /// How many tokens it takes.
    pub(crate) fn len(self) -> usize {
        match self {
            Separator::Pipe | Separator::Comma => 1,
            Separator::Double | Separator::Arrow => 2,
        }
    }
}

/// The first separator, and its place.
pub(crate) fn next_separator(tokens: Tokens<'_>) -> Option<(usize, Separator)> {
    top_level(tokens).find_map(|at| separator(tokens, at).map(|found| (at, found)))
}

/// Whether the tokens are a flow: a pipe is in them that Rust's grammar did not put there.
pub(crate) fn has_pipe(tokens: Tokens<'_>) -> bool {
    if starts_closure(tokens) {
        return false;
    }
    top_level(tokens).any(|at| match separator(tokens, at) {
        Some(Separator::Pipe) => true,
        Some(Separator::Double | Separator::Arrow) => calls(tokens, at + 2),
        _ => false,
    })
}

/// Whether a call such as `map(f)` stands here.
fn calls(tokens: Tokens<'_>, at: usize) -> bool {
    as_ident(tokens.get(at)).is_some_and(|name| word(name).is_stage())
        && as_group(tokens.get(at + 1), Delimiter::Parenthesis).is_some()
}

/// The separator at this place.
fn separator(tokens: Tokens<'_>, at: usize) -> Option<Separator> {
    let token = tokens.get(at);
    let next = tokens.get(at + 1);
    if is_punct(token, '|') {
        return match () {
            () if is_joint(token, '|') && is_punct(next, '|') => {
                calls(tokens, at + 2).then_some(Separator::Double)
            }
            () if is_joint(token, '|') && is_punct(next, '>') => Some(Separator::Arrow),
            () if is_joint(token, '|') && is_punct(next, '=') => None,
            () if at > 0 && is_joint(tokens.get(at - 1), '|') && !calls(tokens, at + 1) => None,
            () => Some(Separator::Pipe),
        };
    }
    let arrow = (is_joint(token, '=') || is_joint(token, '-')) && is_punct(next, '>');
    match () {
        () if arrow => Some(Separator::Arrow),
        () if is_punct(token, ',') => Some(Separator::Comma),
        () => None,
    }
}
