//! Text in a string of JSON.

use std::fmt::Write;

/// A text as JSON takes it in quotes. What a page takes for the begin of a tag is spelled out, too: JSON may
/// stand in one.
pub(crate) fn json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() || matches!(c, '<' | '\u{2028}' | '\u{2029}') => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_ends_the_string() {
        assert_eq!(json("a\"b\\c\n\u{0}\u{7f}</script>"), "a\\\"b\\\\c\\u000a\\u0000\\u007f\\u003c/script>");
        assert_eq!(json("ü 你 😀"), "ü 你 😀");
    }
}
