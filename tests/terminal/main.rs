//! What shows a run on a terminal leaves that as it was, however the program ends.
#![cfg(unix)]

#[path = "../shared/pty.rs"]
#[expect(dead_code, reason = "pictures are made of any moment")]
mod pty;

mod child;
mod endings;
