//! `docs/coming-from.md` and `docs/choosing.md` name no word that is not there.

use std::fs;
use std::path::Path;

use crate::tree::Tree;

/// The words of the second columns.
fn words(page: &str) -> Vec<String> {
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).filter(|row| !row.starts_with("there"));
    let columns = rows.filter_map(|row| row.split(" | ").nth(1));
    let quoted = columns.flat_map(|column| column.split('`').skip(1).step_by(2));
    // An option as it is written, and the macro, are no words to look for.
    quoted.filter(|word| !word.starts_with('.') && !word.ends_with('!')).map(str::to_owned).collect()
}

#[test]
fn every_word_of_the_pages_exists() {
    let page =
        |name| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap();
    let mut words = [words(&page("coming-from.md")), words(&page("choosing.md"))];
    assert!(words[0].len() > 150 && words[1].len() > 50, "the pages are read");
    words[1].retain(|word| word != "Arc");
    let words = words.concat();
    let core = Tree::of_core();
    let sources: Vec<_> = core.files.iter().map(|file| file.text.as_str()).collect();
    let is_there = |word: &String| {
        let declared = [
            format!("pub fn {word}<"),
            format!("pub fn {word}("),
            format!("pub async fn {word}("),
            format!("pub struct {word}<"),
        ];
        declared.iter().any(|declared| sources.iter().any(|text| text.contains(declared)))
    };
    let missing: Vec<_> = words.iter().filter(|word| !is_there(word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
