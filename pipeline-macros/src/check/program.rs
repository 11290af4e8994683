//! A program: its statements, its tail and its header.

use super::branches::Traits;
use super::checker::Checker;
use super::flow::End;
use crate::ast::{Arm, Body, Field, Flow, Head, Header, Names, Program, Shape, Statement, Tail};
use crate::diagnostics::Diagnostics;
use crate::lex::{as_ident, is_punct, is_word, trees};
use proc_macro2::{Ident, Span, TokenTree};

/// Checks a program, and mends it where it was wrong.
pub(crate) fn check(program: &mut Program, found: &mut Diagnostics) {
    let mut checker = Checker::new(found);
    match program {
        Program::Empty => {}
        Program::Body(body) => checker.body(body),
        Program::Header(header) => checker.header(header),
        Program::Item(item) => checker.body(&mut item.body),
    }
}

impl Checker<'_> {
    /// Checks a body.
    pub(super) fn body(&mut self, body: &mut Body) {
        self.settings(&body.settings);
        for statement in &mut body.statements {
            match statement {
                Statement::Let { names, flow, .. } => self.binding(names, flow),
                Statement::Side(flow) => self.side(flow),
                Statement::Rust(tokens) => {
                    let tokens = trees(tokens.clone());
                    self.touch(&tokens);
                    self.hidden(&tokens);
                }
            }
        }
        match &mut body.tail {
            Some(tail) => self.tail(tail),
            None if !body.statements.iter().any(runs) => {
                let text = "this pipeline has no flow at its end\nhelp: end it in a flow without `;`, such as `items | collect()`";
                self.found.error_at(Span::call_site(), text);
            }
            None => {}
        }
        self.unread();
    }

    /// Checks a header form, whose input is a branch like any other.
    pub(super) fn header(&mut self, header: &mut Header) {
        if let Some(name) = &header.name {
            self.branches.define(name.clone(), Traits::default());
        }
        self.body(&mut header.body);
    }

    /// `let names = flow;`
    fn binding(&mut self, names: &mut Names, flow: &mut Flow) {
        let (end, traits) = self.flow(flow);
        if let End::Closed(terminal) = &end {
            let text = "a terminal has no output to name\nhelp: return its result: put the flow last, or in a tuple `(a | collect(), b | count())`";
            self.found.error(terminal, text);
            flow.stages.pop();
            // The names stay unknown, so that nothing is said of them that follows from this.
            return;
        }
        if let (Head::Route(route), true) = (&flow.head, flow.stages.is_empty())
            && !self.count_arms(route, names)
        {
            return;
        }
        let last = flow.stages.last().and_then(|stage| stage.operator()).cloned();
        self.brackets(names, last.as_ref());
        let split = self.splits(flow);
        for (side, name) in names.each.iter().enumerate() {
            if let Some(ident) = &name.ident {
                let mut traits = traits.clone();
                if let Some((id, word)) = split.filter(|_| names.each.len() > 1) {
                    traits.side_of = Some((id, side, word));
                }
                self.branches.define(ident.clone(), traits);
            }
        }
    }

    /// The brackets around the names are those of what a split gives.
    fn brackets(&mut self, names: &mut Names, split: Option<&Ident>) {
        let list = names.each.iter().map(|name| name.tokens.to_string()).collect::<Vec<_>>().join(", ");
        let (shape, given, written) = match split {
            Some(word) if word == "tee" && names.shape == Shape::Tuple => {
                (Shape::Array, "`tee` gives an array of branches", format!("[{list}]"))
            }
            Some(word) if word == "partition" && names.shape == Shape::Array => {
                (Shape::Tuple, "`partition` gives a pair of branches", format!("({list})"))
            }
            _ => return,
        };
        self.found.error(&names.tokens, format!("{given}\nhelp: write `let {written} = ..`"));
        names.shape = shape;
    }

    /// The word and the number of the split that a flow ends in, if its sides are unrelated.
    fn splits(&mut self, flow: &Flow) -> Option<(usize, &'static str)> {
        let word = match (flow.stages.last(), &flow.head) {
            (Some(stage), _) if stage.operator().is_some_and(|name| name == "partition") => "partition",
            (None, Head::Route(_)) => "match",
            _ => return None,
        };
        Some((self.branches.next_split(), word))
    }

    /// `flow;`
    fn side(&mut self, flow: &mut Flow) {
        let (end, _) = self.flow(flow);
        match &mut flow.head {
            Head::Route(route) if flow.stages.is_empty() => self.close_arms(route),
            _ => self.close(flow, &end),
        }
    }

    /// The tail.
    fn tail(&mut self, tail: &mut Tail) {
        match tail {
            Tail::Flow(flow) => {
                let _ = self.flow(flow);
            }
            Tail::Tuple(flows, _) => flows.iter_mut().for_each(|flow| self.member(flow)),
            Tail::Struct { fields, base, .. } => {
                for field in fields {
                    match field {
                        Field::Flow(_, flow) => self.member(flow),
                        Field::Value(_, tokens) => self.touch(&trees(tokens.clone())),
                    }
                }
                self.touch(&trees(base.clone().unwrap_or_default()));
            }
        }
    }

    /// A flow in a tuple or in a field.
    fn member(&mut self, flow: &mut Flow) {
        let (end, _) = self.flow(flow);
        let all_closed = matches!(&flow.head, Head::Route(route) if !route.arms.iter().any(Arm::is_open));
        if !(all_closed && flow.stages.is_empty()) {
            self.close(flow, &end);
        }
    }

    /// Names that plain Rust binds, and that now mean something else than a branch.
    fn hidden(&mut self, tokens: &[TokenTree]) {
        if let [_, pattern, equals, ..] = tokens
            && is_word(tokens.first(), "let")
            && is_punct(Some(equals), '=')
            && let Some(name) = as_ident(Some(pattern))
        {
            self.branches.hide(name);
        }
    }
}

/// Whether a statement holds a flow that runs along.
fn runs(statement: &Statement) -> bool {
    match statement {
        Statement::Side(_) => true,
        Statement::Let { flow, .. } => {
            matches!(&flow.head, Head::Route(route) if route.arms.iter().any(|arm| arm.value.is_some() && !arm.is_open()))
        }
        Statement::Rust(_) => false,
    }
}
