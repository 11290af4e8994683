//! One function body while it is written.

use crate::diagnostics::Diagnostics;
use crate::hygiene::internal;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// Writes one function body, statement by statement.
pub(super) struct Writer<'a> {
    /// The `$crate` of the library.
    library: Ident,
    pub(super) found: &'a Diagnostics,
    /// How many internal names were given.
    names: usize,
    pub(super) statements: Vec<TokenStream>,
    /// The variables that hold the runs of the side flows.
    pub(super) sides: Vec<Ident>,
    /// Whether the result has a type that the user wrote: then it is held in a variable first, so that
    /// the compiler blames the last stage if it does not fit.
    pub(super) typed: bool,
    /// Whether the function is drawn: then its sources and branches are called as in the drawing.
    pub(super) drawn: bool,
    /// The default options, in the order they were written.
    pub(super) defaults: Vec<(Ident, TokenStream)>,
}

impl<'a> Writer<'a> {
    /// A function body that is still empty.
    pub(super) fn new(library: &Ident, found: &'a Diagnostics) -> Self {
        Self {
            library: library.clone(),
            found,
            names: 0,
            statements: Vec::new(),
            sides: Vec::new(),
            typed: false,
            drawn: false,
            defaults: Vec::new(),
        }
    }

    /// `$crate::__private::name`, blamed on the user's tokens at `span` if it does not fit them.
    pub(super) fn path(&self, name: &str, span: Span) -> TokenStream {
        let span = span.resolved_at(self.library.span());
        let mut library = self.library.clone();
        library.set_span(span);
        let name = Ident::new(name, span);
        quote_spanned!(span=> #library::__private::#name)
    }

    /// Calls a branch as in the drawing, where there is one.
    pub(super) fn label(&mut self, branch: &Ident, text: &str) {
        if self.drawn {
            let label = self.path("label", branch.span());
            self.statements.push(quote_spanned!(branch.span()=> #label(&#branch, #text);));
        }
    }

    /// A variable of ours.
    pub(super) fn fresh(&mut self, prefix: &str, span: Span) -> Ident {
        self.names += 1;
        internal(&format!("{prefix}{}", self.names), span)
    }
}
