//! `let names = flow;`, `flow;`, `match .. { .. }`, and Rust that is none of these.

use super::context::Context;
use super::flow::{self, Flow};
use super::names::{self, Names};
use crate::diagnostics::Diagnostics;
use crate::lex::{
    self, Tokens, as_group, assignment, has_pipe, is_punct, is_word, single_colon, stream, top_level,
};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// One statement of a graph.
pub(crate) enum Statement {
    /// `let names: Type = flow;`
    Let { keyword: Ident, names: Names, of: Option<TokenStream>, flow: Flow },
    /// `flow;`
    Side(Flow),
    /// Kept as it is.
    Rust(TokenStream),
}

/// Cuts off the next statement: its tokens, whether a `;` ended it, and what follows.
pub(crate) fn next<'a>(tokens: Tokens<'a>, found: &mut Diagnostics) -> (Tokens<'a>, bool, Tokens<'a>) {
    if is_word(tokens.first(), "match")
        && let Some(end) = tokens.iter().position(|token| as_group(Some(token), Delimiter::Brace).is_some())
        && !['|', '.', '?'].iter().any(|more| is_punct(tokens.get(end + 1), *more))
    {
        let ended = is_punct(tokens.get(end + 1), ';');
        return (&tokens[..=end], ended, &tokens[end + 1 + usize::from(ended)..]);
    }
    for at in top_level(tokens) {
        if is_punct(tokens.get(at), ';') {
            return (&tokens[..at], true, &tokens[at + 1..]);
        }
        if at > 0 && is_word(tokens.get(at), "let") && !continues(&tokens[at - 1]) {
            found.error(&tokens[at - 1], "expected `;` after this statement");
            return (&tokens[..at], false, &tokens[at..]);
        }
    }
    (tokens, false, &[])
}

/// Whether a `let` behind this token belongs to an expression: `if let`, `.. && let`.
fn continues(before: &TokenTree) -> bool {
    is_word(Some(before), "if") || is_word(Some(before), "while") || is_punct(Some(before), '&')
}

/// Reads a statement, and gives back what it could not use.
pub(crate) fn statement<'a>(tokens: Tokens<'a>, context: &mut Context<'_>) -> (Statement, Tokens<'a>) {
    if let Some(keyword) = lex::as_ident(tokens.first()).filter(|word| *word == "let") {
        return binding(keyword.clone(), tokens, context);
    }
    if is_flow(tokens, context) {
        let (flow, left) = flow::flow(tokens, Span::call_site(), flow::Place::Statement, context);
        return (Statement::Side(flow), left);
    }
    (Statement::Rust(closed(tokens)), &[])
}

/// Whether the tokens mean something to a pipeline, and are not plain Rust.
pub(crate) fn is_flow(tokens: Tokens<'_>, context: &Context<'_>) -> bool {
    is_word(tokens.first(), "match")
        || context.is_branch(tokens)
        || flow::is_merge(tokens, context)
        || has_pipe(tokens)
}

/// `let names: Type = flow` or plain Rust.
fn binding<'a>(keyword: Ident, tokens: Tokens<'a>, context: &mut Context<'_>) -> (Statement, Tokens<'a>) {
    let Some(equals) = assignment(tokens) else {
        return (Statement::Rust(closed(tokens)), &[]);
    };
    let left_side = &tokens[1..equals];
    let colon = single_colon(left_side).unwrap_or(left_side.len());
    let names = names::names(&left_side[..colon]);
    let right_side = &tokens[equals + 1..];
    if !is_flow(right_side, context) {
        for name in names.idents() {
            context.branches.remove(&name.to_string());
        }
        return (Statement::Rust(closed(tokens)), &[]);
    }
    let (flow, left) = flow::flow(right_side, keyword.span(), flow::Place::Statement, context);
    context.branches.extend(names.idents().map(ToString::to_string));
    let of = left_side.get(colon..).filter(|annotation| !annotation.is_empty()).map(stream);
    (Statement::Let { keyword, names, of, flow }, left)
}

/// The tokens with their `;`.
fn closed(tokens: Tokens<'_>) -> TokenStream {
    let mut tokens = stream(tokens);
    tokens.extend([TokenTree::Punct(proc_macro2::Punct::new(';', proc_macro2::Spacing::Alone))]);
    tokens
}
