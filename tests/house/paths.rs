//! The paths in a file's code, followed to the root of the crate.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::UseTree;
use syn::visit::{self, Visit};

use crate::tree::{File, Module, Tree};

/// A path into the crate: in a `use`, in code or in what a macro is given.
pub(crate) struct Mention {
    pub(crate) line: usize,
    /// As it stands there, groups taken apart: `super::inlet::Inlet`.
    pub(crate) written: String,
    /// From the root of the crate, without `crate`.
    pub(crate) path: Module,
    /// The name that a `use` at the top of the file gives it.
    pub(crate) imports_as: Option<String>,
}

/// All paths into the crate that a file's code has.
pub(crate) fn mentions(tree: &Tree, file: &File) -> Vec<Mention> {
    let mut walk =
        Walk { tree, depth: 0, in_function: false, module: file.module.clone(), found: Vec::new() };
    walk.visit_file(&file.syntax);
    walk.found
}

/// The paths that a `use` lists, each with the name that it gives.
pub(crate) fn listed(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    fn add(tree: &UseTree, before: &[String], all: &mut Vec<(Vec<String>, String)>) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => add(&path.tree, &with(&path.ident), all),
            UseTree::Name(name) if name.ident == "self" && !before.is_empty() => {
                all.push((before.to_vec(), before[before.len() - 1].clone()));
            }
            UseTree::Name(name) => all.push((with(&name.ident), name.ident.to_string())),
            UseTree::Rename(name) if name.ident == "self" && !before.is_empty() => {
                all.push((before.to_vec(), name.rename.to_string()));
            }
            UseTree::Rename(name) => all.push((with(&name.ident), name.rename.to_string())),
            UseTree::Glob(_) => all.push((before.to_vec(), "*".to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| add(tree, before, all)),
        }
    }
    let mut all = Vec::new();
    add(tree, &[], &mut all);
    all
}

struct Walk<'a> {
    tree: &'a Tree,
    /// The module that is being read, which inside of a file's own modules is one of these.
    module: Module,
    depth: usize,
    in_function: bool,
    found: Vec<Mention>,
}

impl Walk<'_> {
    fn add(&mut self, names: &[String], span: Span, imports_as: Option<String>) {
        if let Some(path) = self.follow(names) {
            let line = span.start().line;
            self.found.push(Mention { line, written: names.join("::"), path, imports_as });
        }
    }

    /// The path from the root, if it leads into the crate.
    fn follow(&self, names: &[String]) -> Option<Module> {
        let mut at = self.module.clone();
        let mut rest = names;
        match names.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {}
            child => {
                let child = [&at[..], &[child.to_owned()]].concat();
                return self.tree.has_module(&child).then(|| [&at[..], names].concat());
            }
        }
        while let Some((first, others)) = rest.split_first()
            && first == "super"
        {
            at.pop();
            rest = others;
        }
        Some([&at[..], rest].concat())
    }

    /// Macros are given tokens: what begins with `crate::`, `self::` or `super::` in them is a path.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) if ["crate", "self", "super"].iter().any(|root| ident == root) => {
                    let mut names = vec![ident.to_string()];
                    while let [TokenTree::Punct(a), TokenTree::Punct(b), next, ..] = &tokens[at + 1..]
                        && a.as_char() == ':'
                        && b.as_char() == ':'
                    {
                        at += 2;
                        match next {
                            TokenTree::Ident(name) => {
                                names.push(name.to_string());
                                at += 1;
                            }
                            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                                self.group(&names, group);
                                names.clear();
                                at += 1;
                                break;
                            }
                            _ => break,
                        }
                    }
                    if names.len() > 1 {
                        self.add(&names, ident.span(), None);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// `crate::{a, b}` in a macro.
    fn group(&mut self, before: &[String], group: &proc_macro2::Group) {
        let Ok(tree) = syn::parse2::<UseTree>(TokenTree::Group(group.clone()).into()) else { return };
        for (names, _) in listed(&tree) {
            self.add(&[before, &names[..]].concat(), group.span(), None);
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        self.depth += 1;
        visit::visit_item_mod(self, module);
        self.depth -= 1;
        self.module.pop();
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let outer = std::mem::replace(&mut self.in_function, true);
        visit::visit_block(self, block);
        self.in_function = outer;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_some() {
            return;
        }
        let at_top = self.depth == 0 && !self.in_function;
        for (names, name) in listed(&item.tree) {
            self.add(&names, item.use_token.span, at_top.then_some(name));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&names, path.segments[0].ident.span(), None);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    /// `pub(in crate::engine)` says who may see an item: modules around it, which is no arrow to them.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    /// Attributes and documentation are no code.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}
