//! Cuts token trees. Of operators it knows no more than their names.

mod angle;
mod cut;
mod library;
mod path;
mod separator;
mod text;
mod tokens;
mod word;

pub(crate) use self::angle::{angle_end, top_level};
pub(crate) use self::cut::{arrow, assignment, commas, single_colon};
pub(crate) use self::library::library;
pub(crate) use self::path::{function_name, path_end};
pub(crate) use self::separator::{Separator, has_pipe, next_separator};
pub(crate) use self::text::{compact, number, text};
pub(crate) use self::tokens::{Tokens, stream, trees};
pub(crate) use self::word::{as_group, as_ident, is_punct, is_word, lone_ident, starts_closure};
