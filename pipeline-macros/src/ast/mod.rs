//! The parts of a program, and how they are recognised.

mod arm;
mod body;
mod flow;
mod header;
mod item;
mod names;
mod settings;
mod stage;
mod statement;
mod tail;

pub(crate) use self::arm::{Arm, Route};
pub(crate) use self::body::Body;
pub(crate) use self::flow::{Flow, Head, Member};
pub(crate) use self::header::Header;
pub(crate) use self::item::Item;
pub(crate) use self::names::{Names, Shape};
pub(crate) use self::settings::Settings;
pub(crate) use self::stage::{Call, Choice, Stage};
pub(crate) use self::statement::Statement;
pub(crate) use self::tail::{Field, Tail};

use crate::diagnostics::Diagnostics;
use crate::lex::{as_group, is_punct, trees};
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

/// What the parser knows while it reads: the branches named so far, and the mistakes.
pub(crate) struct Context<'a> {
    pub(crate) branches: HashSet<String>,
    pub(crate) found: &'a mut Diagnostics,
}

impl Context<'_> {
    /// Whether the tokens are the name of a branch.
    pub(crate) fn is_branch(&self, tokens: &[TokenTree]) -> bool {
        crate::lex::lone_ident(tokens).is_some_and(|ident| self.branches.contains(&ident.to_string()))
    }
}

/// Reads a program. Mistakes go to `found`; what could be read comes back.
pub(crate) fn program(tokens: &[TokenTree], found: &mut Diagnostics) -> Program {
    if let [only] = tokens
        && let Some(group) =
            as_group(Some(only), Delimiter::Brace).or_else(|| as_group(Some(only), Delimiter::None))
        && (group.delimiter() == Delimiter::Brace || crate::lex::lone_ident(tokens).is_none())
    {
        let inner = trees(group.stream());
        if group.delimiter() == Delimiter::Brace || crate::lex::has_pipe(&inner) {
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
