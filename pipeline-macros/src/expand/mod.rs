//! Writes the program out as method calls.

mod body;
mod flow;
mod form;
mod graph;
mod join;
mod mermaid;
mod route;
mod stage;

pub(crate) use self::stage::own_name;

use crate::ast::Program;
use crate::diagnostics::Diagnostics;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};

/// Writes a checked program, and behind it what is wrong with it.
pub(crate) fn expand(program: &Program, library: &Ident, found: &Diagnostics) -> TokenStream {
    let mut writer = Writer {
        library: library.clone(),
        found,
        names: 0,
        statements: Vec::new(),
        sides: Vec::new(),
        typed: false,
        defaults: Vec::new(),
    };
    match program {
        Program::Empty => found.first(),
        Program::Body(body) => writer.expression(body),
        Program::Header(header) => writer.header(header),
        Program::Item(item) => writer.item(item),
    }
}

/// Writes one function body, statement by statement.
struct Writer<'a> {
    /// The `$crate` of the library.
    library: Ident,
    found: &'a Diagnostics,
    /// How many internal names were given.
    names: usize,
    statements: Vec<TokenStream>,
    /// The variables that hold the runs of the side flows.
    sides: Vec<Ident>,
    /// Whether the result has a type that the user wrote: then it is held in a variable first, so that
    /// the compiler blames the last stage if it does not fit.
    typed: bool,
    /// The default options, in the order they were written.
    defaults: Vec<(Ident, TokenStream)>,
}

impl Writer<'_> {
    /// `$crate::__private::name`, blamed on the user's tokens at `span` if it does not fit them.
    fn path(&self, name: &str, span: Span) -> TokenStream {
        let span = span.resolved_at(self.library.span());
        let mut library = self.library.clone();
        library.set_span(span);
        let name = Ident::new(name, span);
        quote_spanned!(span=> #library::__private::#name)
    }

    /// A variable of ours.
    fn fresh(&mut self, prefix: &str, span: Span) -> Ident {
        self.names += 1;
        internal(&format!("{prefix}{}", self.names), span)
    }
}

/// A name that no name of the user's can meet.
fn internal(name: &str, span: Span) -> Ident {
    format_ident!("__{}", name, span = Span::mixed_site().located_at(span))
}

/// The variable that can make a stream of the type of this branch.
fn witness(branch: &Ident) -> Ident {
    internal(&format!("stand_in_{branch}"), branch.span())
}

/// An expression of the type of this branch, for a branch that was moved away already.
pub(crate) fn stand_in_call(branch: &Ident) -> Vec<TokenTree> {
    let witness = witness(branch);
    crate::lex::trees(quote!(#witness.stand_in()))
}
