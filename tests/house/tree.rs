//! The sources of a crate: its files, and which module each of them is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::paths::{Mention, mentions};
use crate::strip::strip_tests;

/// A module's path from the root of its crate.
pub(crate) type Module = Vec<String>;

/// A file, without its unit tests.
pub(crate) struct File {
    /// From the root of the tree: `engine/port/inlet.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) module: Module,
    pub(crate) syntax: syn::File,
    /// The paths in its code.
    pub(crate) mentions: Vec<Mention>,
}

impl File {
    /// The folder it lies in, `""` for the root.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is a module with its children: these have their names from it, so it knows them all.
    pub(crate) fn lists_modules(&self) -> bool {
        self.path == "lib.rs" || self.path.ends_with("mod.rs")
    }
}

/// All files of a crate.
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
    modules: BTreeMap<Module, usize>,
}

impl Tree {
    /// The library of this workspace.
    pub(crate) fn of_core() -> Self {
        Self::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline-core/src"))
    }

    /// The files below `root`, but for those that only tests have.
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        let mut of_tests = Vec::new();
        for path in sources(root) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let module = module_of(&path);
            let mut syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            for name in strip_tests(&mut syntax.items) {
                of_tests.push([module.clone(), vec![name]].concat());
            }
            files.push(File { path, text, module, syntax, mentions: Vec::new() });
        }
        files.retain(|file| !of_tests.iter().any(|module| file.module.starts_with(module)));
        let modules = files.iter().enumerate().map(|(at, file)| (file.module.clone(), at)).collect();
        let mut tree = Self { files, modules };
        for at in 0..tree.files.len() {
            tree.files[at].mentions = mentions(&tree, &tree.files[at]);
        }
        tree
    }

    pub(crate) fn has_module(&self, module: &[String]) -> bool {
        self.modules.contains_key(module)
    }

    /// The file that a path leads to as it is written: that of the longest module in it.
    pub(crate) fn file_of(&self, path: &[String]) -> Option<&File> {
        (0..=path.len()).rev().find_map(|n| self.modules.get(&path[..n])).map(|at| &self.files[*at])
    }

    /// The file that has what a path names: where a module on the way only passes it on, the one it comes from.
    pub(crate) fn home_of(&self, path: &[String]) -> Option<&File> {
        let mut path = path.to_vec();
        // A path is passed on from folder to folder; the limit ends two that pass on each other.
        for _ in 0..8 {
            let file = self.file_of(&path)?;
            let rest = &path[file.module.len()..];
            let Some(passed_on) = rest.first().and_then(|name| {
                file.mentions.iter().find(|mention| mention.imports_as.as_ref() == Some(name))
            }) else {
                return Some(file);
            };
            path = [&passed_on.path[..], &rest[1..]].concat();
        }
        self.file_of(&path)
    }
}

/// The Rust files below a folder, in the order of their names.
pub(crate) fn sources(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// `engine/port/inlet.rs` is the module `engine::port::inlet`, `engine/port/mod.rs` is `engine::port`.
fn module_of(path: &str) -> Module {
    let mut names: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if path == "lib.rs" || names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}
