//! Paths, such as `net::fetch` or `parse::<u8>`.

use super::angle::angle_end;
use super::tokens::Tokens;
use super::word::{as_ident, is_joint, is_punct};

/// Where the path that begins the tokens ends, generic arguments included. Zero if none does.
pub(crate) fn path_end(tokens: Tokens<'_>) -> usize {
    let colons = |at: usize| is_joint(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':');
    let mut end = if colons(0) { 2 } else { 0 };
    if as_ident(tokens.get(end)).is_none() {
        return 0;
    }
    end += 1;
    while colons(end) {
        if as_ident(tokens.get(end + 2)).is_some() {
            end += 3;
        } else if is_punct(tokens.get(end + 2), '<') {
            match angle_end(&tokens[end + 2..]) {
                Some(length) => end += 2 + length,
                None => return end,
            }
        } else {
            return end;
        }
    }
    end
}

/// Whether the tokens are one path and nothing else, such as `net::fetch` or `parse::<u8>`.
pub(crate) fn is_path(tokens: Tokens<'_>) -> bool {
    !tokens.is_empty() && path_end(tokens) == tokens.len()
}
