//! What is wrong with a program, collected so that all of it is reported at once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// Errors and warnings, in the order they were found.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Vec<syn::Error>,
    warnings: Vec<Warning>,
    allowed: Vec<String>,
    /// Branches that are read more than once.
    doubled: Vec<String>,
}

/// A remark that does not stop the program from compiling.
struct Warning {
    lint: &'static str,
    span: Span,
    text: String,
}

/// The names that `#![allow(..)]` accepts.
pub(crate) const LINTS: [&str; 2] = ["order_lost", "unrelated_zip"];

impl Diagnostics {
    /// Reports `text` at the whole of `place`.
    pub(crate) fn error(&mut self, place: impl ToTokens, text: impl Into<String>) {
        self.errors.push(syn::Error::new_spanned(place, text.into()));
    }

    /// Reports `text` at a span.
    pub(crate) fn error_at(&mut self, span: Span, text: impl Into<String>) {
        self.errors.push(syn::Error::new(span, text.into()));
    }

    /// Remarks `text` at a span, unless the lint is allowed.
    pub(crate) fn warn(&mut self, lint: &'static str, span: Span, text: String) {
        self.warnings.push(Warning { lint, span, text });
    }

    /// Silences a lint for the whole program.
    pub(crate) fn allow(&mut self, lint: String) {
        self.allowed.push(lint);
    }

    /// A branch is read once too often: where it is bound, its type is kept for a stand-in.
    pub(crate) fn double(&mut self, branch: &Ident) {
        self.doubled.push(branch.to_string());
    }

    /// Whether a branch of this name is read more than once.
    pub(crate) fn is_doubled(&self, branch: &Ident) -> bool {
        self.doubled.iter().any(|name| branch == name)
    }

    /// The first error as an expression, where there is no program to put it behind.
    pub(crate) fn first(&self) -> TokenStream {
        self.errors.first().map(syn::Error::to_compile_error).unwrap_or_default()
    }

    /// The report as items. It stands behind the user's code: text derived from the user's names
    /// in front of it would break completion.
    pub(crate) fn report(&self) -> TokenStream {
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        let errors = errors.into_iter().map(syn::Error::to_compile_error);
        let warnings = self
            .warnings
            .iter()
            .filter(|it| !self.allowed.iter().any(|name| name == it.lint))
            .map(Warning::tokens);
        warnings.chain(errors).collect()
    }
}

impl Warning {
    /// A use of a deprecated constant: the only warning a macro can give on stable Rust.
    fn tokens(&self) -> TokenStream {
        let text = &self.text;
        let name = Ident::new(self.lint, self.span.resolved_at(Span::mixed_site()));
        quote_spanned! {Span::mixed_site()=>
            const _: () = {
                #[deprecated(note = #text)]
                #[allow(non_upper_case_globals)]
                const #name: () = ();
                #name
            };
        }
    }
}
