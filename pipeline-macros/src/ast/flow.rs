//! `head | stage | stage`

use super::{Context, Route, Stage, arm, stage};
use crate::lex::{
    Separator, Tokens, as_group, as_ident, commas, is_punct, is_word, lone_ident, next_separator,
    starts_closure, stream, trees,
};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// A source, and the stages its items pass.
pub(crate) struct Flow {
    pub(crate) head: Head,
    pub(crate) stages: Vec<Stage>,
    pub(crate) span: Span,
}

/// Where the items of a flow come from.
pub(crate) enum Head {
    /// The input that an anonymous header stands for.
    Input,
    /// A branch that was named before.
    Branch(Ident),
    /// Several branches, as one.
    Merge(Vec<Member>),
    /// The open arms of a `match`.
    Route(Box<Route>),
    /// Anything that is a source.
    Source(TokenStream),
    /// A stream of the type of this branch, standing in for a mistake that was reported.
    StandIn(Ident),
}

/// One member of an array head.
pub(crate) enum Member {
    Branch(Ident),
    Source(TokenStream),
}

/// Where a flow stands: that decides what a comma in it means.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    /// On its own. A comma is a mistake, a word behind a stage begins the next statement.
    Statement,
    /// In a list that commas separate.
    List,
}

/// Whether the tokens are an array that names a branch.
pub(crate) fn is_merge(tokens: Tokens<'_>, context: &Context<'_>) -> bool {
    match tokens {
        [token] => as_group(Some(token), Delimiter::Bracket).is_some_and(|group| {
            commas(&trees(group.stream())).into_iter().any(|member| context.is_branch(member))
        }),
        _ => false,
    }
}

/// Reads a flow, and gives back what it could not use.
pub(crate) fn flow<'a>(tokens: Tokens<'a>, place: Place, context: &mut Context<'_>) -> (Flow, Tokens<'a>) {
    let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
    let (head, rest) = if is_word(tokens.first(), "match")
        && let Some(end) = tokens.iter().position(|token| as_group(Some(token), Delimiter::Brace).is_some())
    {
        (arm::route(&tokens[..=end], context), &tokens[end + 1..])
    } else {
        let end = separator(tokens, place).map_or(tokens.len(), |(at, _)| at);
        if end == 0 {
            let first = tokens.first().map(ToString::to_string).unwrap_or_default();
            context.found.error_at(
                span,
                format!(
                    "a flow begins with its source, not with `{first}`\nhelp: `source | map(f) | collect()`"
                ),
            );
        }
        (self::head(&tokens[..end], context), &tokens[end..])
    };
    let (stages, left) = stages(rest, place, context);
    (Flow { head, stages, span }, left)
}

/// Reads what stands left of the first `|`.
fn head(tokens: Tokens<'_>, context: &Context<'_>) -> Head {
    if let Some(ident) = lone_ident(tokens).filter(|_| context.is_branch(tokens)) {
        return Head::Branch(ident);
    }
    if let Some(group) = as_group(tokens.first(), Delimiter::Bracket).filter(|_| is_merge(tokens, context)) {
        let inner = trees(group.stream());
        let member = |member| match lone_ident(member).filter(|_| context.is_branch(member)) {
            Some(ident) => Member::Branch(ident),
            None => Member::Source(stream(member)),
        };
        return Head::Merge(commas(&inner).into_iter().map(member).collect());
    }
    Head::Source(stream(tokens))
}

/// Reads `| stage | stage`, and gives back what it could not use.
pub(crate) fn stages<'a>(
    tokens: Tokens<'a>,
    place: Place,
    context: &mut Context<'_>,
) -> (Vec<Stage>, Tokens<'a>) {
    let mut stages = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let Some((0, kind)) = separator(rest, place) else {
            return (stages, unused(rest, place, context));
        };
        let mark = &rest[..kind.len()];
        match kind {
            Separator::Pipe => {}
            Separator::Double => context.found.error(stream(mark), "stages are separated by a single `|`"),
            Separator::Arrow | Separator::Comma => {
                context.found.error(stream(mark), "stages are separated by `|`")
            }
        }
        let pipe = mark[0].span();
        rest = &rest[kind.len()..];
        let end = stage_end(rest, place);
        let (read, left) = stage::stage(&rest[..end], pipe, context);
        stages.extend(read);
        rest = &rest[end - left.len()..];
        if !left.is_empty() {
            return (stages, unused(rest, place, context));
        }
    }
    (stages, &[])
}

/// Where the stage at the front ends.
fn stage_end(tokens: Tokens<'_>, place: Place) -> usize {
    let mut start = 0;
    // `| |x| x + 1 |`: the bars of a closure's parameters separate nothing. Unless an operator
    // follows, in which case the first bar was typed twice.
    let doubled =
        is_punct(tokens.first(), '|') && as_ident(tokens.get(1)).is_some_and(crate::check::is_known);
    if starts_closure(tokens) && !doubled {
        let bars: Vec<_> = (0..tokens.len()).filter(|at| is_punct(tokens.get(*at), '|')).collect();
        start = bars.get(1).map_or(tokens.len(), |second| second + 1);
    }
    separator(&tokens[start..], place).map_or(tokens.len(), |(at, _)| start + at)
}

/// The next separator that counts in this place.
fn separator(tokens: Tokens<'_>, place: Place) -> Option<(usize, Separator)> {
    let (at, kind) = next_separator(tokens)?;
    (place == Place::Statement || kind != Separator::Comma).then_some((at, kind))
}

/// Tells of tokens behind a stage that belong to no stage.
fn unused<'a>(tokens: Tokens<'a>, place: Place, context: &mut Context<'_>) -> Tokens<'a> {
    let Some(first) = tokens.first() else { return &[] };
    if place == Place::Statement && matches!(first, TokenTree::Ident(_)) {
        return tokens;
    }
    context.found.error(
        first,
        format!(
            "unexpected `{first}` behind a stage\nhelp: `|` goes on to the next stage, `;` ends the statement"
        ),
    );
    &[]
}
