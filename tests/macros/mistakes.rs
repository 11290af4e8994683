//! `docs/mistakes.md` is made of the programs in `tests/ui/macro` and of what the compiler says to them.
//!
//! To write it anew: `UPDATE_DOCS=1 cargo test --test macros mistakes`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/mistakes.md";
const CASES: &str = "tests/ui/macro";

#[test]
fn the_page_of_mistakes_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = page(&root.join(CASES));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root.join(PAGE), &page).unwrap();
    }
    let there = fs::read_to_string(root.join(PAGE)).unwrap_or_default();
    assert!(there == page, "{PAGE} is out of date: run `UPDATE_DOCS=1 cargo test --test macros mistakes`");
}

/// The page: a section a program, in the order of their names.
fn page(cases: &Path) -> String {
    let mut page = String::from(
        "# Mistakes, and what the compiler says\n\nOne mistake a section: a program in `pipeline!`, and the report. \
         Several mistakes in one macro are all reported.\n\nMade from `tests/ui/macro` by `tests/macros/mistakes.rs`.\n",
    );
    let mut programs: Vec<_> = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    programs.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    programs.sort();
    for path in programs {
        let program = fs::read_to_string(&path).unwrap();
        let report = fs::read_to_string(path.with_extension("stderr")).unwrap();
        let (title, code) = split(&program);
        write!(page, "\n## {title}\n\n```rust\n{code}\n```\n\n```text\n{}\n```\n", report.trim_end())
            .unwrap();
    }
    page
}

/// The first line of a program, which says what is wrong with it, and its code, without what every program has.
fn split(program: &str) -> (&str, String) {
    let (title, code) = program.split_once('\n').unwrap();
    let code = code.replace("use pipeline_core::prelude::*;\n", "");
    (title.trim_start_matches("//! ").trim_end_matches('.'), code.trim().to_owned())
}
