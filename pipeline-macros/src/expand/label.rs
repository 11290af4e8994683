//! What is written on the stages and edges of a graph.

use crate::ast::{Arm, Call, Stage};
use crate::lex::{as_group, as_ident, commas, compact, function_name, path_end, trees};
use crate::words::{Kind, Workers, word};
use proc_macro2::{Delimiter, Ident, TokenStream};

/// The name of a stage that sets none: that of its function, where the run shows it too, or the operator's.
///
/// What `via`, `to` and `pipe` attach only the run knows; they are called by what they are given.
pub(super) fn stage_name(stage: &Stage, operator: &Ident) -> String {
    let Call::Method { args: Some(args), .. } = &stage.call else { return operator.to_string() };
    let name = match operator.to_string().as_str() {
        "pipe" => piped_name(&args.stream()),
        "via" | "to" => last_word(&args.stream()),
        _ => called_name(operator, &args.stream()),
    };
    name.unwrap_or_else(|| operator.to_string())
}

/// The function's name in `map(net::fetch)`.
fn called_name(operator: &Ident, args: &TokenStream) -> Option<String> {
    let known = word(operator);
    let tokens = trees(args.clone());
    let first = commas(&tokens).into_iter().next()?;
    let calls = known.kind != Kind::Unknown && known.workers != Workers::Never;
    function_name(first).filter(|_| calls).map(|name| name.to_string())
}

/// The name of what is piped: in `pipe(pipe::map(net::fetch))` that of the function.
fn piped_name(args: &TokenStream) -> Option<String> {
    let tokens = trees(args.clone());
    let end = path_end(&tokens);
    let last = tokens[..end].iter().rev().find_map(|token| as_ident(Some(token)))?;
    let inner = as_group(tokens.get(end), Delimiter::Parenthesis);
    Some(inner.and_then(|inner| called_name(last, &inner.stream())).unwrap_or_else(|| last.to_string()))
}

/// The name of a source: the last word of the path it begins with.
pub(super) fn source_name(tokens: &TokenStream) -> String {
    last_word(tokens).unwrap_or_else(|| "source".to_owned())
}

/// The last word of the path that the tokens begin with.
fn last_word(tokens: &TokenStream) -> Option<String> {
    let tokens = trees(tokens.clone());
    let path = &tokens[..path_end(&tokens)];
    path.iter().rev().find_map(|token| as_ident(Some(token))).map(ToString::to_string)
}

/// The pattern of an arm, as one would write it on an edge.
pub(super) fn pattern(arm: &Arm) -> String {
    let mut tokens = arm.pattern.clone();
    tokens.extend(arm.guard.clone());
    compact(tokens)
}
