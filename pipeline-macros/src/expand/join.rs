//! Terminals that run at once: a tuple or a struct of them.

use super::writer::Writer;
use crate::ast::{Arm, Field, Flow, Head};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

/// The most runs that the library joins at once.
const MOST: usize = 8;

impl Writer<'_> {
    /// `(flow, flow)`
    pub(super) fn tuple(&mut self, flows: &[Flow], span: Span) -> TokenStream {
        let runs = flows.iter().map(|flow| self.run(flow)).collect();
        self.join(runs, span)
    }

    /// The run of a flow that ends in a terminal, or of a `match` all of whose arms do.
    pub(super) fn run(&mut self, flow: &Flow) -> TokenStream {
        match &flow.head {
            Head::Route(route) if flow.stages.is_empty() && !route.arms.iter().any(Arm::is_open) => {
                let mut runs = self.runs(route);
                if runs.len() == 1 { runs.remove(0) } else { self.join(runs, route.keyword.span()) }
            }
            _ => self.flow(flow),
        }
    }

    /// `Path { field: flow, field: value, ..base }`
    pub(super) fn record(
        &mut self,
        path: &TokenStream,
        fields: &[Field],
        base: Option<&TokenStream>,
    ) -> TokenStream {
        let mut runs = Vec::new();
        let mut results = Vec::new();
        let mut members = Vec::new();
        for field in fields {
            match field {
                Field::Flow(name, flow) => {
                    // Held in a variable: fields are evaluated in the order they are written.
                    let run = self.run(flow);
                    let held = self.fresh("run", name.span());
                    self.statements.push(quote!(let #held = #run;));
                    runs.push(quote!(#held));
                    let result = self.fresh("result", name.span());
                    members.push(quote!(#name: #result));
                    results.push(result);
                }
                Field::Value(name, value) => {
                    let held = self.fresh("field", name.span());
                    self.statements.push(quote!(let #held = #value;));
                    members.push(quote!(#name: #held));
                }
            }
        }
        if let Some(base) = base {
            let held = self.fresh("base", Span::call_site());
            self.statements.push(quote!(let #held = #base;));
            members.push(quote!(..#held));
        }
        let pattern = nested(&results);
        let span = path.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        let joined = self.nest(runs, span);
        let map_run = self.path("map_run", span);
        quote!(#map_run(#joined, move |#pattern| #path { #(#members),* }))
    }

    /// A run of a flat tuple.
    fn join(&mut self, runs: Vec<TokenStream>, span: Span) -> TokenStream {
        if runs.len() <= MOST {
            return self.nest(runs, span);
        }
        let results: Vec<_> = runs.iter().map(|_| self.fresh("result", Span::call_site())).collect();
        let pattern = nested(&results);
        let joined = self.nest(runs, span);
        let map_run = self.path("map_run", Span::call_site());
        quote!(#map_run(#joined, move |#pattern| (#(#results,)*)))
    }

    /// A run of a tuple that is nested as deep as needed, blamed on `span` if its members do not fit together.
    fn nest(&self, runs: Vec<TokenStream>, span: Span) -> TokenStream {
        let members = match runs.len() {
            0..=MOST => runs,
            _ => parts(&runs).map(|part| self.nest(part.to_vec(), span)).collect(),
        };
        let mut tuple = Group::new(Delimiter::Parenthesis, quote!(#(#members,)*));
        tuple.set_span(span);
        let join = self.path("join", span);
        quote!(#join(#tuple))
    }
}

/// The pattern that takes apart what [`Writer::nest`] put together.
fn nested(results: &[Ident]) -> TokenStream {
    if results.len() <= MOST {
        return quote!((#(#results,)*));
    }
    let parts: Vec<_> = parts(results).map(nested).collect();
    quote!((#(#parts,)*))
}

/// At most eight parts.
fn parts<T>(all: &[T]) -> impl Iterator<Item = &[T]> {
    all.chunks(all.len().div_ceil(MOST))
}
