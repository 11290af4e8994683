//! Words in code: whole names, never parts of one, and none of comments or strings.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::tree::File;

/// The lines where one of `phrases` stands, such as `kanal` or `tokio::spawn`, in code or in what a `use` lists.
pub(crate) fn lines_with(file: &File, phrases: &[&str]) -> Vec<(usize, String)> {
    let tokens = words(file.syntax.to_token_stream());
    let mut texts = vec![tokens];
    for item in &file.syntax.items {
        if let syn::Item::Use(item) = item {
            let line = item.use_token.span.start().line;
            let listed = crate::paths::listed(&item.tree);
            texts.extend(listed.into_iter().map(|(names, _)| flat_of(&names.join("::"), line)));
        }
    }
    let mut found = Vec::new();
    for phrase in phrases {
        let wanted: Vec<_> = flat_of(phrase, 0).into_iter().map(|(_, word)| word).collect();
        for text in &texts {
            let places = text.windows(wanted.len());
            let places = places.filter(|place| place.iter().map(|(_, word)| word).eq(&wanted));
            found.extend(places.map(|place| (place[0].0, (*phrase).to_owned())));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The lines that name a crate. A module of ours may have the name of the crate that it is about: `mod kanal;`, and
/// `self::kanal`.
pub(crate) fn lines_naming(file: &File, name: &str) -> Vec<usize> {
    let words = words(file.syntax.to_token_stream());
    let text = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |(_, word)| word.as_str());
    let is_name = |word: &str| word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_crate = |at: usize| match [3, 2, 1].map(|back| text(at.checked_sub(back))) {
        [_, _, "mod"] => false,
        [before, ":", ":"] => !is_name(before) || ["use", "as"].contains(&before),
        _ => true,
    };
    let places = (0..words.len()).filter(|at| words[*at].1 == name && is_crate(*at));
    let mut lines: Vec<_> = places.map(|at| words[at].0).collect();
    lines.dedup();
    lines
}

fn flat_of(text: &str, line: usize) -> Vec<(usize, String)> {
    let tokens = text.trim_end_matches('*').parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    words(tokens).into_iter().map(|(_, word)| (line, word)).collect()
}

/// Names and punctuation, each with its line; documentation and literals are left out.
pub(crate) fn words(tokens: TokenStream) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                tokens.next_if(|next| matches!(next, TokenTree::Group(group) if is_doc(group)));
            }
            TokenTree::Literal(_) => {}
            token => words.push((token.span().start().line, token.to_string())),
        }
    }
    words
}

fn is_doc(group: &proc_macro2::Group) -> bool {
    group.stream().into_iter().next().is_some_and(|first| first.to_string() == "doc")
}
