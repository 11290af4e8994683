//! `pub async fn name(..) -> Type { body }`

use super::body::{self, Body};
use super::context::Context;
use crate::lex::{Tokens, as_group, as_ident, is_punct, is_word, stream, trees};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// A function that is a pipeline.
pub(crate) struct Item {
    pub(crate) attributes: TokenStream,
    pub(crate) visibility: TokenStream,
    /// From behind the visibility to the body.
    pub(crate) signature: TokenStream,
    pub(crate) is_async: bool,
    pub(crate) name: Ident,
    pub(crate) body: Body,
}

/// The number of tokens in front of `async fn` or `fn`: attributes, then the visibility.
fn front(tokens: Tokens<'_>) -> (usize, usize) {
    let mut attributes = 0;
    while is_punct(tokens.get(attributes), '#')
        && as_group(tokens.get(attributes + 1), Delimiter::Bracket).is_some()
    {
        attributes += 2;
    }
    let mut end = attributes;
    if is_word(tokens.get(end), "pub") {
        end += 1;
        end += usize::from(as_group(tokens.get(end), Delimiter::Parenthesis).is_some());
    }
    (attributes, end)
}

/// Whether the tokens begin as a function does.
pub(crate) fn starts(tokens: Tokens<'_>) -> bool {
    let (_, end) = front(tokens);
    let words = ["const", "async", "unsafe", "extern"];
    let skipped =
        tokens[end..].iter().take_while(|token| words.iter().any(|word| is_word(Some(token), word))).count();
    is_word(tokens.get(end + skipped), "fn")
}

/// Reads the function.
pub(crate) fn item(tokens: Tokens<'_>, context: &mut Context<'_>) -> Option<Item> {
    let (attributes, start) = front(tokens);
    let keyword = tokens.iter().position(|token| is_word(Some(token), "fn"))?;
    let brace = tokens[keyword..].iter().position(|token| as_group(Some(token), Delimiter::Brace).is_some());
    let (Some(name), Some(brace)) = (as_ident(tokens.get(keyword + 1)), brace.map(|at| keyword + at)) else {
        context.found.error(&tokens[keyword], "expected a function with a name and a body\nhelp: `fn report(urls: Vec<Url>) -> Run<Report> { .. }`");
        return None;
    };
    if let Some(extra) = tokens.get(brace + 1) {
        context.found.error(
            extra,
            "a function is all that one `pipeline!` holds\nhelp: give the next one a `pipeline!` of its own",
        );
    }
    let TokenTree::Group(group) = &tokens[brace] else { return None };
    let inner = trees(group.stream());
    Some(Item {
        attributes: stream(&tokens[..attributes]),
        visibility: stream(&tokens[attributes..start]),
        signature: stream(&tokens[start..brace]),
        is_async: tokens[start..keyword].iter().any(|token| is_word(Some(token), "async")),
        name: name.clone(),
        body: body::body(&inner, context),
    })
}
