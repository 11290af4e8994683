//! The whole macro on the token type that also works outside of a compiler: tests call it, and so does what
//! feeds it with anything (`fuzz/`).

use crate::diagnostics::Diagnostics;
use crate::{ast, check, expand, lex};

pub(crate) fn compile(input: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    let mut found = Diagnostics::default();
    let (library, body) = lex::library(input);
    let mut program = ast::program(&body, &mut found);
    check::check(&mut program, &mut found);
    expand::expand(&program, &library, &found)
}
