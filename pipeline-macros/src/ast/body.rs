//! Statements and a tail.

use super::context::Context;
use super::settings::{self, Settings};
use super::statement::{self, Statement};
use super::tail::{self, Tail};
use crate::lex::is_word;
use proc_macro2::{TokenStream, TokenTree};

/// What stands between the braces of a graph.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) settings: Settings,
    pub(crate) statements: Vec<Statement>,
    /// What the pipeline gives. Without one, the side flows are all there is.
    pub(crate) tail: Option<Tail>,
}

/// Reads a body.
pub(crate) fn body(tokens: &[TokenTree], context: &mut Context<'_>) -> Body {
    let (settings, mut rest) = settings::settings(tokens, context.found);
    let mut body = Body { settings, ..Body::default() };
    while !rest.is_empty() {
        let (piece, ended, after) = statement::next(rest, context.found);
        rest = after;
        if piece.is_empty() {
            continue;
        }
        let left = if ended || !rest.is_empty() || is_word(piece.first(), "let") {
            let (statement, left) = statement::statement(piece, context);
            body.statements.push(statement);
            left
        } else {
            let (tail, left) = tail::tail(piece, context);
            body.tail = Some(tail);
            left
        };
        if !left.is_empty() {
            // A `;` is missing inside of the piece: the flow ended there, and what is left begins
            // the next statement, which reaches as far as the piece did.
            body.statements.extend(body.tail.take().map(as_statement));
            let start = tokens.len() - rest.len() - left.len() - usize::from(ended);
            context.found.error(&tokens[start - 1], "expected `;` after this statement");
            rest = &tokens[start..];
        }
    }
    body
}

/// What was read as the tail, and turned out to have a successor.
fn as_statement(tail: Tail) -> Statement {
    match tail {
        Tail::Flow(flow) => Statement::Side(flow),
        Tail::Tuple(..) | Tail::Struct { .. } => Statement::Rust(TokenStream::new()),
    }
}
