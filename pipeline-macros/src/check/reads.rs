//! Who reads which branch: once is right, never and twice are mistakes.

use super::branches::Traits;
use super::checker::{Checker, on_line};
use crate::ast::{Flow, Head, Member};
use crate::hygiene::stand_in_call;
use crate::lex::{commas, trees};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};

impl Checker<'_> {
    /// A branch is moved here. False if it was moved before.
    pub(super) fn read(&mut self, name: &Ident) -> bool {
        let Some(at) = self.branches.visible.get(&name.to_string()).copied() else { return true };
        let branch = &mut self.branches.all[at];
        branch.touched = true;
        let Some(first) = branch.read.replace(name.span()) else { return true };
        branch.read = Some(first);
        let text = format!(
            "branch `{name}` is read twice (first read {})\nhelp: copy the stream first: `let [a, b] = {name} | tee();`",
            on_line(first)
        );
        self.found.error(name, text);
        self.found.double(name);
        false
    }

    /// Names inside of an expression: its branches count as read, but how often is left to the
    /// compiler. A branch that is a whole argument, or an element of one, is moved for certain.
    /// Gives the arguments anew if one of them needs a stand-in; the user's own are left untouched,
    /// and with them their spans.
    pub(super) fn arguments(&mut self, arguments: TokenStream) -> Option<TokenStream> {
        let tokens = trees(arguments);
        let mut mended = Vec::new();
        let mut wrong = false;
        for (at, argument) in commas(&tokens).into_iter().enumerate() {
            if at > 0 {
                mended.push(TokenTree::Punct(Punct::new(',', Spacing::Alone)));
            }
            if let Some((ident, _)) = self.branches.lone(argument) {
                let fine = self.read(&ident);
                wrong |= !fine;
                mended.extend(if fine { argument.to_vec() } else { stand_in_call(&ident) });
                continue;
            }
            if let [TokenTree::Group(group)] = argument
                && group.delimiter() == Delimiter::Bracket
            {
                let inner = self.arguments(group.stream());
                wrong |= inner.is_some();
                mended.push(TokenTree::Group(Group::new(
                    Delimiter::Bracket,
                    inner.unwrap_or_else(|| group.stream()),
                )));
                continue;
            }
            self.touch(argument);
            mended.extend(argument.iter().cloned());
        }
        wrong.then(|| mended.into_iter().collect())
    }

    /// All names in these tokens count as read.
    pub(super) fn touch(&mut self, tokens: &[TokenTree]) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if let Some(at) = self.branches.visible.get(&ident.to_string()) {
                        self.branches.all[*at].touched = true;
                    }
                }
                TokenTree::Group(group) => self.touch(&trees(group.stream())),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Tells of the branches that nobody reads.
    pub(super) fn unread(&mut self) {
        for branch in &self.branches.all {
            let name = &branch.ident;
            if !branch.touched && !name.to_string().starts_with('_') {
                let text = format!(
                    "branch `{name}` is never read\nnote: its items would be made and thrown away\nhelp: end it in a terminal, such as `{name} | drain();`, or write `_` in its place"
                );
                self.found.error(name, text);
            }
        }
    }

    /// The head of a flow is read.
    pub(super) fn head(&mut self, flow: &mut Flow) -> Traits {
        let mut traits = Traits::default();
        match &mut flow.head {
            Head::Branch(ident) => {
                let ident = ident.clone();
                traits = self.branches.get(&ident).map(|branch| branch.traits.clone()).unwrap_or_default();
                if !self.read(&ident) {
                    flow.head = Head::StandIn(ident);
                }
            }
            Head::Merge(members) => {
                for member in members {
                    match member {
                        Member::Branch(ident) => {
                            let ident = ident.clone();
                            if !self.read(&ident) {
                                *member = Member::Source(stand_in_call(&ident).into_iter().collect());
                            }
                        }
                        Member::Source(tokens) => self.touch(&trees(tokens.clone())),
                    }
                }
            }
            Head::Source(tokens) => self.touch(&trees(tokens.clone())),
            Head::Input | Head::Route(_) | Head::StandIn(_) => {}
        }
        traits
    }
}
