//! Tokens as text, and the text and numbers that literals stand for.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Tokens as text, with spaces where one would write them.
pub(crate) fn compact(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut apart = false;
    for token in tokens {
        let (piece, before, after) = match &token {
            TokenTree::Ident(word) => (word.to_string(), true, true),
            TokenTree::Literal(literal) => (literal.to_string(), true, true),
            TokenTree::Group(group) => {
                let inner = compact(group.stream());
                match group.delimiter() {
                    Delimiter::Parenthesis => (format!("({inner})"), false, true),
                    Delimiter::Bracket => (format!("[{inner}]"), false, true),
                    Delimiter::Brace => (format!(" {{ {inner} }}"), false, true),
                    Delimiter::None => (inner, true, true),
                }
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                sign @ ('.' | ':' | '!' | '&' | '\'') => (
                    sign.to_string(),
                    sign == '&' || sign == '!',
                    sign == ':' && punct.spacing() == Spacing::Alone && !text.ends_with(':'),
                ),
                ',' => (", ".to_owned(), false, false),
                sign if punct.spacing() == Spacing::Joint => (format!(" {sign}"), false, false),
                sign if text.ends_with(['<', '>', '=', '|']) => (format!("{sign} "), false, false),
                sign => (format!(" {sign} "), false, false),
            },
        };
        if apart && before {
            text.push(' ');
        }
        text.push_str(&piece);
        apart = after;
    }
    text.trim().to_owned()
}

/// The number that the tokens are, if it is written out.
pub(crate) fn number(tokens: &TokenStream) -> Option<usize> {
    syn::parse2::<syn::LitInt>(tokens.clone()).ok()?.base10_parse().ok()
}

/// The text that the tokens are, if it is written out.
pub(crate) fn text(tokens: &TokenStream) -> Option<String> {
    Some(syn::parse2::<syn::LitStr>(tokens.clone()).ok()?.value())
}
