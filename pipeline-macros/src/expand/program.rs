//! A program, in the form it was written in.

use super::writer::Writer;
use crate::ast::Program;
use crate::diagnostics::Diagnostics;
use proc_macro2::{Ident, TokenStream};

/// Writes a checked program, and behind it what is wrong with it.
pub(crate) fn expand(program: &Program, library: &Ident, found: &Diagnostics) -> TokenStream {
    let mut writer = Writer::new(library, found);
    match program {
        Program::Empty => found.first(),
        Program::Body(body) => writer.expression(body),
        Program::Header(header) => writer.header(header),
        Program::Item(item) => writer.item(item),
    }
}
