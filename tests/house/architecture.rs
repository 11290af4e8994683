//! Reads the sources: what may stand where. See ARCHITECTURE.md, invariants.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below `folder`, with their text. The edge's unit tests do what a program without pipelines does.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                found.push((relative(&path), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The lines of code, with their numbers: without comments and the insides of strings, and without a file's unit tests.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut in_string = false;
    for (index, line) in text.lines().enumerate() {
        let mut kept = String::new();
        let mut rest = line.trim();
        if rest == "#[cfg(test)]" {
            break;
        }
        while let Some(c) = rest.chars().next() {
            let skip = match c {
                '\\' if in_string => 2,
                '"' => {
                    in_string = !in_string;
                    1
                }
                _ if in_string => c.len_utf8(),
                '\'' if rest.starts_with("'\"'") => 3,
                '/' if rest.starts_with("//") => break,
                _ => {
                    kept.push(c);
                    c.len_utf8()
                }
            };
            rest = rest.get(skip..).unwrap_or("");
        }
        if !kept.trim().is_empty() {
            lines.push((index + 1, kept));
        }
    }
    lines
}

/// Where code below `folder` has one of `words`, but for the files that may.
fn uses(folder: &str, words: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files(folder) {
        if allowed.iter().any(|file| path == format!("pipeline-core/src/{file}")) {
            continue;
        }
        for (number, line) in code(&text) {
            if words.iter().any(|word| has_word(&line, word)) {
                found.push(format!("{path}:{number}: {line}"));
            }
        }
    }
    found
}

/// Whether `word` stands in `line`, and is not a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !(part(before) && part(word.chars().next()) || part(after) && part(word.chars().next_back()))
    })
}

#[track_caller]
fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn operators_know_no_task_and_no_channel() {
    assert!(!files("pipeline-core/src/op").is_empty());
    assert_none(uses("pipeline-core/src/op", &["tokio", "kanal"], &[]));
}

#[test]
fn no_operator_uses_another() {
    assert_none(uses("pipeline-core/src/op", &["crate::op", "super"], &["op/mod.rs"]));
}

#[test]
fn there_is_no_unsafe() {
    for folder in ["pipeline-core/src", "pipeline-macros/src", "examples", "tests"] {
        assert_none(uses(folder, &["unsafe"], &[]));
    }
}

#[test]
fn no_file_is_long() {
    let folders = ["pipeline-core/src", "pipeline-macros/src", "examples", "tests"];
    let long =
        folders.iter().flat_map(|folder| files(folder)).filter(|(path, _)| !path.contains("tests/ui/"));
    let long = long.map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > 300);
    assert_none(long.map(|(path, lines)| format!("{path}: {lines} lines")).collect());
    let mut lines =
        files("pipeline-core/src").iter().map(|(_, text)| text.lines().count()).collect::<Vec<_>>();
    lines.sort_unstable();
    println!("the median file of pipeline-core/src has {} lines", lines[lines.len() / 2]);
}

#[test]
fn words_are_found_and_parts_of_words_are_not() {
    assert!(has_word("use kanal::Sender;", "kanal") && has_word("tokio::spawn(f)", "tokio::spawn"));
    assert!(!has_word("tokio::spawner", "tokio::spawn") && !has_word("superb", "super"));
    let text = "a\n// kanal\n    /// kanal\nb(\"kanal\", '\"') // kanal\n\"kanal \\\nkanal\"\n#[cfg(test)]\nmod tests;";
    assert_eq!(code(text), [(1, "a".to_owned()), (4, "b(, ) ".to_owned())]);
}
