//! Text in an SVG picture or an HTML page, between tags or in quotes.

/// A text as XML and HTML take it. Both refuse characters that cannot be seen however they are written, so
/// these are spelled out.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // It can be seen; spelled out twice it would be two.
            '\\' => escaped.push(c),
            c => escaped.extend(c.escape_debug()),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_is_markup() {
        assert_eq!(
            xml("<script>\"a\" & 'b'</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;"
        );
        assert_eq!(xml("a\nb\u{b}\u{fffe}"), "a\\nb\\u{b}\\u{fffe}");
        assert_eq!(xml("a\\nb"), "a\\nb");
    }
}
