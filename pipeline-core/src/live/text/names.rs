//! Names that users give, as they are shown: in one line, escaped and shortened.

use std::collections::HashSet;

use crate::draw::escape::plain;

/// A name in at most `most` characters. What a terminal would act on is escaped, what is too long is left out
/// in the middle, as the ends tell names apart.
pub(crate) fn shown(name: &str, most: usize) -> String {
    if name.is_empty() {
        return "\"\"".to_owned();
    }
    // No more of a name is looked at than can be shown.
    let looked_at = plain(&name.chars().take(most + 1).collect::<String>());
    if looked_at.chars().count() <= most {
        return looked_at;
    }
    let (front, back) = (most.saturating_sub(1).div_ceil(2), most.saturating_sub(1) / 2);
    let mut text: String = looked_at.chars().take(front).collect();
    text.push('…');
    let ending: Vec<char> = name.chars().rev().take(back).collect();
    let ending: Vec<char> = plain(&ending.into_iter().rev().collect::<String>()).chars().collect();
    text.extend(&ending[ending.len() - back..]);
    text
}

/// The names of the stages of one run, shortened and still each its own.
pub(crate) fn all_shown<'a>(names: impl Iterator<Item = &'a str>, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    names
        .map(|name| {
            let first = shown(name, most);
            let mut text = first.clone();
            let mut number = 2;
            while !seen.insert(text.clone()) {
                let suffix = format!("~{number}");
                text = shown(&first, most.saturating_sub(suffix.len())) + &suffix;
                number += 1;
            }
            text
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        assert_eq!(shown("\x1b[2Jgone\r\n\t\u{7}", 60), r"\u{1b}[2Jgone\r\n\t\u{7}");
        // It would turn the rest of the line round.
        assert_eq!(shown("a\u{202e}b", 60), r"a\u{202e}b");
        assert_eq!(shown("a\u{200b}b\u{85}", 60), r"a\u{200b}b\u{85}");
    }

    #[test]
    fn quotes_bars_and_tags_are_only_text() {
        assert_eq!(shown(r#"say "hi" | <script>it's"#, 60), r#"say "hi" | <script>it's"#);
    }

    #[test]
    fn an_empty_name_can_be_seen() {
        assert_eq!(shown("", 60), "\"\"");
    }

    #[test]
    fn a_long_name_keeps_its_ends() {
        let name = format!("begin{}end#2", "x".repeat(1 << 20));
        assert_eq!(shown(&name, 15), "beginxx…xxend#2");
        assert_eq!(shown("exactly ten", 11), "exactly ten");
        assert_eq!(shown("exactly ten", 10), "exact… ten");
        // An escape is longer than what it stands for, and may be cut.
        assert_eq!(shown(&"\u{1b}".repeat(1 << 20), 10).chars().count(), 10);
        assert!([0, 1, 2, 3].iter().all(|most| shown("long", *most).chars().count() <= (*most).max(1)));
    }

    #[test]
    fn shortened_names_differ_still() {
        let long = |middle: &str| format!("{}{middle}{}", "a".repeat(100), "z".repeat(100));
        let names = [long("1"), long("2"), long("3"), "map".to_owned(), "map#2".to_owned()];
        let shown = all_shown(names.iter().map(String::as_str), 12);
        assert_eq!(shown, ["aaaaaa…zzzzz", "aaaaa…zzzz~2", "aaaaa…zzzz~3", "map", "map#2"]);
    }
}
