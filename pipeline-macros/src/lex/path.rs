//! Paths, such as `net::fetch` or `parse::<u8>`.

use super::angle::angle_end;
use super::tokens::Tokens;
use super::word::{as_ident, is_joint, is_punct};
use proc_macro2::Ident;

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

/// The function's name, where the tokens are its path and nothing else: `fetch` in `net::fetch`.
pub(crate) fn function_name(tokens: Tokens<'_>) -> Option<Ident> {
    if path_end(tokens) != tokens.len() {
        return None;
    }
    // Generic arguments stand behind the last name, and hold names of their own.
    let end = tokens.len();
    let end = (0..end).rev().find(|at| angle_end(&tokens[*at..]) == Some(end - at)).unwrap_or(end);
    let last = tokens[..end].iter().rev().find_map(|token| as_ident(Some(token)))?;
    // `map(Some)`: a constructor is no name for a stage.
    (!last.to_string().starts_with(char::is_uppercase)).then(|| last.clone())
}
