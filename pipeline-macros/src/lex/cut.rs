//! Cuts at `,`, `=`, `=>` and `:`.

use super::angle::{angle_end, top_level};
use super::tokens::Tokens;
use super::word::{is_joint, is_punct};

/// The pieces between the commas. A comma at the end makes no piece of its own.
pub(crate) fn commas(tokens: Tokens<'_>) -> Vec<Tokens<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in top_level(tokens) {
        if is_punct(tokens.get(at), ',') {
            pieces.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        pieces.push(&tokens[start..]);
    }
    pieces
}

/// The place of the `=` of a `let`, behind a pattern and perhaps a type.
pub(crate) fn assignment(tokens: Tokens<'_>) -> Option<usize> {
    let mut at = 0;
    let mut typed = false;
    while at < tokens.len() {
        if typed && is_punct(tokens.get(at), '<') {
            at += angle_end(&tokens[at..])?;
            continue;
        }
        let glued =
            at > 0 && ['.', '<', '>', '=', '!'].iter().any(|first| is_joint(tokens.get(at - 1), *first));
        let arrow = is_joint(tokens.get(at), '=')
            && ['=', '>'].iter().any(|next| is_punct(tokens.get(at + 1), *next));
        if is_punct(tokens.get(at), '=') && !arrow && (!glued || typed) {
            return Some(at);
        }
        typed |= is_punct(tokens.get(at), ':') && !is_joint(tokens.get(at), ':');
        at += 1;
    }
    None
}

/// The place of the first `=>`.
pub(crate) fn arrow(tokens: Tokens<'_>) -> Option<usize> {
    top_level(tokens).find(|at| is_joint(tokens.get(*at), '=') && is_punct(tokens.get(at + 1), '>'))
}

/// The place of the first `:` that is not half of a `::`.
pub(crate) fn single_colon(tokens: Tokens<'_>) -> Option<usize> {
    let mut at = 0;
    while at < tokens.len() {
        match (
            is_joint(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':'),
            is_punct(tokens.get(at), ':'),
        ) {
            (true, _) => at += 2,
            (false, true) => return Some(at),
            (false, false) => at += 1,
        }
    }
    None
}
