//! A stage is a method call, and so is each option.

use super::writer::Writer;
use crate::ast::{Call, Choice, Stage};
use crate::lex::{starts_closure, trees};
use crate::words::{Workers, word};
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

impl Writer<'_> {
    /// Attaches a stage to the value before it.
    pub(super) fn stage(&self, before: TokenStream, stage: &Stage) -> TokenStream {
        let dot = dot(stage.pipe);
        let prefix = stage.prefix.iter().map(choice);
        match &stage.call {
            Call::Method { name, generics, args } => {
                let options = self.options(stage, name);
                let takes_closure = args.as_ref().is_some_and(|args| starts_closure(&trees(args.stream())));
                if takes_closure && (name == "via" || name == "to") {
                    let via = Ident::new("__via", name.span());
                    return quote!(#before #(#prefix)* #dot #via #generics #args #options);
                }
                quote!(#before #(#prefix)* #dot #name #generics #args #options)
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
        if let Some(name) = stage.own_name().filter(|_| stage.option("name").is_none()) {
            let name = name.to_string();
            options.extend(quote_spanned!(span=> .name(#name)));
        }
        for (name, value) in &self.defaults {
            let (fits, rivals): (_, &[&str]) = match name.to_string().as_str() {
                "workers" => (word(operator).workers == Workers::ByDefault, &["workers"]),
                _ => (word(operator).takes_buffer(), &["buffer", "unbounded", "overflow"]),
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
