//! `match flow { pattern if guard => value | stage, .. }`

use super::{Context, Flow, Head, Stage, flow};
use crate::lex::{
    Tokens, arrow, as_group, has_pipe, is_punct, is_word, next_separator, stream, top_level, trees,
};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// A `match` that sends each item to an arm.
pub(crate) struct Route {
    pub(crate) keyword: Ident,
    pub(crate) input: Flow,
    pub(crate) arms: Vec<Arm>,
}

/// One arm.
pub(crate) struct Arm {
    pub(crate) pattern: TokenStream,
    pub(crate) guard: TokenStream,
    /// What is sent down this branch; nothing if the item is dropped.
    pub(crate) value: Option<TokenStream>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) span: Span,
}

/// Reads `match flow { .. }`, which ends with its braces.
pub(crate) fn route(tokens: Tokens<'_>, context: &mut Context<'_>) -> Head {
    let (Some(TokenTree::Ident(keyword)), Some(TokenTree::Group(group))) = (tokens.first(), tokens.last())
    else {
        return Head::Source(stream(tokens));
    };
    let (input, _) = flow::flow(&tokens[1..tokens.len() - 1], flow::Place::List, context);
    let inner = trees(group.stream());
    let mut arms = Vec::new();
    let mut rest = &inner[..];
    while let Some(at) = arrow(rest) {
        let (pattern, guard) = split_guard(&rest[..at]);
        let (value, after) = value(&rest[at + 2..]);
        arms.push(arm(pattern, guard, value, &rest[at], context));
        rest = after;
    }
    if let Some(first) = rest.first() {
        context.found.error(
            first,
            "expected `pattern => value`\nhelp: such as `Ok(page) => page | count(),` or `_ => {}`",
        );
    }
    Head::Route(Box::new(Route { keyword: keyword.clone(), input, arms }))
}

/// Cuts the pattern from its guard.
fn split_guard(tokens: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>) {
    let guard = tokens.iter().position(|token| is_word(Some(token), "if")).unwrap_or(tokens.len());
    tokens.split_at(guard)
}

/// Cuts off the right side of an arm. A block ends it as in Rust, with or without a comma.
fn value(tokens: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>) {
    let block = as_group(tokens.first(), Delimiter::Brace).is_some();
    if block && !['|', '.', ','].iter().any(|more| is_punct(tokens.get(1), *more)) {
        return (&tokens[..1], &tokens[1..]);
    }
    match top_level(tokens).find(|at| is_punct(tokens.get(*at), ',')) {
        Some(comma) => (&tokens[..comma], &tokens[comma + 1..]),
        None => (tokens, &[]),
    }
}

/// Reads the right side of an arm.
fn arm(
    pattern: Tokens<'_>,
    guard: Tokens<'_>,
    tokens: Tokens<'_>,
    arrow: &TokenTree,
    context: &mut Context<'_>,
) -> Arm {
    let span = tokens.first().unwrap_or(arrow).span();
    let made = |value, stages| Arm { pattern: stream(pattern), guard: stream(guard), value, stages, span };
    if let [block] = tokens
        && let Some(group) = as_group(Some(block), Delimiter::Brace)
    {
        let inner = trees(group.stream());
        if inner.is_empty() {
            return made(None, Vec::new());
        }
        // rustfmt puts braces around an arm that is too long for its line.
        if has_pipe(&inner) && !inner.iter().any(|token| is_punct(Some(token), ';')) {
            return arm(pattern, guard, &inner, arrow, context);
        }
    }
    if tokens.is_empty() {
        context.found.error(
            arrow,
            "this arm has no value\nhelp: `=> {}` drops the item, `=> value | stage` sends it on",
        );
        return made(None, Vec::new());
    }
    let end = next_separator(tokens).map_or(tokens.len(), |(at, _)| at);
    let (stages, _) = flow::stages(&tokens[end..], flow::Place::List, context);
    made(Some(stream(&tokens[..end])), stages)
}
