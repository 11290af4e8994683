//! What lies in one folder imports each other in no circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::Tree;

/// An import: the file, the line, and how it is written.
type Place<'a> = (&'a str, usize, &'a str);

/// Who imports whom in a folder, with the first place where it does.
type Arrows<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Place<'a>>>;

/// Imports that lead back to the file or the folder that they started from. What a `mod.rs` passes on is followed
/// to where it comes from.
fn circles(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (folder, arrows) in &folders(tree) {
        for (from, targets) in arrows {
            for (to, (file, line, written)) in targets {
                if let Some(way) = way(arrows, to, from) {
                    let rule = format!("a circle in {folder}/: {from} -> {}", way.join(" -> "));
                    faults.push(Fault::new(file, *line, *written, rule));
                }
            }
        }
    }
    faults
}

/// The arrows of each folder, between the files and the folders in it. Those between the storeys are not among them:
/// these have a rule of their own.
fn folders(tree: &Tree) -> BTreeMap<String, Arrows<'_>> {
    let mut folders: BTreeMap<String, Arrows<'_>> = BTreeMap::new();
    for file in tree.files.iter().filter(|file| !file.lists_modules()) {
        for mention in &file.mentions {
            let Some(home) = tree.home_of(&mention.path).filter(|home| !home.lists_modules()) else {
                continue;
            };
            let (mut from, mut to) = (file.path.split('/'), home.path.split('/'));
            let mut folder = Vec::new();
            while let (Some(a), Some(b)) = (from.next(), to.next()) {
                if a != b {
                    let place = (file.path.as_str(), mention.line, mention.written.as_str());
                    let arrows = folders.entry(folder.join("/")).or_default();
                    arrows.entry(a).or_default().entry(b).or_insert(place);
                    break;
                }
                folder.push(a);
            }
        }
    }
    folders.remove("");
    folders
}

/// The shortest way from one to another along the arrows.
fn way<'a>(arrows: &Arrows<'a>, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::from([from]);
    let mut ways = vec![vec![from]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let end = way[way.len() - 1];
            if end == to {
                return Some(way);
            }
            for next in arrows.get(end).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(next) {
                    longer.push([&way[..], &[*next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

#[test]
fn no_circles() {
    assert_none(circles(&Tree::of_core()));
}

#[test]
fn a_circle_is_found_in_each_of_its_imports() {
    let inlet = [("engine/port/inlet.rs", "use super::outlet::Outlet;\npub(crate) struct Inlet;")];
    assert_eq!(
        faults(circles, &inlet),
        [
            "engine/port/inlet.rs:1: `super::outlet::Outlet`: a circle in engine/port/: inlet.rs -> outlet.rs -> inlet.rs",
            "engine/port/outlet.rs:1: `super::inlet::Inlet`: a circle in engine/port/: outlet.rs -> inlet.rs -> outlet.rs",
        ]
    );
}

#[test]
fn a_list_of_modules_hides_no_circle() {
    let files = [
        (
            "engine/port/mod.rs",
            "mod inlet;\nmod outlet;\npub use self::inlet::Inlet;\npub use self::outlet::Outlet as Out;",
        ),
        ("engine/port/inlet.rs", "fn f() -> super::Out {}"),
    ];
    let found = faults(circles, &files);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("engine/port/inlet.rs:1: `super::Out`: a circle"), "{found:?}");
}

#[test]
fn a_circle_of_three_with_a_folder_is_found() {
    let files = [
        ("plan/a.rs", "use super::b::B;"),
        ("plan/b.rs", "use super::c::deep::C;"),
        ("plan/c/mod.rs", ""),
        ("plan/c/deep.rs", "use crate::plan::a::A;"),
    ];
    let found = faults(circles, &files);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], "plan/a.rs:1: `super::b::B`: a circle in plan/: a.rs -> b.rs -> c -> a.rs");
}
