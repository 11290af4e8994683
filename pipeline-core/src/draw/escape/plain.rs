//! Text on one line of a terminal or a message.

/// A text on one line, in which each character is seen: a line break is `\n`, an escape sequence of a
/// terminal `\u{1b}[..`.
pub(crate) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Quotes end nothing here.
            '"' | '\'' => escaped.push(c),
            c => escaped.extend(c.escape_debug()),
        }
    }
    escaped
}

/// The same, in no more than `most` columns: what is longer is cut, and ends in `…`.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    // Each character takes a column at least, or is spelled out, so no more than these can be needed.
    let cut_early: String = text.chars().take(most + 1).collect();
    let escaped = plain(&cut_early);
    if columns(&escaped) <= most {
        return escaped;
    }
    let mut short = String::new();
    let mut taken = 0;
    for c in escaped.chars() {
        taken += width(c);
        if taken >= most {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// How many columns of a terminal a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Two columns for the scripts of East Asia and for pictures, one for every other character.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        assert_eq!(plain("a\n\t\u{1b}[2J\u{202e}\0"), "a\\n\\t\\u{1b}[2J\\u{202e}\\0");
        assert_eq!(plain("it's \"b\" \\ ü 你"), "it's \"b\" \\\\ ü 你");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn what_is_long_is_cut_to_the_columns() {
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("abcdefg", 6), "abcde…");
        assert_eq!(shortened("你好你好", 6), "你好…");
        assert_eq!(shortened(&"\n".repeat(1 << 20), 6), "\\n\\n\\…");
        assert_eq!(columns(&shortened(&"é".repeat(1 << 20), 24)), 24);
    }
}
