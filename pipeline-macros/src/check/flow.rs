//! A flow: what may follow what, and how it ends.

use super::branches::Traits;
use super::checker::Checker;
use crate::ast::{Call, Choice, Flow, Head, Stage};
use crate::lex::trees;
use crate::words::{Kind, word};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

/// How a flow ends.
#[derive(Clone, PartialEq)]
pub(super) enum End {
    /// In a stream, or in several.
    Open,
    /// In a terminal of this name.
    Closed(Ident),
    /// In something of the user's, which is trusted.
    Unknown,
}

impl Checker<'_> {
    /// Checks a flow from its head to its last stage.
    pub(super) fn flow(&mut self, flow: &mut Flow) -> (End, Traits) {
        let own = match &flow.head {
            Head::Branch(ident) => Some(ident.clone()),
            _ => None,
        };
        let traits = self.head(flow);
        if let Head::Route(route) = &mut flow.head {
            self.route(route);
        }
        self.stages(&mut flow.stages, traits, own.as_ref())
    }

    /// Checks stages that follow one another.
    pub(super) fn stages(
        &mut self,
        stages: &mut Vec<Stage>,
        mut traits: Traits,
        own: Option<&Ident>,
    ) -> (End, Traits) {
        let mut end = End::Open;
        let mut kept: Vec<Stage> = Vec::new();
        for mut stage in std::mem::take(stages) {
            if let End::Closed(terminal) = &end {
                let text = format!(
                    "no stage can follow `{terminal}`, which ends the flow\nhelp: to read the items twice, split them first: `let [a, b] = .. | tee();`"
                );
                self.found.error_at(first_span(&stage), text);
                self.abandon(stage);
                break;
            }
            if !self.call(&mut stage, &mut kept) {
                continue;
            }
            self.options(&mut stage);
            self.pairs(&stage, &traits, own);
            self.order(&stage, &mut traits);
            if let Call::Method { args: Some(args), .. } = &mut stage.call
                && let Some(mended) = self.arguments(args.stream())
            {
                *args = Group::new(Delimiter::Parenthesis, mended);
            }
            end = end_of(&stage);
            kept.push(stage);
        }
        *stages = kept;
        (end, traits)
    }

    /// Checks what a stage calls. False if there is nothing to call.
    fn call(&mut self, stage: &mut Stage, before: &mut [Stage]) -> bool {
        if !self.prefix(stage) {
            return false;
        }
        match &mut stage.call {
            Call::Via(tokens) => self.touch(&trees(tokens.clone())),
            Call::Closure(tokens) => {
                let tokens = std::mem::take(tokens);
                self.found.error(&tokens, "a closure is not a stage\nhelp: pass it to an operator, as in `map(|x| ..)` or `filter(|x| ..)`");
                self.touch(&trees(tokens.clone()));
                let name = Ident::new("map", first_of(&tokens));
                stage.call = Call::Method {
                    name,
                    generics: TokenStream::new(),
                    args: Some(Group::new(Delimiter::Parenthesis, tokens)),
                };
            }
            Call::Method { name, generics, args } if word(name).kind == Kind::Option => {
                self.found.error(
                    quote!(#name #args),
                    format!("`{name}` is an option, not a stage\nhelp: attach it to the stage before it: `map(f).{name}(..)`"),
                );
                let option = Choice {
                    dot: stage.pipe,
                    name: name.clone(),
                    generics: generics.clone(),
                    args: args.clone(),
                };
                if let Some(previous) = before.last_mut().filter(|_| args.is_some()) {
                    previous.options.push(option);
                    self.options(previous);
                }
                return false;
            }
            Call::Method { name, args, .. } if args.is_none() => {
                self.no_parentheses(name);
                let mut empty = Group::new(Delimiter::Parenthesis, TokenStream::new());
                empty.set_span(name.span());
                *args = Some(empty);
                return word(name).is_bare || word(name).kind == Kind::Unknown;
            }
            Call::Method { .. } => {}
        }
        true
    }

    /// Checks what is called before a stage. False if it cannot stand there, and the stage with it.
    fn prefix(&mut self, stage: &Stage) -> bool {
        for call in &stage.prefix {
            if let Some(args) = &call.args {
                self.touch(&trees(args.stream()));
            } else if word(&call.name).kind != Kind::Unknown {
                self.no_parentheses(&call.name);
                return false;
            }
        }
        match &stage.call {
            Call::Method { name, args: Some(args), .. } if word(name).kind == Kind::Prefix => {
                let text = format!(
                    "`{name}` stands before a stage, and none follows it\nhelp: attach the stage to it: `{name}(..).map_async(f)`"
                );
                self.found.error(name, text);
                self.touch(&trees(args.stream()));
                false
            }
            _ => true,
        }
    }

    /// A stage is left out: the branches it reads count as read.
    fn abandon(&mut self, stage: Stage) {
        for args in stage.prefix.iter().filter_map(|call| call.args.as_ref()) {
            self.touch(&trees(args.stream()));
        }
        if let Call::Method { args: Some(args), .. } = &stage.call {
            self.touch(&trees(args.stream()));
        }
    }

    /// Where a terminal is needed and missing: reports it, and closes the flow.
    pub(super) fn close(&mut self, flow: &mut Flow, end: &End) {
        if *end == End::Open {
            let text = "this flow has no terminal\nhelp: end it in `collect()`, `for_each(f)` or `drain()`, or name it: `let name = ..;`";
            match flow.stages.last() {
                Some(stage) => self.found.error(stage_tokens(stage), text),
                None => self.found.error_at(flow.span, text),
            }
            flow.stages.push(drain(flow.span));
        }
    }
}

/// How a flow ends that has this stage last.
fn end_of(stage: &Stage) -> End {
    match stage.operator() {
        None => End::Unknown,
        Some(name) => match word(name).kind {
            Kind::Terminal => End::Closed(name.clone()),
            Kind::Via | Kind::Unknown => End::Unknown,
            _ => End::Open,
        },
    }
}

/// `| drain()`, standing in for the terminal that is missing.
pub(super) fn drain(span: Span) -> Stage {
    let span = span.resolved_at(Span::mixed_site());
    let args = Some(Group::new(Delimiter::Parenthesis, TokenStream::new()));
    let call = Call::Method { name: Ident::new("drain", span), generics: TokenStream::new(), args };
    Stage::new(span, call)
}

/// The tokens to point at for a stage, options left out.
pub(super) fn stage_tokens(stage: &Stage) -> TokenStream {
    let mut tokens = TokenStream::new();
    for Choice { name, generics, args, .. } in &stage.prefix {
        tokens.extend(quote!(#name #generics #args .));
    }
    tokens.extend(match &stage.call {
        Call::Method { name, generics, args } => quote!(#name #generics #args),
        Call::Via(tokens) | Call::Closure(tokens) => tokens.clone(),
    });
    tokens
}

/// Where a stage begins.
fn first_span(stage: &Stage) -> Span {
    first_of(&stage_tokens(stage))
}

/// Where tokens begin.
fn first_of(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}
