//! `#![workers = 4, buffer = 64]`: options for every stage that does not set its own.

use crate::diagnostics::{Diagnostics, LINTS};
use crate::lex::{Tokens, as_group, as_ident, commas, is_punct, stream, trees};
use crate::words::nearest;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// The defaults of one program.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) each: Vec<Setting>,
}

/// One default.
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) value: TokenStream,
}

/// The keys there are.
const KEYS: [&str; 2] = ["workers", "buffer"];

/// Reads all `#![..]` in front, and gives back what follows.
pub(crate) fn settings<'a>(tokens: Tokens<'a>, found: &mut Diagnostics) -> (Settings, Tokens<'a>) {
    let mut settings = Settings::default();
    let mut rest = tokens;
    while is_punct(rest.first(), '#') && is_punct(rest.get(1), '!') {
        let Some(group) = as_group(rest.get(2), Delimiter::Bracket) else { break };
        let inner = trees(group.stream());
        match (as_ident(inner.first()), as_group(inner.get(1), Delimiter::Parenthesis)) {
            (Some(word), Some(list)) if word == "defaults" && inner.len() == 2 => {
                keys(&trees(list.stream()), &mut settings, found);
            }
            (Some(word), Some(list)) if word == "allow" && inner.len() == 2 => {
                lints(&trees(list.stream()), found)
            }
            _ => keys(&inner, &mut settings, found),
        }
        rest = &rest[3..];
    }
    (settings, rest)
}

/// Reads `workers = 4, buffer(64)`.
fn keys(tokens: Tokens<'_>, settings: &mut Settings, found: &mut Diagnostics) {
    for setting in commas(tokens) {
        let Some(name) = as_ident(setting.first()) else {
            found.error(stream(setting), "expected `workers = ..` or `buffer = ..`");
            continue;
        };
        let value = match as_group(setting.get(1), Delimiter::Parenthesis) {
            Some(group) if setting.len() == 2 => group.stream(),
            _ if is_punct(setting.get(1), '=') && setting.len() > 2 => stream(&setting[2..]),
            _ => TokenStream::new(),
        };
        let known = KEYS.iter().any(|key| name == key);
        if !known {
            let help = nearest(&name.to_string(), KEYS).map_or_else(
                || "the defaults are `workers` and `buffer`".to_owned(),
                |key| format!("did you mean `{key}`?"),
            );
            found.error(name, format!("`{name}` is not a pipeline default\nhelp: {help}"));
        } else if value.is_empty() {
            found.error(name, format!("`{name}` needs a value\nhelp: `{name} = 4`"));
        } else {
            settings.each.push(Setting { name: name.clone(), value });
        }
    }
}

/// Reads `allow(order_lost)`.
fn lints(tokens: Tokens<'_>, found: &mut Diagnostics) {
    for lint in commas(tokens) {
        match lint {
            [TokenTree::Ident(name)] if LINTS.iter().any(|known| name == known) => {
                found.allow(name.to_string())
            }
            _ => found.error(
                stream(lint),
                format!("this is no lint of `pipeline!`\nhelp: there are `{}` and `{}`", LINTS[0], LINTS[1]),
            ),
        }
    }
}
