//! The pages of `Stream` and `Run` in the documentation: every method stands under a heading, with its kin.
//!
//! The page shows the `impl` blocks in the order in which modules are declared, and the text above a block.

use syn::{Attribute, ImplItem, Item, Type, Visibility};

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::{File, Tree};

/// The types, and other names that they have.
const PAGES: &[&[&str]] = &[&["Stream", "TryStream"], &["Run"]];

/// Where modules stand in groups, each below a comment.
const GROUPS: &str = "op/mod.rs";

const HEADED: &str = "a block of methods stands below a heading of its page, or is the first below its own";
const SAYS: &str = "a heading is followed by a sentence";
const ONCE: &str = "a heading stands once on a page";
const GROUPED: &str = "a group of modules has the name of the heading of its first";
const INDEX: &str = "the table of the page has its headings, in their order, and words that stand below them";

/// A block of methods.
struct Block<'a> {
    file: &'a File,
    line: usize,
    /// What it is headed with.
    heading: Option<String>,
    says: bool,
    words: Vec<String>,
}

/// The files in the order in which modules are declared.
fn in_order(tree: &Tree) -> Vec<&File> {
    fn add<'a>(tree: &'a Tree, file: &'a File, all: &mut Vec<&'a File>) {
        all.push(file);
        for item in &file.syntax.items {
            if let Item::Mod(item) = item {
                let module = [&file.module[..], &[item.ident.to_string()]].concat();
                if let Some(file) = tree.files.iter().find(|file| file.module == module) {
                    add(tree, file, all);
                }
            }
        }
    }
    let mut all = Vec::new();
    add(tree, tree.files.iter().find(|file| file.path == "lib.rs").unwrap(), &mut all);
    all
}

/// What a page shows, from top to bottom.
fn blocks<'a>(tree: &'a Tree, names: &[&str]) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for file in in_order(tree) {
        for item in &file.syntax.items {
            let Item::Impl(item) = item else { continue };
            let Type::Path(of) = &*item.self_ty else { continue };
            let is_of =
                of.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name));
            let words: Vec<_> = item.items.iter().filter_map(shown).collect();
            if item.trait_.is_some() || !is_of || words.is_empty() {
                continue;
            }
            let text = docs(&item.attrs);
            let heading = text.iter().find_map(|line| line.strip_prefix("# ")).map(str::to_owned);
            let says = text.iter().any(|line| line.ends_with('.') && !line.starts_with('#'));
            blocks.push(Block { file, line: item.impl_token.span.start().line, heading, says, words });
        }
    }
    blocks
}

/// A method that the page shows.
fn shown(item: &ImplItem) -> Option<String> {
    let ImplItem::Fn(item) = item else { return None };
    let hidden = item.attrs.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        attribute.path().is_ident("doc") && list.is_ok_and(|list| list.tokens.to_string() == "hidden")
    });
    (matches!(item.vis, Visibility::Public(_)) && !hidden).then(|| item.sig.ident.to_string())
}

/// The lines of a documentation.
fn docs(attributes: &[Attribute]) -> Vec<String> {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let text = lines.filter_map(|line| match &line.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(text) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    text.collect()
}

fn badly_headed(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for names in PAGES {
        let blocks = blocks(tree, names);
        let mut seen = Vec::new();
        for block in &blocks {
            let mut fault = |rule| {
                faults.push(Fault::new(&block.file.path, block.line, block.words.join(", "), rule));
            };
            match &block.heading {
                None if seen.is_empty() => fault(HEADED),
                None => {}
                Some(heading) if seen.contains(heading) => fault(ONCE),
                Some(_) if !block.says => fault(SAYS),
                Some(_) => {}
            }
            seen.extend(block.heading.clone());
        }
    }
    faults
}

/// Modules of one group belong below one heading, so the first of each group has it, and no other.
fn badly_grouped(tree: &Tree) -> Vec<Fault> {
    let Some(list) = tree.files.iter().find(|file| file.path == GROUPS) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut group = None;
    let shown = blocks(tree, PAGES[0]);
    for (at, line) in list.text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("// ") {
            group = Some(name.trim_end_matches('.').to_owned());
        } else if let Some(module) = line.strip_prefix("mod ").and_then(|line| line.strip_suffix(';')) {
            let path = [&list.module[..], &[module.to_owned()]].concat();
            let heading = shown.iter().find(|block| block.file.module == path).map(|block| &block.heading);
            if heading.is_some_and(|heading| *heading != group.take()) {
                faults.push(Fault::new(GROUPS, at + 1, module, GROUPED));
            }
        }
    }
    faults
}

/// The table of `Stream` leads to each heading.
fn badly_listed(tree: &Tree) -> Vec<Fault> {
    let Some((file, item)) = tree.files.iter().find_map(|file| {
        let structs = file.syntax.items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item),
            _ => None,
        });
        structs.into_iter().find(|item| item.ident == "Stream").map(|item| (file, item))
    }) else {
        return Vec::new();
    };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for block in blocks(tree, PAGES[0]) {
        groups.extend(block.heading.map(|heading| (heading, Vec::new())));
        if let Some((_, words)) = groups.last_mut() {
            words.extend(block.words);
        }
    }
    let line = item.struct_token.span.start().line;
    let rows: Vec<_> = docs(&item.attrs).into_iter().filter(|line| line.starts_with("| [")).collect();
    let mut faults = Vec::new();
    for at in 0..rows.len().max(groups.len()) {
        let is_right = rows.get(at).zip(groups.get(at)).is_some_and(|(row, (heading, words))| {
            let anchor = heading.to_lowercase().replace(' ', "-");
            let named: Vec<_> = row.split('`').skip(1).step_by(2).collect();
            row.starts_with(&format!("| [{heading}](#{anchor}) | "))
                && named.iter().all(|word| words.iter().any(|it| it == word))
        });
        if !is_right {
            let what = groups.get(at).map_or_else(|| rows[at].clone(), |(heading, _)| heading.clone());
            faults.push(Fault::new(&file.path, line, what, INDEX));
        }
    }
    faults
}

#[test]
fn every_method_stands_below_a_heading() {
    let tree = Tree::of_core();
    assert!(blocks(&tree, PAGES[0]).len() > 80, "the page is read");
    assert_none(badly_headed(&tree));
}

#[test]
fn a_group_of_modules_is_a_group_of_the_page() {
    assert_none(badly_grouped(&Tree::of_core()));
}

#[test]
fn the_table_of_the_page_leads_to_every_heading() {
    assert_none(badly_listed(&Tree::of_core()));
}

const MAP: &str = "/// # One by one\n///\n/// Each.\nimpl Stream { pub fn map() {} }";

#[test]
fn a_method_without_a_heading_is_found() {
    let lib = "mod stream;\nmod op;";
    let hidden = "impl Stream { pub(crate) fn a() {} #[doc(hidden)] pub fn b() {} }";
    let bare = "impl Stream { pub fn take() {} }";
    let files = [("lib.rs", lib), ("stream/mod.rs", hidden), ("op/mod.rs", "mod take;\nmod map;")];
    let found = faults(badly_headed, &[&files[..], &[("op/take.rs", bare), ("op/map.rs", MAP)]].concat());
    assert_eq!(found, [format!("op/take.rs:1: `take`: {HEADED}")]);
    let found = faults(badly_headed, &[&files[..], &[("op/take.rs", MAP), ("op/map.rs", MAP)]].concat());
    assert_eq!(found, [format!("op/map.rs:4: `map`: {ONCE}")]);
}

#[test]
fn a_module_in_another_group_is_found() {
    let list = "// One by one.\nmod map;\nmod tee;\n\n// In time.\nmod delay;\n";
    let tee = "/// # Splitting\n///\n/// Many.\nimpl Stream { pub fn tee() {} }";
    let delay = "impl Stream { pub fn delay() {} }";
    let files = [("op/mod.rs", list), ("op/map.rs", MAP), ("op/tee.rs", tee), ("op/delay.rs", delay)];
    let wanted = [(3, "tee"), (6, "delay")];
    assert_eq!(
        faults(badly_grouped, &files),
        wanted.map(|(line, module)| format!("{GROUPS}:{line}: `{module}`: {GROUPED}"))
    );
}

#[test]
fn a_row_of_a_word_that_stands_elsewhere_is_found() {
    let stream = "/// | [One by one](#one-by-one) | `map`, `tee` |\npub struct Stream;";
    let files = [("stream/stream.rs", stream), ("op/map.rs", MAP)];
    assert_eq!(faults(badly_listed, &files), [format!("stream/stream.rs:2: `One by one`: {INDEX}")]);
}
