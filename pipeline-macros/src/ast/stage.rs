//! `map(f).workers(4)`: an operator and its options. A prefix comes before its operator:
//! `worker_state(open).map_async(f).workers(4)`.

use super::context::Context;
use crate::lex::{
    Tokens, angle_end, as_group, as_ident, commas, function_name, is_punct, is_word, path_end,
    starts_closure, stream, trees,
};
use crate::words::{Kind, word};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// One stage of a flow.
pub(crate) struct Stage {
    /// What is called before it: a prefix, and the options of that.
    pub(crate) prefix: Vec<Choice>,
    /// The `|` in front of it; behind a prefix, its `.`.
    pub(crate) pipe: Span,
    pub(crate) call: Call,
    pub(crate) options: Vec<Choice>,
}

/// What a stage does.
pub(crate) enum Call {
    /// A method of `Stream`. Without arguments, the parentheses are missing.
    Method { name: Ident, generics: TokenStream, args: Option<Group> },
    /// Any function from a stream.
    Via(TokenStream),
    /// A closure that was typed in place of a stage.
    Closure(TokenStream),
}

/// One option of a stage: `.workers(4)`.
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) dot: Span,
    pub(crate) name: Ident,
    pub(crate) generics: TokenStream,
    pub(crate) args: Option<Group>,
}

impl Stage {
    /// What it calls, and nothing more.
    pub(crate) fn new(pipe: Span, call: Call) -> Self {
        Self { prefix: Vec::new(), pipe, call, options: Vec::new() }
    }

    /// A call and what follows it: options, or the stage that the call is a prefix of, and its options.
    fn of_calls(first: Choice, mut rest: Vec<Choice>) -> Self {
        let mut prefix = Vec::new();
        let mut call = first;
        if word(&call.name).kind == Kind::Prefix
            && let Some(at) = prefixed(&rest)
        {
            prefix.push(std::mem::replace(&mut call, rest.remove(at)));
            prefix.extend(rest.drain(..at));
        }
        let Choice { dot, name, generics, args } = call;
        Self { prefix, pipe: dot, call: Call::Method { name, generics, args }, options: rest }
    }

    /// The operator's name, if it is one.
    pub(crate) fn operator(&self) -> Option<&Ident> {
        match &self.call {
            Call::Method { name, .. } => Some(name),
            Call::Via(_) | Call::Closure(_) => None,
        }
    }

    /// An option of this stage.
    pub(crate) fn option(&self, name: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.name == name)
    }

    /// The name that it gets from the function it is given.
    pub(crate) fn own_name(&self) -> Option<Ident> {
        let Call::Method { name, args: Some(args), .. } = &self.call else { return None };
        let tokens = trees(args.stream());
        let first = commas(&tokens).into_iter().next()?;
        function_name(first).filter(|_| word(name).kind == Kind::Each)
    }
}

/// Reads a stage, and gives back what it could not use.
pub(crate) fn stage<'a>(
    tokens: Tokens<'a>,
    pipe: Span,
    context: &mut Context<'_>,
) -> (Option<Stage>, Tokens<'a>) {
    let made = |call| Some(Stage::new(pipe, call));
    if tokens.is_empty() {
        context
            .found
            .error_at(pipe, "expected a stage behind this `|`\nhelp: such as `map(f)` or `collect()`");
        return (None, &[]);
    }
    if starts_closure(tokens) {
        return (made(Call::Closure(stream(tokens))), &[]);
    }
    let end = path_end(tokens);
    let (words, rest) = tokens.split_at(end);
    let is_macro = is_punct(rest.first(), '!');
    let Some(start) = method(words).filter(|_| !is_macro) else {
        if end == 0 && !matches!(tokens[0], TokenTree::Group(_)) {
            let first = &tokens[0];
            context.found.error(
                first,
                format!("expected a stage, found `{first}`\nhelp: a stage is a call, such as `map(f)`"),
            );
            return (None, &[]);
        }
        return (made(Call::Via(stream(tokens))), &[]);
    };
    let Some(TokenTree::Ident(name)) = words.get(start).cloned() else { return (None, &[]) };
    let (args, rest) = arguments(rest);
    let first = Choice { dot: pipe, name, generics: stream(&words[start + 1..]), args };
    let (rest, left) = options(rest, context);
    (Some(Stage::of_calls(first, rest)), left)
}

/// Which of the calls behind a prefix is its stage: the first that is known as one, or else the last of those that
/// are not known at all.
fn prefixed(calls: &[Choice]) -> Option<usize> {
    let is_stage = |call: &Choice| word(&call.name).is_stage() && word(&call.name).kind != Kind::Prefix;
    let is_unknown = |call: &Choice| word(&call.name).kind == Kind::Unknown;
    calls.iter().position(is_stage).or_else(|| calls.iter().rposition(is_unknown))
}

/// Where the method's name stands in a path: `map`, `collect::<Vec<_>>`, `pipe::map`. Other paths
/// name functions.
fn method(words: Tokens<'_>) -> Option<usize> {
    let last = (0..words.len()).rev().find(|at| {
        matches!(words[*at], TokenTree::Ident(_))
            && (*at + 1 == words.len() || is_punct(words.get(at + 3), '<'))
    })?;
    (last == 0 || (last >= 3 && is_word(words.get(last - 3), "pipe"))).then_some(last)
}

/// The arguments in front, and what follows.
fn arguments(tokens: Tokens<'_>) -> (Option<Group>, Tokens<'_>) {
    match as_group(tokens.first(), Delimiter::Parenthesis) {
        Some(group) => (Some(group.clone()), &tokens[1..]),
        None => (None, tokens),
    }
}

/// Reads `.name(..)` as often as it stands there.
fn options<'a>(tokens: Tokens<'a>, context: &mut Context<'_>) -> (Vec<Choice>, Tokens<'a>) {
    let mut options = Vec::new();
    let mut rest = tokens;
    while is_punct(rest.first(), '.') {
        let dot = rest[0].span();
        let Some(name) = as_ident(rest.get(1)) else {
            context.found.error(
                &rest[0],
                "expected an option behind this `.`\nhelp: such as `.workers(4)` or `.name(\"..\")`",
            );
            return (options, &rest[rest.len()..]);
        };
        if name == "await" {
            context.found.error(
                stream(&rest[..2]),
                "a stage cannot be awaited\nhelp: await the whole pipeline: `pipeline!(..).await`",
            );
            rest = &rest[2..];
            continue;
        }
        let mut end = 2;
        if is_punct(rest.get(2), ':') && is_punct(rest.get(3), ':') {
            end = 4 + rest.get(4..).and_then(angle_end).unwrap_or(0);
        }
        let generics = stream(&rest[2..end.min(rest.len())]);
        let (args, after) = arguments(&rest[end.min(rest.len())..]);
        options.push(Choice { dot, name: name.clone(), generics, args });
        rest = after;
    }
    if is_punct(rest.first(), '?') {
        context.found.error(&rest[0], "a stage cannot be left with `?`\nhelp: `try_map(f)` makes items `Result`s; put `?` behind the whole pipeline: `pipeline!(..).await?`");
        rest = &rest[1..];
    }
    (options, rest)
}
