//! Words that the code had for what the field has terms for. They do not come back.

use syn::visit::{self, Visit};

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::Tree;

const RETIRED: &str = "away desk hand staff crew tempo pace straight solo turn halt blame telling told feed exit hold \
                       line side site work seat linger";

/// Modules, types and functions called by a retired word, and by nothing else.
fn retired(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let mut names = Names(Vec::new());
        names.visit_file(&file.syntax);
        let own = file.module.last().into_iter().map(|name| (1, name.clone()));
        for (line, name) in own.chain(names.0) {
            if RETIRED.split_whitespace().any(|word| name.eq_ignore_ascii_case(word)) {
                faults.push(Fault::new(&file.path, line, name, "a retired word: use the field's term"));
            }
        }
    }
    faults
}

/// The names that a file gives, each with its line.
struct Names(Vec<(usize, String)>);

impl Names {
    fn add(&mut self, name: &syn::Ident) {
        self.0.push((name.span().start().line, name.to_string()));
    }
}

macro_rules! names_of {
    ($($visit:ident: $kind:ident, $($name:ident).+;)*) => {$(
        fn $visit(&mut self, item: &'ast syn::$kind) {
            self.add(&item.$($name).+);
            visit::$visit(self, item);
        }
    )*};
}

impl<'ast> Visit<'ast> for Names {
    names_of! {
        visit_item_mod: ItemMod, ident;
        visit_item_struct: ItemStruct, ident;
        visit_item_enum: ItemEnum, ident;
        visit_item_union: ItemUnion, ident;
        visit_item_trait: ItemTrait, ident;
        visit_item_type: ItemType, ident;
        visit_item_fn: ItemFn, sig.ident;
        visit_impl_item_fn: ImplItemFn, sig.ident;
        visit_trait_item_fn: TraitItemFn, sig.ident;
    }
}

#[test]
fn retired_words() {
    assert_none(retired(&Tree::of_core()));
}

#[test]
fn a_retired_word_is_found_where_it_is_a_name() {
    let files = [
        (
            "engine/desk.rs",
            "struct Desk;\nenum Exit {}\ntype Work = ();\nimpl Desk {\n    fn halt(&self) {}\n}",
        ),
        (
            "engine/lock.rs",
            "trait T {\n    fn blame();\n}\nmod side {\n    fn hold() {}\n}\nfn f() { fn told() {} }",
        ),
    ];
    let places: Vec<_> = faults(retired, &files)
        .iter()
        .map(|fault| fault.replace(": a retired word: use the field's term", "").replace("engine/", ""))
        .collect();
    assert_eq!(
        places,
        [
            "desk.rs:1: `Desk`",
            "desk.rs:1: `desk`",
            "desk.rs:2: `Exit`",
            "desk.rs:3: `Work`",
            "desk.rs:5: `halt`",
            "lock.rs:2: `blame`",
            "lock.rs:4: `side`",
            "lock.rs:5: `hold`",
            "lock.rs:7: `told`",
        ]
    );
}

#[test]
fn other_names_and_parts_of_names_are_free() {
    let code =
        "struct Worker { site: u8 }\nfn lines(hand: u8) { let line = 1; exit(line) }\nfn workload() {}";
    assert_eq!(faults(retired, &[("engine/worker.rs", code)]), [""; 0]);
}
