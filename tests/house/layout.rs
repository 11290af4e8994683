//! How much a folder and a file hold.

use std::collections::BTreeMap;

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::Tree;

const FILES_OF_ROOT: usize = 3;
const FILES_OF_FOLDER: usize = 14;
/// One word a file, so they have as many as there are.
const ANY_NUMBER: &[&str] = &["op", "source", "terminal"];
const LINES_OF_FILE: usize = 300;
/// A `mod.rs` of these is a list and a paragraph.
const LISTS: &[&str] = &["engine/", "plan/"];
const LINES_OF_LIST: usize = 39;

fn too_much(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &tree.files {
        *folders.entry(file.folder()).or_default() += 1;
        let is_list =
            file.path.ends_with("/mod.rs") && LISTS.iter().any(|folder| file.path.starts_with(folder));
        let most = if is_list { LINES_OF_LIST } else { LINES_OF_FILE };
        let lines = file.text.lines().count();
        if lines > most {
            faults.push(Fault::new(
                &file.path,
                lines,
                format!("{lines} lines"),
                format!("at most {most} here"),
            ));
        }
    }
    for (folder, files) in folders {
        let most = if folder.is_empty() { FILES_OF_ROOT } else { FILES_OF_FOLDER };
        if files > most && !ANY_NUMBER.contains(&folder) {
            faults.push(Fault::new(
                &format!("{folder}/"),
                0,
                format!("{files} files"),
                format!("at most {most} here"),
            ));
        }
    }
    faults
}

#[test]
fn folders_and_files_are_small() {
    assert_none(too_much(&Tree::of_core()));
}

#[test]
fn a_folder_of_too_many_files_is_found() {
    let paths: Vec<_> =
        (0..15).map(|n| [format!("interop/t{n}.rs"), format!("op/o{n}.rs"), format!("r{n}.rs")]).collect();
    let files: Vec<_> = paths.iter().flatten().map(|path| (path.as_str(), "")).collect();
    assert_eq!(
        faults(too_much, &files),
        ["/:0: `17 files`: at most 3 here", "interop/:0: `15 files`: at most 14 here"]
    );
}

#[test]
fn a_long_file_and_a_long_list_are_found() {
    let (long, list) = ("\n".repeat(301), "\n".repeat(40));
    let files = [
        ("error.rs", long.as_str()),
        ("stream/stream.rs", &long[..300]),
        ("engine/port/mod.rs", &list),
        ("plan/mod.rs", &list[..39]),
        ("stream/mod.rs", &list),
    ];
    assert_eq!(
        faults(too_much, &files),
        ["engine/port/mod.rs:40: `40 lines`: at most 39 here", "error.rs:301: `301 lines`: at most 300 here"]
    );
}
