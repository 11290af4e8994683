//! `<In => Out> stages` and `<name: In => Out> body`: reusable pipes.

use super::body::{self, Body};
use super::context::Context;
use super::flow::{self, Flow, Head};
use super::settings;
use super::tail::Tail;
use crate::lex::{Tokens, angle_end, arrow, as_ident, is_punct, single_colon, stream};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// A pipe, or without `=> Out` a terminal, that is not attached yet.
pub(crate) struct Header {
    /// The input's name, if it has one.
    pub(crate) name: Option<Ident>,
    pub(crate) input: TokenStream,
    pub(crate) output: Option<TokenStream>,
    pub(crate) body: Body,
}

/// Reads the form. None if the `<` begins a path such as `<T as Trait>::new()`.
pub(crate) fn header(tokens: Tokens<'_>, context: &mut Context<'_>) -> Option<Header> {
    let end = angle_end(tokens)?;
    if is_punct(tokens.get(end), ':') {
        return None;
    }
    let types = &tokens[1..end - 1];
    let rest = &tokens[end..];
    let name = as_ident(types.first()).filter(|_| single_colon(types) == Some(1)).cloned();
    let types = if name.is_some() { &types[2..] } else { types };
    let (input, output) = match arrow(types) {
        Some(at) => (stream(&types[..at]), Some(stream(&types[at + 2..]))),
        None => (stream(types), None),
    };
    let body = match &name {
        Some(name) => {
            context.branches.insert(name.to_string());
            body::body(rest, context)
        }
        None => stages(rest, context),
    };
    Some(Header { name, input, output, body })
}

/// Reads the stages behind an anonymous header, the first of which has no `|` in front.
fn stages(tokens: Tokens<'_>, context: &mut Context<'_>) -> Body {
    let (settings, rest) = settings::settings(tokens, context.found);
    let span = rest.first().map_or_else(Span::call_site, TokenTree::span);
    let mut piped = vec![TokenTree::Punct(proc_macro2::Punct::new('|', proc_macro2::Spacing::Alone))];
    piped[0].set_span(span);
    piped.extend_from_slice(rest);
    let (stages, left) = if rest.is_empty() {
        (Vec::new(), &[][..])
    } else {
        flow::stages(&piped, flow::Place::Statement, context)
    };
    if let Some(first) = left.first() {
        context.found.error(
            first,
            "only stages can follow a header without a name\nhelp: name the input: `<items: In => Out> ..`",
        );
    }
    Body {
        settings,
        statements: Vec::new(),
        tail: Some(Tail::Flow(Flow { head: Head::Input, stages, span })),
    }
}
