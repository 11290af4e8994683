//! A whole program, and which of its forms it has.

use super::body::{self, Body};
use super::context::Context;
use super::header::{self, Header};
use super::item::{self, Item};
use crate::diagnostics::Diagnostics;
use crate::lex::{as_group, has_pipe, is_punct, lone_ident, trees};
use proc_macro2::{Delimiter, Span, TokenTree};
use std::collections::HashSet;

/// What stands in one `pipeline!`.
pub(crate) enum Program {
    /// Nothing.
    Empty,
    /// `source | map(f) | collect()`, or statements and a tail.
    Body(Body),
    /// `<In => Out> map(f) | ..`
    Header(Header),
    /// `fn name(..) -> Run<..> { .. }`
    Item(Item),
}

/// Reads a program. Mistakes go to `found`; what could be read comes back.
pub(crate) fn program(tokens: &[TokenTree], found: &mut Diagnostics) -> Program {
    if let [only] = tokens
        && let Some(group) =
            as_group(Some(only), Delimiter::Brace).or_else(|| as_group(Some(only), Delimiter::None))
        && (group.delimiter() == Delimiter::Brace || lone_ident(tokens).is_none())
    {
        let inner = trees(group.stream());
        if group.delimiter() == Delimiter::Brace || has_pipe(&inner) {
            return program(&inner, found);
        }
    }
    if tokens.is_empty() {
        found.error_at(Span::call_site(), "empty pipeline\nhelp: `pipeline!(source | map(f) | collect())`");
        return Program::Empty;
    }
    let mut context = Context { branches: HashSet::new(), found };
    if item::starts(tokens) {
        return item::item(tokens, &mut context).map_or(Program::Empty, Program::Item);
    }
    if is_punct(tokens.first(), '<')
        && let Some(header) = header::header(tokens, &mut context)
    {
        return Program::Header(header);
    }
    Program::Body(body::body(tokens, &mut context))
}
