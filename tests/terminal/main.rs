//! What shows a run on a terminal leaves that as it was, however the program ends.
#![cfg(unix)]

#[path = "../shared/pty.rs"]
mod pty;
#[path = "../shared/signal.rs"]
mod signal;

mod child;
mod endings;

/// Whether there are terminals on this machine; says so where there are none, and nothing can be tested.
fn has_terminals() -> bool {
    let terminal = pty::new_terminal();
    if let Err(why) = &terminal {
        eprintln!("skipped: there are no terminals here: {why}");
    }
    terminal.is_ok()
}
