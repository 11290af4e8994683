//! `docs/mistakes.md` is made of the programs in `tests/ui` and of what the compiler says to them.
//!
//! To write it anew: `UPDATE_DOCS=1 cargo test --test macros mistakes`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/mistakes.md";
const CASES: &str = "tests/ui";

/// The folders of the programs, and what stands above those of a folder where a mistake is made in several.
const FORMS: [(&str, &str); 3] =
    [("operators", "With operators"), ("methods", "With methods"), ("macro", "In `pipeline!`")];

const BEGINNING: &str = "\
# Mistakes, and what the compiler says

To find a mistake by its message, search the table for the message, without the names and types in it that are
yours. Where operators, methods and `pipeline!` all allow a mistake, its section has all three. Several mistakes
in one `pipeline!` are all reported. Of several reports on one line of operators or methods the first counts: the
others are often but its consequences.

Made from `tests/ui` by `tests/macros/mistakes.rs`.

";

/// A mistake: its title, what to do, and the program and the report in each form.
struct Mistake {
    title: String,
    advice: String,
    forms: Vec<(&'static str, String, String)>,
}

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

/// The page: the messages, then a section a mistake, in the order of the files' names.
fn page(cases: &Path) -> String {
    let mistakes = mistakes(cases);
    let mut page = BEGINNING.to_owned() + &index(&mistakes);
    for Mistake { title, advice, forms } in mistakes.values() {
        write!(page, "\n## {title}\n").unwrap();
        if !advice.is_empty() {
            write!(page, "\n{advice}\n").unwrap();
        }
        for (form, code, report) in forms {
            // What is a mistake in the macro alone says so itself.
            if forms.len() > 1 || *form != FORMS[2].1 {
                write!(page, "\n{form}:\n").unwrap();
            }
            write!(page, "\n```rust\n{code}\n```\n\n```text\n{report}\n```\n").unwrap();
        }
    }
    page
}

/// The mistakes by the names of their files.
fn mistakes(cases: &Path) -> BTreeMap<String, Mistake> {
    let mut mistakes = BTreeMap::<String, Mistake>::new();
    for (folder, form) in FORMS {
        for entry in fs::read_dir(cases.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let report = fs::read_to_string(path.with_extension("stderr")).unwrap();
            let (title, advice, code) = split(&fs::read_to_string(&path).unwrap());
            let mistake = mistakes.entry(name).or_insert_with(|| Mistake {
                title: title.clone(),
                advice: advice.clone(),
                forms: Vec::new(),
            });
            assert_eq!((&mistake.title, &mistake.advice), (&title, &advice), "in {}", path.display());
            mistake.forms.push((form, code, report.trim_end().to_owned()));
        }
    }
    mistakes
}

/// The messages, and where to read on.
fn index(mistakes: &BTreeMap<String, Mistake>) -> String {
    let mut messages = BTreeMap::<&str, BTreeSet<&str>>::new();
    for Mistake { title, forms, .. } in mistakes.values() {
        for (_, _, report) in forms {
            for message in report.lines().filter_map(message) {
                messages.entry(message).or_default().insert(title);
            }
        }
    }
    let mut index = String::from("| message | mistake |\n|---|---|\n");
    for (message, titles) in messages {
        let titles: Vec<_> =
            titles.into_iter().map(|title| format!("[{title}](#{})", anchor(title))).collect();
        let cells = [message, &titles.join("; ")].map(|cell| cell.replace('|', "\\|"));
        writeln!(index, "| {} | {} |", cells[0], cells[1]).unwrap();
    }
    index
}

/// The message, if the line begins a report.
fn message(line: &str) -> Option<&str> {
    let (kind, message) = line.split_once(": ")?;
    (kind == "error" || kind.starts_with("error[")).then_some(message)
}

/// What a title is called in a link.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// The title of a program, what it says to do, and its code without what every program has.
fn split(program: &str) -> (String, String, String) {
    let lines = program.lines().take_while(|line| line.starts_with("//!"));
    let lines: Vec<_> = lines.map(|line| line.trim_start_matches("//!").trim_start()).collect();
    let (title, advice) = lines.split_first().expect("a program says what is wrong with it");
    let code: Vec<_> = program.lines().skip(lines.len()).collect();
    let code = code.join("\n").replace("use pipeline_core::prelude::*;\n", "");
    (title.trim_end_matches('.').to_owned(), advice.join("\n").trim().to_owned(), code.trim().to_owned())
}
