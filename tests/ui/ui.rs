//! Mistakes, one a file, and what the compiler says to them: in our words where rustc lets us.
//!
//! To write the reports anew: `TRYBUILD=overwrite cargo test -p ui`, and `UPDATE_DOCS=1 cargo test --test macros mistakes`.

use std::process::Command;

/// The reports are worded by the compiler, so they are those of one release.
const RELEASE: &str = "rustc 1.95.";

#[test]
fn every_mistake_is_told_where_it_was_made() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8_lossy(&rustc.stdout);
    if !version.starts_with(RELEASE) {
        println!("skipped: this is {version}, and the reports are those of {RELEASE}x");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("methods/*.rs");
    cases.compile_fail("operators/*.rs");
    cases.compile_fail("macro/*.rs");
}
