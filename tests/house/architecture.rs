//! Reads the sources: what may stand where. See ARCHITECTURE.md, invariants.
#![allow(missing_docs)]

use std::fs;
use std::path::Path;

use crate::tokens::{lines_with, words};
use crate::tree::{Tree, sources};

/// The folders of code that is ours.
const FOLDERS: [&str; 8] = [
    "pipeline-core/src",
    "pipeline-core/tests",
    "pipeline-macros/src",
    "examples",
    "tests",
    "benches/src",
    "fuzz",
    "src",
];

/// The Rust files below `folder`, with their text.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = sources(&root.join(folder));
    assert!(!paths.is_empty(), "{folder}");
    let paths = paths.into_iter().filter(|path| !path.components().any(|part| part.as_os_str() == "target"));
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

/// Where operators have one of `phrases`, but for the files that may.
fn operators_with(phrases: &[&str], allowed: &[&str]) -> Vec<String> {
    let tree = Tree::of_core();
    let operators = tree.files.iter().filter(|file| file.path.starts_with("op/"));
    let operators: Vec<_> = operators.filter(|file| !allowed.contains(&file.path.as_str())).collect();
    assert!(!operators.is_empty());
    let lines = |file| lines_with(file, phrases).into_iter();
    let found = operators.into_iter().flat_map(|file| lines(file).map(move |line| (file, line)));
    found.map(|(file, (line, phrase))| format!("{}:{line}: {phrase}", file.path)).collect()
}

#[track_caller]
fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn operators_know_no_task_and_no_channel() {
    assert_none(operators_with(&["tokio", "kanal"], &[]));
}

#[test]
fn no_operator_uses_another() {
    assert_none(operators_with(&["crate::op", "super"], &["op/mod.rs"]));
}

#[test]
fn there_is_no_unsafe() {
    for (path, text) in FOLDERS.iter().flat_map(|folder| files(folder)) {
        let tokens = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let found = words(tokens).into_iter().filter(|(_, word)| word == "unsafe");
        assert_none(found.map(|(line, _)| format!("{path}:{line}")).collect());
    }
}

#[test]
fn no_file_is_long() {
    let long =
        FOLDERS.iter().flat_map(|folder| files(folder)).filter(|(path, _)| !path.contains("tests/ui/"));
    let long = long.map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > 300);
    assert_none(long.map(|(path, lines)| format!("{path}: {lines} lines")).collect());
    let mut lines =
        files("pipeline-core/src").iter().map(|(_, text)| text.lines().count()).collect::<Vec<_>>();
    lines.sort_unstable();
    println!("the median file of pipeline-core/src has {} lines", lines[lines.len() / 2]);
}

#[test]
fn words_are_those_of_code() {
    let text = "a\n// unsafe\n    /// unsafe\nfn b(_: \"unsafe\", _: '\"') {} // unsafe\nc";
    let words: Vec<_> = words(text.parse().unwrap()).into_iter().filter(|(_, word)| word.len() > 1).collect();
    assert_eq!(words, [(4, "fn".to_owned())]);
}
