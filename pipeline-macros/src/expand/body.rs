//! Statements, the tail, and the runs that go along with it.

use super::flow::gives;
use super::writer::Writer;
use crate::ast::{Arm, Body, Flow, Head, Names, Shape, Stage, Statement, Tail};
use crate::hygiene::{self, internal};
use crate::words::{Gives, word};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

impl Writer<'_> {
    /// A body as an expression, with the report behind it.
    pub(super) fn expression(&mut self, body: &Body) -> TokenStream {
        let tail = self.body(body);
        let report = self.found.report();
        let statements = std::mem::take(&mut self.statements);
        match (statements.is_empty(), report.is_empty()) {
            (true, true) => tail,
            (false, true) => quote!({ #(#statements)* #tail }),
            (_, false) => {
                let out = internal("out", Span::call_site());
                quote!({ #(#statements)* let #out = #tail; #report #out })
            }
        }
    }

    /// Writes the statements, and gives the tail's value.
    pub(super) fn body(&mut self, body: &Body) -> TokenStream {
        self.defaults(body);
        for statement in &body.statements {
            match statement {
                Statement::Rust(tokens) => self.statements.push(tokens.clone()),
                Statement::Side(flow) => self.side_flow(flow),
                Statement::Let { keyword, names, of, flow } => {
                    self.binding(keyword, names, of.as_ref(), flow)
                }
            }
        }
        let (tail, kind) = match &body.tail {
            None => return self.only_sides(),
            Some(Tail::Flow(flow)) => self.last_flow(flow),
            Some(Tail::Tuple(flows, span)) => (self.tuple(flows, *span), Gives::Run),
            Some(Tail::Struct { path, fields, base }) => {
                (self.record(path, fields, base.as_ref()), Gives::Run)
            }
        };
        let span = match &body.tail {
            Some(Tail::Flow(flow)) => {
                flow.stages.last().and_then(|stage| stage.operator()).map_or(flow.span, |name| name.span())
            }
            _ => Span::call_site(),
        };
        let tail = if self.typed && kind == Gives::Stream {
            let last = internal("last", span);
            self.statements.push(quote!(let #last = #tail;));
            quote!(#last)
        } else {
            tail
        };
        let sealed = self.seal(tail, kind, span);
        self.along(sealed, 0, span)
    }

    /// Lets the side flows from the `first` one on run along with a value.
    fn along(&self, value: TokenStream, first: usize, span: Span) -> TokenStream {
        let Some(sides) = self.sides.get(first..).filter(|sides| !sides.is_empty()) else { return value };
        let (along, plain, failing) =
            (self.path("Along", span), self.path("AlongPlain", span), self.path("AlongFailing", span));
        let all = sides.iter().fold(value, |value, side| quote!(#along(#value, #side).both()));
        quote!({ use #plain as _; use #failing as _; #all })
    }

    /// A flow as the tail, and what is known of its value.
    fn last_flow(&mut self, flow: &Flow) -> (TokenStream, Gives) {
        match &flow.head {
            Head::Route(route) if flow.stages.is_empty() && !route.arms.iter().any(Arm::is_open) => {
                (self.run(flow), Gives::Run)
            }
            _ => (self.flow(flow), gives(flow)),
        }
    }

    /// Default options that are no literals are evaluated once.
    fn defaults(&mut self, body: &Body) {
        for setting in &body.settings.each {
            let tokens = crate::lex::trees(setting.value.clone());
            let value = if let [proc_macro2::TokenTree::Literal(_)] = &tokens[..] {
                setting.value.clone()
            } else {
                let held = self.fresh(&setting.name.to_string(), setting.name.span());
                let value = &setting.value;
                self.statements.push(quote!(let #held = #value;));
                quote!(#held)
            };
            self.defaults.push((setting.name.clone(), value));
        }
    }

    /// `let names: Type = flow;`
    fn binding(&mut self, keyword: &Ident, names: &Names, of: Option<&TokenStream>, flow: &Flow) {
        let of = of.cloned().unwrap_or_default();
        match &flow.head {
            Head::Route(route)
                if flow.stages.is_empty() && matches!(names.shape, Shape::Tuple | Shape::Array) =>
            {
                self.named_arms(keyword, names, &of, route);
            }
            _ => {
                let each = names.each.iter().map(|name| &name.tokens);
                let (value, pattern) = match names.shape {
                    Shape::One => (self.sealed(flow), names.tokens.clone()),
                    Shape::Array => (self.flow(flow), quote!([#(#each),*])),
                    Shape::Tuple => (self.flow(flow), quote!((#(#each),*))),
                    Shape::Other => (self.flow(flow), names.tokens.clone()),
                };
                self.statements.push(quote!(#keyword #pattern #of = #value;));
                let splits = flow.stages.last().and_then(Stage::operator);
                if splits.is_some_and(|name| word(name).gives == Gives::Branches) {
                    names.idents().for_each(|name| self.label(name, &name.to_string()));
                }
            }
        }
        for name in names.idents().filter(|name| self.found.is_doubled(name)) {
            self.witness(name);
        }
    }

    /// Remembers a branch's type, for the place where it is read once too often.
    pub(super) fn witness(&mut self, branch: &Ident) {
        let (witness, bound) = (self.path("witness", branch.span()), hygiene::witness(branch));
        self.statements.push(quote!(let #bound = #witness(&#branch);));
    }

    /// `flow;`
    fn side_flow(&mut self, flow: &Flow) {
        match &flow.head {
            Head::Route(route) if flow.stages.is_empty() => {
                for run in self.runs(route) {
                    self.side(run, flow.span);
                }
            }
            _ => {
                let run = self.flow(flow);
                self.side(run, flow.span);
            }
        }
    }

    /// A run that goes along with the tail.
    pub(super) fn side(&mut self, run: TokenStream, span: Span) {
        let held = self.fresh("side", span);
        self.statements.push(quote!(let #held = #run;));
        self.sides.push(held);
    }

    /// A body without a tail: its side flows are the pipeline.
    fn only_sides(&self) -> TokenStream {
        let Some(first) = self.sides.first() else { return quote!(()) };
        let map_run = self.path("map_run", first.span());
        self.along(quote!(#map_run(#first, |_| ())), 1, first.span())
    }
}
