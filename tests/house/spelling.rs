//! How imports are spelled: `super::inlet` in one folder, `crate::engine::port::Inlet` from elsewhere. So the moves of a
//! folder change nothing in it, and an import tells whether it leaves.

use crate::fault::{Fault, assert_none};
use crate::fixture::faults;
use crate::tree::Tree;

fn misspelled(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    // The root is a folder like others, but all paths begin there.
    for file in tree.files.iter().filter(|file| !file.lists_modules() && !file.folder().is_empty()) {
        let around = &file.module[..file.module.len() - 1];
        for mention in &file.mentions {
            let from_root = mention.written.starts_with("crate::");
            let Some(target) = tree.file_of(&mention.path).filter(|target| target.path != file.path) else {
                continue;
            };
            let near = target.module.starts_with(around);
            let rule = match (near, from_root) {
                (true, true) => "from its own folder, a file is imported by `super::`",
                (false, false) => "from another folder, a file is imported by `crate::`",
                _ => continue,
            };
            faults.push(Fault::new(&file.path, mention.line, &mention.written, rule));
        }
    }
    faults
}

#[test]
fn imports_tell_whether_they_leave_their_folder() {
    assert_none(misspelled(&Tree::of_core()));
}

#[test]
fn imports_spelled_as_from_elsewhere_are_found() {
    assert_eq!(
        faults(misspelled, &[("engine/port/outlet.rs", "use crate::engine::port::inlet::Inlet;")]),
        [
            "engine/port/outlet.rs:1: `crate::engine::port::inlet::Inlet`: from its own folder, a file is imported by `super::`"
        ]
    );
    assert_eq!(
        faults(misspelled, &[("engine/port/outlet.rs", "\nuse super::super::lock::lock;")]),
        [
            "engine/port/outlet.rs:2: `super::super::lock::lock`: from another folder, a file is imported by `crate::`"
        ]
    );
    let inner = "mod inner {\n    use super::super::inlet::Inlet;\n    use super::Outlet;\n}";
    assert_eq!(faults(misspelled, &[("engine/port/outlet.rs", inner)]), [""; 0]);
}
