//! The table of words in `pipeline-macros` makes reports better, so it knows every word there is, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::tree;

const TABLE: &str = "pipeline-macros/src/words/table.rs";
const CORE: &str = "pipeline-core/src";

#[test]
fn the_macro_knows_every_operator_every_terminal_and_every_option() {
    let table = table();
    let fits =
        |word: &str, kinds: &[&str]| table.get(word).is_some_and(|row| kinds.contains(&row.kind.as_str()));
    let operators =
        words("op/mod.rs").into_iter().filter(|word| !fits(word, &["each", "sequential", "split", "prefix"]));
    let terminals = words("terminal/mod.rs").into_iter().filter(|word| !fits(word, &["terminal"]));
    let options = options().into_iter().filter(|word| !fits(word, &["option"]));
    let unknown: Vec<_> = operators.chain(terminals).chain(options).collect();
    assert!(unknown.is_empty(), "{TABLE} does not list, or lists as another kind: {unknown:?}");
}

#[test]
fn every_word_of_the_macro_is_in_the_library() {
    let (operators, terminals, options) = (words("op/mod.rs"), words("terminal/mod.rs"), options());
    let methods = methods();
    let exists = |word: &str, kind: &str| match kind {
        "each" | "sequential" | "split" => operators.contains(word),
        "terminal" if word != "to" => terminals.contains(word),
        "terminal" | "via" => methods.contains_key(word),
        // A prefix is a method alone, and its options are methods of what it gives.
        "prefix" => methods.contains_key(word),
        "option" => options.contains(word) || methods.contains_key(word),
        _ => false,
    };
    let table = table();
    let missing: Vec<_> =
        table.iter().filter(|(word, row)| !exists(word, &row.kind)).map(|(word, _)| word).collect();
    assert!(missing.is_empty(), "{TABLE} lists words that do not exist: {missing:?}");
}

/// A stage that takes workers is listed as one: or `.workers(n)` would be refused where it fits.
#[test]
fn the_macro_knows_which_stages_take_workers() {
    let (table, methods) = (table(), methods());
    let mut wrong = Vec::new();
    for word in words("op/mod.rs") {
        let tunable = methods.get(&word).is_some_and(|all| all.iter().any(|it| it.contains("Tunable<")));
        if tunable != table.get(&word).is_some_and(|row| row.kind == "each") {
            wrong.push(word);
        }
    }
    assert!(wrong.is_empty(), "{TABLE} is wrong about the workers of {wrong:?}");
}

/// Without its parentheses such a stage is mended; any other is left out.
#[test]
fn the_macro_knows_which_words_stand_without_arguments() {
    let (table, methods) = (table(), methods());
    let is_bare = |signature: &String| {
        let arguments = signature.split("self").nth(1).and_then(|rest| rest.split(')').next());
        arguments.is_some_and(|rest| rest.trim_matches([',', ' ', '\n']).is_empty())
    };
    let fits = |word: &String, row: &Row| methods[word].iter().any(|it| is_bare(it) == row.is_bare);
    let wrong: Vec<_> = table.iter().filter(|(word, row)| !fits(word, row)).map(|(word, _)| word).collect();
    assert!(wrong.is_empty(), "{TABLE} is wrong about `bare()` of {wrong:?}");
}

/// One line of the table, such as `each("flatten").bare(),`.
struct Row {
    kind: String,
    is_bare: bool,
}

/// The table's rows.
fn table() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for line in read(TABLE).lines().map(str::trim) {
        let row = line.split_once("(\"").and_then(|(kind, rest)| Some((kind, rest.split_once("\")")?)));
        if let Some((kind, (word, marks))) = row.filter(|(_, (word, _))| !word.is_empty()) {
            let row = Row { kind: kind.to_owned(), is_bare: marks.contains(".bare()") };
            assert!(rows.insert(word.to_owned(), row).is_none(), "{TABLE} lists `{word}` twice");
        }
    }
    assert!(rows.len() > 50, "the search finds nothing in {TABLE}");
    rows
}

/// The functions that a `mod.rs` passes on: `pub use self::map::{map, map_async};`.
fn words(module: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for statement in read(&format!("{CORE}/{module}")).split(';').map(str::trim) {
        let Some(path) = statement.find("pub use self::").map(|at| &statement[at..]) else {
            continue;
        };
        let names = path.rsplit_once("::").map_or("", |(_, names)| names);
        let names = path.split_once('{').map_or(names, |(_, list)| list.trim_end_matches('}'));
        words.extend(names.split(',').map(|name| name.trim().to_owned()));
    }
    words.retain(|word| word.starts_with(char::is_lowercase));
    words
}

/// The options of a word: the methods of `Pipe`.
fn options() -> BTreeSet<String> {
    let mut options = BTreeSet::new();
    for text in sources() {
        for block in text.split("\nimpl").filter(|block| block.starts_with("<Op> Pipe<Op> {")) {
            options.extend(signatures(block).map(|(word, _)| word));
        }
    }
    options
}

/// The public methods of the library that take `self`, with the signatures they have on different types.
fn methods() -> BTreeMap<String, Vec<String>> {
    let mut methods = BTreeMap::<_, Vec<_>>::new();
    for (word, signature) in sources().iter().flat_map(|text| signatures(text)) {
        methods.entry(word).or_default().push(signature);
    }
    methods
}

/// `pub fn map<..>(self, ..) -> ..`, a method each.
fn signatures(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split("\n    pub fn ").skip(1).filter_map(|function| {
        let signature = function.split("{\n").next()?;
        let word = signature.split(['<', '(']).next()?;
        signature.contains("self").then(|| (word.to_owned(), signature.to_owned()))
    })
}

/// The files of the library.
fn sources() -> Vec<String> {
    tree::sources(&root().join(CORE)).into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
