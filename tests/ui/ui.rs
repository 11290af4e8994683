//! Mistakes, one a file, and what the compiler says to them: in our words where rustc lets us.
//!
//! To write the reports anew: `TRYBUILD=overwrite cargo test -p ui`, and `UPDATE_DOCS=1 cargo test --test macros mistakes`.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The reports are worded by the compiler, so they are those of one release.
const RELEASE: &str = "1.95.";

/// What this compiler says to a question; nothing where there is none by this name.
fn rustc(question: &[&str]) -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let answer = Command::new(rustc).args(question).output();
    answer.map_or_else(|_| String::new(), |told| String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Why the reports of this compiler are others, if they are.
fn differs() -> Option<String> {
    let told = rustc(&["--version"]);
    let version = told.split_whitespace().nth(1).unwrap_or_default();
    if !version.starts_with(RELEASE) || version.contains('-') {
        return Some(format!("this is `{told}`, and the reports are those of {RELEASE}x"));
    }
    let sources = Path::new(&rustc(&["--print", "sysroot"])).join("lib/rustlib/src/rust/library");
    sources
        .exists()
        .then(|| "with `rust-src` installed, reports show lines of the standard library".to_owned())
}

#[test]
fn every_mistake_is_told_where_it_was_made() {
    if let Some(why) = differs() {
        return eprintln!("skipped: {why}");
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("methods/*.rs");
    cases.compile_fail("operators/*.rs");
    cases.compile_fail("macro/*.rs");
}
