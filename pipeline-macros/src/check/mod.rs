//! Reports what is wrong and puts a stand-in in its place, so that [`crate::expand`] meets only
//! programs that can be written out, and the compiler's own report is not drowned.

mod branches;
mod flow;
mod lints;
mod operators;
mod options;
mod program;
mod route;
mod spelling;

pub(crate) use self::operators::{Kind, is_known, kind, names_itself, takes_buffer, takes_workers};
pub(crate) use self::route::is_open;
pub(crate) use self::spelling::nearest;

use self::branches::Branches;
use crate::ast::Program;
use crate::diagnostics::Diagnostics;
use proc_macro2::Span;
use std::collections::HashMap;

/// Checks a program, and mends it where it was wrong.
pub(crate) fn check(program: &mut Program, found: &mut Diagnostics) {
    let mut checker =
        Checker { found, branches: Branches::default(), stage_names: HashMap::new(), workers: None };
    match program {
        Program::Empty => {}
        Program::Body(body) => checker.body(body),
        Program::Header(header) => checker.header(header),
        Program::Item(item) => checker.body(&mut item.body),
    }
}

/// What is known while a program is walked, from its first statement to its tail.
struct Checker<'a> {
    found: &'a mut Diagnostics,
    branches: Branches,
    /// The names given by `.name("..")`, and where.
    stage_names: HashMap<String, Span>,
    /// The default for `workers`, if it is a number.
    workers: Option<usize>,
}

/// ` (.. on line 9)`, where the compiler tells lines.
fn on_line(span: Span) -> String {
    format!("on line {}", span.start().line)
}
