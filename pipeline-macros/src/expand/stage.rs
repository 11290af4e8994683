//! A stage is a method call, and so is each option.

use super::Writer;
use crate::ast::{Call, Choice, Stage};
use crate::check::{names_itself, takes_buffer, takes_workers};
use crate::lex::{commas, is_path, trees};
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// The name that a stage gets from the function it is given.
pub(crate) fn own_name(stage: &Stage) -> Option<Ident> {
    let Call::Method { name, args: Some(args), .. } = &stage.call else { return None };
    let tokens = trees(args.stream());
    let function =
        commas(&tokens).into_iter().next().filter(|function| names_itself(name) && is_path(function))?;
    // Generic arguments stand behind the last name, and hold names of their own.
    let mut end = function.len();
    if let Some(start) = (0..end).rev().find(|at| crate::lex::angle_end(&function[*at..]) == Some(end - at)) {
        end = start;
    }
    let last = function[..end].iter().rev().find_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.clone()),
        _ => None,
    })?;
    // `map(Some)`: a constructor is no name for a stage.
    (!last.to_string().starts_with(char::is_uppercase)).then_some(last)
}

impl Writer<'_> {
    /// Attaches a stage to the value before it.
    pub(super) fn stage(&self, before: TokenStream, stage: &Stage) -> TokenStream {
        let dot = dot(stage.pipe);
        match &stage.call {
            Call::Method { name, generics, args } => {
                let options = self.options(stage, name);
                quote!(#before #dot #name #generics #args #options)
            }
            Call::Via(function) | Call::Closure(function) => {
                let span =
                    function.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
                let via = Ident::new("via", span.resolved_at(Span::mixed_site()));
                let mut args = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, function.clone());
                args.set_span(span);
                quote!(#before #dot #via #args)
            }
        }
    }

    /// The name a stage has of itself, the defaults it does not set, then what it sets.
    fn options(&self, stage: &Stage, operator: &Ident) -> TokenStream {
        let span = operator.span().resolved_at(Span::mixed_site());
        let mut options = TokenStream::new();
        if let Some(name) = own_name(stage).filter(|_| stage.option("name").is_none()) {
            let name = name.to_string();
            options.extend(quote_spanned!(span=> .name(#name)));
        }
        for (name, value) in &self.defaults {
            let (fits, rivals): (_, &[&str]) = match name.to_string().as_str() {
                "workers" => (takes_workers(operator), &["workers"]),
                _ => (takes_buffer(operator), &["buffer", "unbounded"]),
            };
            if fits && !rivals.iter().any(|rival| stage.option(rival).is_some()) {
                options.extend(quote_spanned!(span=> .#name(#value)));
            }
        }
        options.extend(stage.options.iter().map(choice));
        options
    }
}

/// `.workers(4)`
fn choice(option: &Choice) -> TokenStream {
    let Choice { name, generics, args, .. } = option;
    let dot = dot(option.dot);
    quote!(#dot #name #generics #args)
}

/// A `.` where the user wrote the `|` or the dot.
fn dot(span: Span) -> TokenStream {
    let mut dot = Punct::new('.', Spacing::Alone);
    dot.set_span(span);
    dot.to_token_stream()
}
