//! Names in boxes: no line is longer than a box is wide.

use crate::draw::escape::{columns, plain, shortened};

/// A name in lines of at most `width` columns, and no more than `most` of them: what is longer ends in `…`.
pub(super) fn wrap(name: &str, width: usize, most: usize) -> Vec<String> {
    // A name of a megabyte is not spelled out for the few lines of it that are shown.
    let start: String = name.chars().take(width * most + 1).collect();
    let is_cut = start.len() < name.len();
    let mut rest = plain(&start);
    let mut lines = Vec::new();
    while lines.len() + 1 < most && columns(&rest) > width {
        let end = line_end(&rest, width);
        let tail = rest.split_off(end);
        lines.push(rest.trim_end().to_owned());
        rest = tail.trim_start().to_owned();
    }
    if is_cut && columns(&rest) <= width {
        rest.push('…');
    }
    // The rest is spelled out already, so nothing of it grows.
    lines.push(if columns(&rest) <= width { rest } else { cut(&rest, width) });
    lines
}

fn cut(text: &str, width: usize) -> String {
    let mut kept = text.to_owned();
    while columns(&kept) + 1 > width {
        kept.pop();
    }
    kept.push('…');
    kept
}

/// Where the first line ends: behind what parts words, if that stands in its second half.
fn line_end(text: &str, width: usize) -> usize {
    let (mut end, mut parted, mut taken) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        taken += columns(c.encode_utf8(&mut [0; 4]));
        if taken > width {
            break;
        }
        end = at + c.len_utf8();
        if taken * 2 > width && matches!(c, ' ' | '_' | '-' | '.' | ':' | '/' | ',') {
            parted = end;
        }
    }
    if parted > 0 { parted } else { end.max(text.chars().next().map_or(0, char::len_utf8)) }
}

/// What stands beside an arrow, on one line.
pub(super) fn beside_arrow(label: &str) -> String {
    shortened(label, 18)
}

/// A name that is read out, or shown where a pointer rests on a box: not the whole of a megabyte.
pub(super) fn hint(name: &str) -> String {
    const MOST: usize = 200;
    let start: String = name.chars().take(MOST).collect();
    let end = if start.len() < name.len() { "…" } else { "" };
    plain(&start) + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_wrapped_between_words_and_cut() {
        assert_eq!(wrap("fetch", 10, 3), ["fetch"]);
        assert_eq!(wrap("", 10, 3), [""]);
        assert_eq!(wrap("extract_links_of_page", 10, 3), ["extract_", "links_of_", "page"]);
        assert_eq!(wrap("abcdefghijklmnopqrstuvwxyz", 10, 2), ["abcdefghij", "klmnopqrs…"]);
        assert_eq!(wrap("你好你好你好", 4, 2), ["你好", "你…"]);
        assert_eq!(wrap(&"a".repeat(1 << 20), 10, 2), ["aaaaaaaaaa", "aaaaaaaaa…"]);
        assert_eq!(wrap(&"\0".repeat(1 << 20), 4, 1), ["\\0\\…"]);
    }
}
