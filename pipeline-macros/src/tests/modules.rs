//! The modules of this crate import each other in no circle.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module or an item: `["ast", "flow"]`.
type Words = Vec<String>;
/// The paths that each module names.
type Modules = BTreeMap<Words, Vec<Words>>;

#[test]
fn no_circles() {
    let mut modules = Modules::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut modules);
    let mut arrows = BTreeMap::new();
    for (from, paths) in &modules {
        let to: BTreeSet<_> = paths.iter().map(|path| home(path, &modules)).filter(|to| to != from).collect();
        arrows.insert(from.clone(), to);
    }
    let (count, drawn) = (arrows.len(), arrows.values().map(BTreeSet::len).sum::<usize>());
    assert!(drawn > count, "the search finds nothing");
    while let Some(done) = arrows.iter().find(|(_, to)| to.is_empty()).map(|(from, _)| from.clone()) {
        arrows.remove(&done);
        for to in arrows.values_mut() {
            to.remove(&done);
        }
    }
    println!("{count} modules, {drawn} arrows, {} in circles", arrows.len());
    assert!(arrows.is_empty(), "in circles, or before one: {:?}", arrows.keys());
}

/// Reads the files of a folder, but for the tests and the root, which only lists the others.
fn read(folder: &Path, module: &[String], modules: &mut Modules) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut inner = module.to_vec();
        match name.as_str() {
            "tests" | "lib" => continue,
            "mod" => {}
            _ => inner.push(name),
        }
        if path.is_dir() {
            read(&path, &inner, modules);
            continue;
        }
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        let is_test = |item: &syn::Item| matches!(item, syn::Item::Mod(module) if !module.attrs.is_empty());
        let mut paths = Vec::new();
        for item in file.items.iter().filter(|item| !is_test(item)) {
            search(item.to_token_stream(), &inner, &mut paths);
        }
        modules.insert(inner, paths);
    }
}

/// Finds the paths that begin with `crate`, `super` or `self`.
fn search(tokens: TokenStream, module: &[String], paths: &mut Vec<Words>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let start = match token {
            TokenTree::Group(group) => {
                search(group.stream(), module, paths);
                continue;
            }
            TokenTree::Ident(word) if word == "crate" => Vec::new(),
            TokenTree::Ident(word) if word == "self" => module.to_vec(),
            TokenTree::Ident(word) if word == "super" => module[..module.len() - 1].to_vec(),
            _ => continue,
        };
        if is_colons(&tokens[at + 1..]) {
            path(&tokens[at + 3..], start, paths);
        }
    }
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(a), TokenTree::Punct(b), ..] if a.as_char() == ':' && b.as_char() == ':')
}

/// Reads on from behind a `::`, into the braces of a `use`.
fn path(tokens: &[TokenTree], mut start: Words, paths: &mut Vec<Words>) {
    match tokens.first() {
        Some(TokenTree::Ident(word)) => {
            if word != "self" {
                start.push(word.to_string());
            }
            match is_colons(&tokens[1..]) {
                true => path(&tokens[3..], start, paths),
                false => paths.push(start),
            }
        }
        Some(TokenTree::Group(group)) => {
            let inner: Vec<_> = group.stream().into_iter().collect();
            let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
            inner.split(comma).for_each(|piece| path(piece, start.clone(), paths));
        }
        _ => paths.push(start),
    }
}

/// The module that holds what a path names: through the `pub use` of a folder, to the file behind it.
fn home(path: &[String], modules: &Modules) -> Words {
    let depth = (0..=path.len()).rev().find(|depth| modules.contains_key(&path[..*depth])).unwrap_or(0);
    let module = &path[..depth];
    let passed_on = path.get(depth).and_then(|name| {
        let paths = modules.get(module)?;
        paths.iter().find(|inner| inner.len() > depth + 1 && inner.last() == Some(name))
    });
    match passed_on {
        Some(inner) if inner.starts_with(module) => home(inner, modules),
        _ => module.to_vec(),
    }
}
