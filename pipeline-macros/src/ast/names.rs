//! The left side of a `let`: the names of branches.

use crate::lex::{Tokens, as_group, commas, is_word, stream, trees};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// How the names are written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Shape {
    /// `a`
    One,
    /// `[a, b]`
    Array,
    /// `(a, b)`
    Tuple,
    /// Any other pattern; it is left to the compiler.
    Other,
}

/// The names that a `let` gives.
pub(crate) struct Names {
    pub(crate) shape: Shape,
    pub(crate) each: Vec<Name>,
    /// All of it, as it was typed.
    pub(crate) tokens: TokenStream,
    pub(crate) span: Span,
}

/// One element of the pattern.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) tokens: TokenStream,
    /// The name it binds; none for `_` and for what is no name.
    pub(crate) ident: Option<Ident>,
}

impl Names {
    /// The names that are bound.
    pub(crate) fn idents(&self) -> impl Iterator<Item = &Ident> {
        self.each.iter().filter_map(|name| name.ident.as_ref())
    }
}

/// Reads a pattern.
pub(crate) fn names(tokens: Tokens<'_>) -> Names {
    let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
    let list = |shape, inner: Vec<TokenTree>| Names {
        shape,
        each: commas(&inner).into_iter().map(name).collect(),
        tokens: stream(tokens),
        span,
    };
    let simple = name(tokens);
    match tokens {
        [token] if as_group(Some(token), Delimiter::Bracket).is_some() => list(Shape::Array, inside(token)),
        [token] if as_group(Some(token), Delimiter::Parenthesis).is_some() => {
            list(Shape::Tuple, inside(token))
        }
        _ if simple.ident.is_some() || is_word(tokens.first(), "_") => {
            Names { shape: Shape::One, each: vec![simple], tokens: stream(tokens), span }
        }
        _ => Names { shape: Shape::Other, each: Vec::new(), tokens: stream(tokens), span },
    }
}

/// One name: `a` or `mut a`.
fn name(tokens: Tokens<'_>) -> Name {
    let word = match tokens {
        [TokenTree::Ident(word)] => Some(word),
        [TokenTree::Ident(first), TokenTree::Ident(word)] if first == "mut" => Some(word),
        _ => None,
    };
    Name { tokens: stream(tokens), ident: word.filter(|word| *word != "_").cloned() }
}

/// The tokens inside of a group.
fn inside(token: &TokenTree) -> Vec<TokenTree> {
    match token {
        TokenTree::Group(group) => trees(group.stream()),
        _ => Vec::new(),
    }
}
