//! Anything in `pipeline!`: it never panics, and where it has an error, that stands at something of the
//! program.
#![no_main]

#[path = "../../pipeline-macros/src/ast/mod.rs"]
mod ast;
#[path = "../../pipeline-macros/src/check/mod.rs"]
mod check;
#[path = "../../pipeline-macros/src/compile.rs"]
mod compile;
#[path = "../../pipeline-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../pipeline-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../pipeline-macros/src/hygiene.rs"]
mod hygiene;
#[path = "../../pipeline-macros/src/lex/mod.rs"]
mod lex;
#[path = "../../pipeline-macros/src/words/mod.rs"]
mod words;

#[path = "../src/pieces.rs"]
mod pieces;

use libfuzzer_sys::{Corpus, fuzz_target};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((&first, rest)) = data.split_first() else { return Corpus::Reject };
    let text = match std::str::from_utf8(rest) {
        Ok(text) if first % 2 == 0 => text.to_owned(),
        _ => pieces::program(rest),
    };
    // A comment or a literal that does not end is no input that a macro can have.
    let Ok(body) = text.parse::<TokenStream>() else { return Corpus::Reject };
    let is_empty = body.is_empty();
    let made = compile::compile(quote!((library) #body));
    if !is_empty {
        assert_errors_have_places(made, &text);
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    Corpus::Keep
});

/// What is wrong with a program as a whole, and stands at all of it.
const OF_THE_WHOLE: [&str; 2] = ["empty pipeline", "this pipeline has no flow at its end"];

/// What `compile_error` is written with is where the compiler shows it.
fn assert_errors_have_places(made: TokenStream, text: &str) {
    let all = made.to_string();
    let mut trees = made.into_iter();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Ident(name) if name == "compile_error" => {
                let has_place = name.span().source_text().is_some_and(|place| !place.is_empty());
                let message =
                    trees.by_ref().take(2).last().map(|message| message.to_string()).unwrap_or_default();
                let is_of_the_whole = OF_THE_WHOLE.iter().any(|whole| message.contains(whole));
                assert!(has_place || is_of_the_whole, "an error without a place in `{text}`: {all}");
            }
            TokenTree::Group(group) => assert_errors_have_places(group.stream(), text),
            _ => {}
        }
    }
}
