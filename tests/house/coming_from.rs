//! `docs/coming-from.md` and `docs/choosing.md` name no word that is not there, and a search for a word of others finds ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Ident, LitStr};

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

/// Words of others that a search for them does not lead to, with the reason.
const UNFINDABLE: &[(&str, &str)] = &[
    ("count", "of aiostream: with us it counts items, and to that a search leads"),
    ("err", "the name of an argument"),
    ("async", "the loop of a language"),
];

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

/// The rows of a page's tables: what stands between backticks in the first and in the second column.
fn rows(page: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let quoted = |column: &str| column.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).filter(|row| !row.starts_with("there"));
    let columns = rows.filter_map(|row| row.split_once(" | "));
    // A row that says why there is nothing leads nowhere.
    let columns = columns.filter(|(_, here)| !here.starts_with("none"));
    columns.map(|(there, here)| (quoted(there), quoted(here))).collect()
}

/// The names in what is written: `a(n).b(c)` has `a` and `b`, as arguments are none.
fn names(written: &str) -> Vec<String> {
    let mut depth = 0;
    let mut outside = String::new();
    for c in written.chars() {
        match c {
            // What an argument is set to.
            '=' if depth == 0 => break,
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                outside.push(' ');
            }
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let names = outside.split(|c: char| !c.is_alphanumeric() && c != '_');
    names.filter(|name| !name.is_empty() && *name != "for").map(str::to_owned).collect()
}

/// As the search of the documentation compares: `takeLast` is `take_last`.
fn folded(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// What functions and types are found by beside their names.
#[derive(Default)]
struct Aliases(BTreeMap<String, Vec<String>>);

impl Aliases {
    fn add(&mut self, name: &Ident, attributes: &[Attribute]) {
        let found = self.0.entry(name.to_string()).or_default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
            // A line of documentation is no list.
            let _ = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("alias") {
                    found.push(folded(&meta.value()?.parse::<LitStr>()?.value()));
                }
                Ok(())
            });
        }
    }
}

impl<'a> Visit<'a> for Aliases {
    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.add(&item.sig.ident, &item.attrs);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.add(&item.ident, &item.attrs);
    }
}

/// Words of others that no word of their row is found by.
fn unfindable(page: &str, aliases: &Aliases) -> Vec<String> {
    let mut missing = Vec::new();
    for (there, here) in rows(page) {
        for name in there.iter().flat_map(|written| names(written)) {
            // A search finds what a name is part of, too.
            let is_found = here.iter().any(|word| {
                let named = folded(word).contains(&folded(&name));
                named || aliases.0.get(word).is_some_and(|all| all.contains(&folded(&name)))
            });
            if !is_found && !UNFINDABLE.iter().any(|(it, _)| *it == name) {
                missing.push(format!("`{name}` is neither a word nor an alias of {here:?}"));
            }
        }
    }
    missing
}

#[test]
fn a_search_for_a_word_of_others_finds_ours() {
    let mut aliases = Aliases::default();
    for file in &Tree::of_core().files {
        aliases.visit_file(&file.syntax);
    }
    assert!(rows(&page("coming-from.md")).len() > 60, "the page is read");
    let page = page("coming-from.md");
    let missing = unfindable(&page, &aliases);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let named: Vec<_> =
        rows(&page).into_iter().flat_map(|(there, _)| there).flat_map(|it| names(&it)).collect();
    let gone: Vec<_> = UNFINDABLE.iter().filter(|(word, _)| !named.iter().any(|name| name == word)).collect();
    assert!(gone.is_empty(), "a reason for a word that no row has: {gone:?}");
}

#[test]
fn a_word_that_no_search_finds_is_told() {
    let mut aliases = Aliases::default();
    aliases.visit_file(&syn::parse_str("impl Stream { #[doc(alias = \"tap\")] fn inspect() {} }").unwrap());
    let page = "| `tap`, `Tap(f)`, `peek(g).tap()` | `inspect` |\n| `spect` | `inspect` |\n| `x` | none: it is not |";
    assert_eq!(unfindable(page, &aliases), ["`peek` is neither a word nor an alias of [\"inspect\"]"]);
}

#[test]
fn every_word_of_the_pages_exists() {
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
