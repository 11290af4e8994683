//! The examples, as programs that tests start.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Builds an example the way that `cargo test --workspace` builds it, where it is there by then, and gives the program.
pub(crate) fn example(name: &str) -> PathBuf {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    cargo.args(["build", "--quiet", "--workspace", "--example", name]);
    cargo.arg("--message-format=json-render-diagnostics");
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    // What cargo has told this test of its package is no reason to build ring anew, as its build script would have it.
    let told = |name: &String| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(told).for_each(|name| _ = cargo.env_remove(name));
    let built = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit()).output().unwrap();
    assert!(built.status.success(), "`{name}` is not built: {}", built.status);
    let messages = String::from_utf8(built.stdout).unwrap();
    let mut artifacts = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact" && message["target"]["name"] == name);
    let program = artifacts.find_map(|artifact| artifact["executable"].as_str().map(PathBuf::from));
    program.unwrap_or_else(|| panic!("cargo names no program: {messages}"))
}
