//! The table of operators in `pipeline-macros` makes reports better, so it should know every word there is.

use std::fs;
use std::path::Path;

const TABLE: &str = "pipeline-macros/src/check/operators.rs";

/// Words that fit the table's lists, and are in them.
#[test]
fn the_macro_knows_every_operator_and_every_terminal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join(TABLE)).unwrap();
    let unknown: Vec<_> = ["pipeline-core/src/op/mod.rs", "pipeline-core/src/terminal/mod.rs"]
        .into_iter()
        .flat_map(|file| words(&fs::read_to_string(root.join(file)).unwrap()))
        .filter(|word| !table.contains(&format!("\"{word}\"")))
        .collect();
    assert!(unknown.is_empty(), "{TABLE} does not list {unknown:?}");
}

/// A stage that takes workers is listed as one: or `.workers(n)` would be refused where it fits.
#[test]
fn the_macro_knows_which_stages_take_workers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join(TABLE)).unwrap();
    let each = table.split("const EACH").nth(1).and_then(|rest| rest.split("];").next()).unwrap();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root.join("pipeline-core/src/op")).unwrap() {
        let operators = fs::read_to_string(entry.unwrap().path()).unwrap();
        for function in operators.split("    pub fn ").skip(1) {
            let word = function.split(['<', '(']).next().unwrap();
            let signature = function.split("{\n").next().unwrap();
            let tunable = signature.contains("Tunable<");
            if tunable != each.contains(&format!("\"{word}\"")) {
                wrong.push(word.to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "the list `EACH` in {TABLE} is wrong about {wrong:?}");
}

/// The functions that a `mod.rs` passes on: `pub use self::map::{map, map_async};`.
fn words(module: &str) -> Vec<String> {
    let mut words = Vec::new();
    for statement in module.split(';').map(str::trim) {
        let Some(path) =
            statement.lines().last().and(statement.find("pub use self::")).map(|at| &statement[at..])
        else {
            continue;
        };
        let names = path.rsplit_once("::").map_or("", |(_, names)| names);
        let names = path.split_once('{').map_or(names, |(_, list)| list.trim_end_matches('}'));
        words.extend(names.split(',').map(|name| name.trim().to_owned()));
    }
    words.retain(|word| word.starts_with(char::is_lowercase));
    words
}
