//! A flow is one expression: its head, and a method call a stage.

use super::label::source_name;
use super::writer::Writer;
use crate::ast::{Flow, Head, Member, Stage};
use crate::hygiene::{internal, stand_in_call};
use crate::words::{Gives, word};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

impl Writer<'_> {
    /// The value of a flow as the user sees it: a branch of the plain type `Stream<T>`, or a run.
    pub(super) fn sealed(&mut self, flow: &Flow) -> TokenStream {
        let gives = gives(flow);
        let tokens = self.flow(flow);
        let span = flow.stages.last().map_or(flow.span, last_span);
        self.seal(tokens, gives, span)
    }

    /// Takes the options of the last stage off a type.
    pub(super) fn seal(&self, tokens: TokenStream, gives: Gives, span: Span) -> TokenStream {
        match gives {
            Gives::Run | Gives::Branches => tokens,
            Gives::Stream => {
                let seal = self.path("seal", span);
                let mut args = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, tokens);
                args.set_span(span.resolved_at(Span::mixed_site()));
                quote!(#seal #args)
            }
            Gives::Anything => {
                let end = self.path("End", span);
                let close = self.path("Close", span);
                quote!({ use #close as _; #end(#tokens).close() })
            }
        }
    }

    /// Writes a flow. What must stand in front of it goes to the statements.
    pub(super) fn flow(&mut self, flow: &Flow) -> TokenStream {
        let head = self.head(&flow.head, flow.span);
        let tokens = flow.stages.iter().fold(head, |before, stage| self.stage(before, stage));
        match flow.stages.last() {
            // The branches of a split are no stream, and have their options from a trait.
            Some(stage) if gives(flow) == Gives::Branches && !stage.options.is_empty() => {
                let fan = self.path("Fan", last_span(stage));
                quote!({ use #fan as _; #tokens })
            }
            _ => tokens,
        }
    }

    /// Writes the head.
    fn head(&mut self, head: &Head, span: Span) -> TokenStream {
        match head {
            Head::Input => {
                let input = internal("in", span);
                quote!(#input)
            }
            Head::Branch(ident) => quote!(#ident),
            Head::StandIn(branch) => stand_in_call(branch).into_iter().collect(),
            Head::Source(tokens) => self.source(tokens, span),
            Head::Merge(members) => {
                let members = members.iter().map(|member| self.member(member, span)).collect();
                self.merge(members, span)
            }
            Head::Route(route) => {
                let open = self.route(route);
                self.merge(open, span)
            }
        }
    }

    /// Anything that is a source.
    fn source(&self, tokens: &TokenStream, span: Span) -> TokenStream {
        let source = self.path("source", span);
        if tokens.is_empty() {
            // The mistake is reported; whatever follows gets a stream to work on.
            return quote!(#source(::core::iter::empty()));
        }
        let mut inner = tokens.clone();
        let source = if self.drawn {
            let name = source_name(tokens);
            inner.extend(quote!(, #name));
            self.path("named_source", span)
        } else {
            source
        };
        let mut args = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, inner);
        args.set_span(span);
        quote!(#source #args)
    }

    /// One member of an array head.
    fn member(&self, member: &Member, span: Span) -> TokenStream {
        match member {
            Member::Branch(ident) => quote!(#ident),
            Member::Source(tokens) => self.source(tokens, span),
        }
    }

    /// Several streams as one.
    fn merge(&self, members: Vec<TokenStream>, span: Span) -> TokenStream {
        let mut members = members.into_iter();
        // None is a mistake that was reported.
        let first = members.next().unwrap_or_else(|| self.source(&quote!([(); 0]), span));
        let rest: Vec<_> = members.collect();
        if rest.is_empty() {
            return first;
        }
        let merge = quote_spanned!(span.resolved_at(Span::mixed_site())=> merge);
        quote!(#first.#merge([#(#rest),*]))
    }
}

/// What is known of a flow's value.
pub(super) fn gives(flow: &Flow) -> Gives {
    match flow.stages.last().map(Stage::operator) {
        // A branch and a source are sealed as they are.
        None => Gives::Branches,
        Some(None) => Gives::Anything,
        Some(Some(name)) => word(name).gives,
    }
}

/// Where a stage stands.
fn last_span(stage: &Stage) -> Span {
    stage.operator().map_or(stage.pipe, |name| name.span())
}
