//! Every word of the library is enrolled, or stands here with the reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::operators;
use crate::sources::SOURCES;
use crate::terminals::{OPEN, TERMINALS};

/// Words without a line of their own.
const WITHOUT: &[(&str, &str)] = &[
    ("via", "calls a function when the pipeline is written, and not when it runs"),
    ("to", "the same, with what closes it"),
    ("ordered", "set by every line that is tuned"),
    ("buffer", "set by every line"),
];

#[test]
fn every_word_is_enrolled_or_has_a_reason() {
    let mut enrolled: BTreeSet<_> = operators::ALL.iter().map(|law| law.word).collect();
    enrolled.extend(SOURCES.iter().map(|source| source.word));
    enrolled.extend(TERMINALS.iter().chain([&OPEN]).map(|terminal| terminal.word));
    let words: BTreeSet<_> = words().into_iter().chain(sources()).collect();
    assert!(words.len() > 150, "the search finds nothing");
    let known = |word: &String| {
        enrolled.contains(word.as_str()) != WITHOUT.iter().any(|(without, _)| without == word)
    };
    let missing: Vec<_> = words.iter().filter(|word| !known(word)).collect();
    assert!(missing.is_empty(), "enrolled neither nor with a reason, or both: {missing:?}");
    let gone: Vec<_> = WITHOUT.iter().filter(|(word, _)| !words.contains(*word)).collect();
    assert!(gone.is_empty(), "a reason for no word: {gone:?}");
}

/// A word has one line, so that its tests have one name.
#[test]
fn no_word_is_enrolled_twice() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> =
        operators::ALL.iter().map(|law| law.word).filter(|word| !seen.insert(*word)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Operators, terminals and options: what the table of the macro lists, which a test of its own holds to be
/// all.
fn words() -> Vec<String> {
    let table = read("pipeline-macros/src/words/table.rs");
    let word = |line: &str| Some(line.trim().split_once("(\"")?.1.split_once("\")")?.0.to_owned());
    table.lines().filter_map(word).filter(|word| !word.is_empty()).collect()
}

/// Sources: the functions of `Stream` that take none.
fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline-core/src/source");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found = vec!["subscribe".to_owned()];
    for file in files.filter(|path| path.is_file()) {
        let text = fs::read_to_string(file).unwrap();
        for block in text.split("\nimpl").filter(|block| block.lines().next().unwrap().contains(" Stream<")) {
            let functions = block.split("\n    pub fn ").skip(1);
            found.extend(functions.map(|function| function.split(['<', '(']).next().unwrap().to_owned()));
        }
    }
    assert!(found.len() > 15, "{found:?}");
    found
}

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}
