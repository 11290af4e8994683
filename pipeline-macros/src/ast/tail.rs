//! What a pipeline gives: a flow, a tuple of flows, or a struct of them.

use super::context::Context;
use super::flow::{self, Flow};
use super::statement;
use crate::lex::{Tokens, as_group, as_ident, commas, is_punct, path_end, single_colon, stream, trees};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// The end of a body.
pub(crate) enum Tail {
    /// `flow`
    Flow(Flow),
    /// `(flow, flow)`
    Tuple(Vec<Flow>, Span),
    /// `Report { pages: flow, label, ..base }`
    Struct { path: TokenStream, fields: Vec<Field>, base: Option<TokenStream> },
}

/// One field of a struct tail.
pub(crate) enum Field {
    /// `pages: flow`
    Flow(Ident, Flow),
    /// `label: expression`, or `label`
    Value(Ident, TokenStream),
}

/// Reads the tail, and gives back what it could not use.
pub(crate) fn tail<'a>(tokens: Tokens<'a>, context: &mut Context<'_>) -> (Tail, Tokens<'a>) {
    if let [only] = tokens
        && let Some(group) = as_group(Some(only), Delimiter::Parenthesis)
    {
        let inner = trees(group.stream());
        let listed = inner.iter().any(|token| is_punct(Some(token), ','));
        let members = commas(&inner);
        if listed && members.iter().any(|member| statement::is_flow(member, context)) {
            let flows =
                members.into_iter().map(|member| list_member(member, group.span(), context)).collect();
            return (Tail::Tuple(flows, group.span()), &[]);
        }
    }
    let path = path_end(tokens);
    if path > 0
        && tokens.len() == path + 1
        && let Some(group) = as_group(tokens.last(), Delimiter::Brace)
    {
        let inner = trees(group.stream());
        if commas(&inner).into_iter().any(|field| is_flow_field(field, context)) {
            return (record(&tokens[..path], &inner, group.span(), context), &[]);
        }
    }
    let (flow, left) = flow::flow(tokens, Span::call_site(), flow::Place::Statement, context);
    (Tail::Flow(flow), left)
}

/// Whether a field's value is a flow.
fn is_flow_field(tokens: Tokens<'_>, context: &Context<'_>) -> bool {
    match single_colon(tokens) {
        Some(colon) => statement::is_flow(&tokens[colon + 1..], context),
        None => context.is_branch(tokens),
    }
}

/// Reads the fields of a struct tail.
fn record(path: Tokens<'_>, inner: Tokens<'_>, around: Span, context: &mut Context<'_>) -> Tail {
    let mut fields = Vec::new();
    let mut base = None;
    for field in commas(inner) {
        match (as_ident(field.first()), single_colon(field)) {
            (Some(name), Some(1)) if statement::is_flow(&field[2..], context) => {
                fields.push(Field::Flow(name.clone(), list_member(&field[2..], around, context)));
            }
            (Some(name), Some(1)) => fields.push(Field::Value(name.clone(), stream(&field[2..]))),
            (Some(name), None) if field.len() == 1 && context.is_branch(field) => {
                fields.push(Field::Flow(name.clone(), list_member(field, around, context)));
            }
            (Some(name), None) if field.len() == 1 => fields.push(Field::Value(name.clone(), stream(field))),
            _ if is_punct(field.first(), '.') && is_punct(field.get(1), '.') => {
                base = Some(stream(&field[2..]))
            }
            _ => {
                let text = "expected `field: flow`, `field: value` or `field`";
                context.found.error_at(field.first().map_or(around, TokenTree::span), text);
            }
        }
    }
    Tail::Struct { path: stream(path), fields, base }
}

/// One of several flows in brackets.
fn list_member(tokens: Tokens<'_>, around: Span, context: &mut Context<'_>) -> Flow {
    flow::flow(tokens, around, flow::Place::List, context).0
}
