//! A `match` is a real `match`: the compiler checks that its arms cover every item.

use super::label::pattern;
use super::writer::Writer;
use crate::ast::{Call, Flow, Head, Names, Route, Shape, Stage};
use crate::hygiene::{self, internal, stand_in_call};
use crate::words::{Gives, word};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// What becomes of an arm.
struct Branch {
    open: bool,
    tokens: TokenStream,
    span: Span,
}

impl Writer<'_> {
    /// Writes a `match` whose closed arms run along, and gives the open ones.
    pub(super) fn route(&mut self, route: &Route) -> Vec<TokenStream> {
        let mut open = Vec::new();
        for branch in self.branches(route) {
            if branch.open {
                open.push(branch.tokens);
            } else {
                self.side(branch.tokens, branch.span);
            }
        }
        open
    }

    /// Writes a `match` all of whose arms are closed, and gives their runs.
    pub(super) fn runs(&mut self, route: &Route) -> Vec<TokenStream> {
        self.branches(route).into_iter().map(|branch| branch.tokens).collect()
    }

    /// `let names = match flow { .. };` with a name for each open arm.
    pub(super) fn named_arms(&mut self, keyword: &Ident, names: &Names, of: &TokenStream, route: &Route) {
        let mut open = self.route(route);
        if let (Some(first), true) = (open.first().cloned(), open.len() < names.each.len()) {
            // A name too many was reported. It gets a stream of the first arm's type.
            let stand_in = format_ident!("arm");
            let witness = self.path("witness", names.span);
            let bound = hygiene::witness(&stand_in);
            let held = self.fresh("held", names.span);
            self.statements.push(quote!(let #held = #first; let #bound = #witness(&#held);));
            open[0] = quote!(#held);
            open.resize_with(names.each.len(), || stand_in_call(&stand_in).into_iter().collect());
        }
        open.truncate(names.each.len());
        let each = names.each.iter().map(|name| &name.tokens);
        self.statements.push(match names.shape {
            Shape::Array => quote!(#keyword [#(#each),*] #of = [#(#open),*];),
            _ => quote!(#keyword (#(#each,)*) #of = (#(#open,)*);),
        });
    }

    /// Writes the `match`, and the stages of every arm.
    fn branches(&mut self, route: &Route) -> Vec<Branch> {
        let keyword = route.keyword.span();
        let input = self.flow(&route.input);
        let sent: Vec<_> = route.arms.iter().filter(|arm| arm.value.is_some()).collect();
        let item = internal("item", scrutinee(&route.input).unwrap_or(keyword));
        let size = sent.len().max(1);
        let router = self.path(&format!("route{size}"), keyword);
        let options = format!("Route{size}");
        let mut letter = b'A';
        let arms = route.arms.iter().map(|arm| {
            let (pattern, guard, span) = (&arm.pattern, &arm.guard, arm.span);
            // Placed where the user's own arm ends, as the compiler does when it adds one that is missing.
            let target = match &arm.value {
                None => quote_spanned!(span=> ::core::option::Option::None),
                Some(value) => {
                    let variant = Ident::new(char::from(letter).encode_utf8(&mut [0; 4]), Span::mixed_site());
                    letter += 1;
                    let enumeration = self.path(&options, arm.span);
                    let mut sent = Group::new(
                        Delimiter::Parenthesis,
                        quote_spanned!(span=> #enumeration::#variant(#value)),
                    );
                    sent.set_span(arm.stages.last().map_or(span, end));
                    quote_spanned!(span=> ::core::option::Option::Some #sent)
                }
            };
            quote_spanned!(span=> #pattern #guard => #target,)
        });
        let arms: TokenStream = arms.collect();
        let matched = quote_spanned!(keyword=> match);
        let names: Vec<_> = sent.iter().map(|arm| internal("arm", arm.span)).collect();
        let names: Vec<_> = names.iter().map(|name| self.fresh("arm", name.span())).collect();
        let names = if names.is_empty() { vec![self.fresh("arm", keyword)] } else { names };
        let none = sent.is_empty().then(|| quote!(::<_, _, _, _, ()>));
        self.statements.push(quote! {
            let (#(#names,)*) = #router #none (#input, move |#item| #matched #item { #arms });
        });
        let alone = sent.iter().filter(|arm| arm.is_open()).count() == 1;
        let mut branches = Vec::new();
        for (arm, name) in sent.iter().zip(names) {
            let label = if alone && arm.is_open() { String::new() } else { pattern(arm) };
            self.label(&name, &label);
            let flow = arm.stages.iter().fold(quote!(#name), |before, stage| self.stage(before, stage));
            let open = arm.is_open();
            let value = match arm.stages.last() {
                None => Gives::Branches,
                Some(stage) if stage.operator().is_some_and(|name| word(name).is_stage()) => Gives::Stream,
                Some(_) => Gives::Anything,
            };
            let tokens = if open { self.seal(flow, value, arm.span) } else { flow };
            branches.push(Branch { open, tokens, span: arm.span });
        }
        branches
    }
}

/// Where a stage ends.
fn end(stage: &Stage) -> Span {
    let args = match &stage.call {
        Call::Method { args, .. } => args.as_ref(),
        Call::Via(_) | Call::Closure(_) => None,
    };
    let last = stage.options.last().and_then(|option| option.args.as_ref()).or(args);
    last.map_or(stage.pipe, Group::span)
}

/// Where a missing arm is blamed: on the branch that is matched, if it is one word.
fn scrutinee(flow: &Flow) -> Option<Span> {
    match &flow.head {
        Head::Branch(ident) if flow.stages.is_empty() => Some(ident.span()),
        _ => None,
    }
}
