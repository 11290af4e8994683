//! `head | stage | stage`, where the head may be `match flow { pattern if guard => value | stage, .. }`

use super::context::Context;
use super::stage::{self, Stage};
use crate::lex::{
    Separator, Tokens, arrow, as_group, as_ident, commas, has_pipe, is_punct, is_word, lone_ident,
    next_separator, starts_closure, stream, top_level, trees,
};
use crate::words::{Kind, word};
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

/// A `match` that sends each item to an arm.
pub(crate) struct Route {
    pub(crate) keyword: Ident,
    pub(crate) input: Flow,
    pub(crate) arms: Vec<Arm>,
}

/// One arm.
pub(crate) struct Arm {
    pub(crate) pattern: TokenStream,
    pub(crate) guard: TokenStream,
    /// What is sent down this branch; nothing if the item is dropped.
    pub(crate) value: Option<TokenStream>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) span: Span,
}

impl Arm {
    /// Whether its items leave the `match`.
    pub(crate) fn is_open(&self) -> bool {
        let last = self.stages.last().and_then(Stage::operator);
        self.value.is_some() && last.is_none_or(|name| word(name).kind != Kind::Terminal)
    }
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

/// Reads a flow, and gives back what it could not use. `around` is shown where there is nothing to read.
pub(crate) fn flow<'a>(
    tokens: Tokens<'a>,
    around: Span,
    place: Place,
    context: &mut Context<'_>,
) -> (Flow, Tokens<'a>) {
    let span = tokens.first().map_or(around, TokenTree::span);
    let (head, rest) = if is_word(tokens.first(), "match")
        && let Some(end) = tokens.iter().position(|token| as_group(Some(token), Delimiter::Brace).is_some())
    {
        (route(&tokens[..=end], context), &tokens[end + 1..])
    } else {
        let end = separator(tokens, place).map_or(tokens.len(), |(at, _)| at);
        if end == 0 {
            let begins = "a flow begins with its source";
            let text = tokens.first().map_or_else(
                || format!("{begins}, and here is nothing"),
                |first| format!("{begins}, not with `{first}`"),
            );
            context.found.error_at(span, text + "\nhelp: `source | map(f) | collect()`");
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

/// Reads `match flow { .. }`, which ends with its braces.
fn route(tokens: Tokens<'_>, context: &mut Context<'_>) -> Head {
    let (Some(TokenTree::Ident(keyword)), Some(TokenTree::Group(group))) = (tokens.first(), tokens.last())
    else {
        return Head::Source(stream(tokens));
    };
    let (input, _) = self::flow(&tokens[1..tokens.len() - 1], keyword.span(), Place::List, context);
    let inner = trees(group.stream());
    let mut arms = Vec::new();
    let mut rest = &inner[..];
    while let Some(at) = arrow(rest) {
        let (pattern, guard) = split_guard(&rest[..at]);
        let (value, after) = value(&rest[at + 2..]);
        arms.push(arm(pattern, guard, value, &rest[at], context));
        rest = after;
    }
    if let Some(first) = rest.first() {
        context.found.error(
            first,
            "expected `pattern => value`\nhelp: such as `Ok(page) => page | count(),` or `_ => {}`",
        );
    }
    Head::Route(Box::new(Route { keyword: keyword.clone(), input, arms }))
}

/// Cuts the pattern from its guard.
fn split_guard(tokens: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>) {
    let guard = tokens.iter().position(|token| is_word(Some(token), "if")).unwrap_or(tokens.len());
    tokens.split_at(guard)
}

/// Cuts off the right side of an arm. A block ends it as in Rust, with or without a comma.
fn value(tokens: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>) {
    let block = as_group(tokens.first(), Delimiter::Brace).is_some();
    if block && !['|', '.', ','].iter().any(|more| is_punct(tokens.get(1), *more)) {
        return (&tokens[..1], &tokens[1..]);
    }
    match top_level(tokens).find(|at| is_punct(tokens.get(*at), ',')) {
        Some(comma) => (&tokens[..comma], &tokens[comma + 1..]),
        None => (tokens, &[]),
    }
}

/// Reads the right side of an arm.
fn arm(
    pattern: Tokens<'_>,
    guard: Tokens<'_>,
    tokens: Tokens<'_>,
    arrow: &TokenTree,
    context: &mut Context<'_>,
) -> Arm {
    let span = tokens.first().unwrap_or(arrow).span();
    let made = |value, stages| Arm { pattern: stream(pattern), guard: stream(guard), value, stages, span };
    if let [block] = tokens
        && let Some(group) = as_group(Some(block), Delimiter::Brace)
    {
        let inner = trees(group.stream());
        if inner.is_empty() {
            return made(None, Vec::new());
        }
        // rustfmt puts braces around an arm that is too long for its line.
        if has_pipe(&inner) && !inner.iter().any(|token| is_punct(Some(token), ';')) {
            return arm(pattern, guard, &inner, arrow, context);
        }
    }
    let end = next_separator(tokens).map_or(tokens.len(), |(at, _)| at);
    if end == 0 {
        context.found.error(
            arrow,
            "this arm has no value\nhelp: `=> {}` drops the item, `=> value | stage` sends it on",
        );
        return made(None, Vec::new());
    }
    let (stages, _) = self::stages(&tokens[end..], Place::List, context);
    made(Some(stream(&tokens[..end])), stages)
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
        is_punct(tokens.first(), '|') && as_ident(tokens.get(1)).is_some_and(|name| word(name).is_stage());
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
