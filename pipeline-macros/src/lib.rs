//! The procedural half of `pipeline!`.
//!
//! Users meet it through `pipeline_core::pipeline!`, whose documentation is the manual.
//! A program passes through four stations, one folder each:
//!
//! - `lex` cuts the user's tokens at `|`, `;`, `,` and `=>`, and looks no deeper,
//! - `ast` gives the pieces their names: statement, flow, stage, arm,
//! - `check` reports what is wrong and puts a stand-in in its place,
//! - `expand` writes method calls on `Stream`.
//!
//! Each knows those above it. Below them stand `words` (what is known of the library's words),
//! `diagnostics` and `hygiene` (names of ours); `compile` goes through all four.
//!
//! An expression of the user is never parsed here: it passes through as it was typed, so that
//! the compiler reports its mistakes and editors complete inside it.
#![forbid(unsafe_code)]

mod ast;
mod check;
mod compile;
mod diagnostics;
mod expand;
mod hygiene;
mod lex;
mod words;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use compile::compile;

/// What `pipeline!` hands its tokens to, with the path of the library in front: `($crate) ..`.
#[doc(hidden)]
#[proc_macro]
pub fn pipeline_impl(input: TokenStream) -> TokenStream {
    compile(input.into()).into()
}
