//! `docs/coming-from.md` names no word that is not there.

use std::fs;
use std::path::Path;

use crate::tree::Tree;

/// The words of the second columns.
fn words(page: &str) -> Vec<String> {
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).filter(|row| !row.starts_with("there"));
    let columns = rows.filter_map(|row| row.split(" | ").nth(1));
    let quoted = columns.flat_map(|column| column.split('`').skip(1).step_by(2));
    quoted.map(str::to_owned).collect()
}

#[test]
fn every_word_of_the_page_exists() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coming-from.md");
    let words = words(&fs::read_to_string(page).unwrap());
    assert!(words.len() > 150, "the page is read");
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
