//! What every file of the engine says about itself, and how wide it is.

use syn::Item;

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::strip::attributes;
use crate::tree::Tree;

/// Where private items are documented as public ones are.
const DOCUMENTED: &[&str] = &["engine/", "plan/"];

const COLUMNS: usize = 110;

/// Structs, enums, traits and functions at the top of a file that have no `///`.
fn undocumented(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| DOCUMENTED.iter().any(|folder| file.path.starts_with(folder)))
    {
        for item in &file.syntax.items {
            let name = match item {
                Item::Struct(item) => &item.ident,
                Item::Enum(item) => &item.ident,
                Item::Trait(item) => &item.ident,
                Item::Fn(item) => &item.sig.ident,
                _ => continue,
            };
            if !attributes(item).iter().any(|attribute| attribute.path().is_ident("doc")) {
                let rule = "an item of the engine or the plan says in a `///` what it is";
                faults.push(Fault::new(&file.path, name.span().start().line, name.to_string(), rule));
            }
        }
    }
    faults
}

fn wide_lines(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        for (at, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > COLUMNS {
                let rule = format!("at most {COLUMNS} columns, and this has {columns}");
                faults.push(Fault::new(&file.path, at + 1, line.trim(), rule));
            }
        }
    }
    faults
}

#[test]
fn every_item_of_the_engine_is_documented() {
    assert_none(undocumented(&Tree::of_core()));
}

#[test]
fn no_line_is_wide() {
    assert_none(wide_lines(&Tree::of_core()));
}

#[test]
fn an_item_without_documentation_is_found() {
    let code = "struct A;\n/// B.\nstruct B;\n#[inline]\nfn c() {}\nenum D {}\ntrait E {}\nimpl B { fn f() {} }\nconst N: u8 = 1;";
    let found = faults(undocumented, &[("engine/lock.rs", code), ("stream/stream.rs", code)]);
    let rule = "an item of the engine or the plan says in a `///` what it is";
    let wanted = [(1, "A"), (5, "c"), (6, "D"), (7, "E")];
    assert_eq!(found, wanted.map(|(line, name)| format!("engine/lock.rs:{line}: `{name}`: {rule}")));
}

#[test]
fn a_wide_line_is_found_and_columns_are_characters() {
    let text = format!("// {}\n// {}\n", "é".repeat(107), "x".repeat(108));
    let found = faults(wide_lines, &[("op/map.rs", &text)]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("op/map.rs:2: `// xxx") && found[0].ends_with("and this has 111"),
        "{found:?}"
    );
}
