//! Each way to end, for each that shows a run.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use crate::child::{Ending, program};
use crate::has_terminals;
use crate::pty::{Left, Pty};
use crate::signal::{self, Signal};

const SIZE: (u16, u16) = (40, 80);

/// What shows a run, and what is seen of it while it works.
const SHOWN_BY: [(&str, &str); 3] =
    [("top", "in/s out/s queue"), ("progress", "3 of 10 items"), ("stages", "  fetch  ")];

/// The terminal is as it was: nothing that is typed or printed next is to be seen differently.
#[track_caller]
fn assert_restored(what: &str, left: &Left) {
    let screen = left.screen.screen();
    assert!(left.has_its_modes, "{what}: the modes of the terminal");
    assert!(!screen.hide_cursor(), "{what}: the cursor is hidden");
    assert!(!screen.alternate_screen() && !screen.bracketed_paste(), "{what}");
    assert!(!screen.application_cursor() && !screen.application_keypad(), "{what}");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{what}");
    let style = (screen.fgcolor(), screen.bgcolor(), screen.bold(), screen.inverse());
    assert_eq!(style, (vt100::Color::Default, vt100::Color::Default, false, false), "{what}");
    // The answer would be read where the program reads what is typed.
    let asks = left.written.windows(4).any(|bytes| bytes == b"\x1b[6n");
    assert!(!asks, "{what}: it asks where the cursor is");
}

/// What shows a run, where there is something to show it on.
fn views() -> impl Iterator<Item = (&'static str, &'static str)> {
    let there = if has_terminals() { &SHOWN_BY[..] } else { &[] };
    there.iter().copied()
}

/// Runs the program until it is seen at work, types a line, and waits for the end.
fn ended_by(ending: Ending) -> impl Iterator<Item = (&'static str, Left)> {
    views().map(move |(shown_by, seen)| {
        let mut pty = Pty::start(program(shown_by, ending), SIZE, None).unwrap();
        pty.wait_for(seen);
        pty.type_line("hello");
        let left = pty.end();
        assert_restored(shown_by, &left);
        (shown_by, left)
    })
}

#[test]
fn a_run_that_ends_well_stays_on_the_screen() {
    for (shown_by, left) in ended_by(Ending::Success) {
        let text = left.screen.screen().contents();
        assert!(left.status.success(), "{shown_by}: {text}");
        assert!(text.contains("10 of 10 items in "), "{shown_by}: {text}");
        // What is typed is the program's.
        assert!(text.contains("typed hello, counted 10"), "{shown_by}: {text}");
    }
}

#[test]
fn a_stage_that_panics() {
    for (shown_by, left) in ended_by(Ending::PanicInStage) {
        let text = left.screen.screen().contents();
        assert!(left.status.success(), "{shown_by}: {text}");
        assert!(text.contains(", failed"), "{shown_by}: {text}");
        assert!(text.contains("typed hello, stage `fetch`"), "{shown_by}: {text}");
        assert!(text.contains("as it was told to"), "{shown_by}: {text}");
    }
}

#[test]
fn a_program_that_panics() {
    for (shown_by, left) in ended_by(Ending::PanicBeside) {
        let text = left.screen.screen().contents();
        assert_eq!(left.status.code(), Some(101), "{shown_by}: {text}");
        // The message of the panic.
        assert!(text.contains("typed hello"), "{shown_by}: {text}");
    }
}

#[test]
fn a_run_that_is_dropped() {
    for (shown_by, left) in ended_by(Ending::Drop) {
        let text = left.screen.screen().contents();
        assert!(left.status.success(), "{shown_by}: {text}");
        assert!(text.contains("typed hello"), "{shown_by}: {text}");
        assert!(text.contains(", cancelled"), "{shown_by}: {text}");
    }
}

#[test]
fn a_program_that_leaves() {
    for (shown_by, left) in ended_by(Ending::Exit) {
        assert_eq!(left.status.code(), Some(3), "{shown_by}: {}", left.screen.screen().contents());
    }
}

#[test]
fn a_signal_that_ends_the_program() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::KILL] {
        for (shown_by, seen) in views() {
            let mut pty = Pty::start(program(shown_by, Ending::Never), SIZE, None).unwrap();
            pty.wait_for(seen);
            signal::send(signal, pty.id());
            let left = pty.end();
            assert_restored(shown_by, &left);
            assert_eq!(left.status.signal(), Some(signal.as_raw()), "{shown_by}: {:?}", left.status);
        }
    }
}

/// What goes elsewhere is the program's alone. The table asked the terminal by way of standard output where its
/// cursor was: the question stood in the file, and the table did not come.
#[test]
fn standard_output_is_left_alone() {
    for (shown_by, seen) in views() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let to = Stdio::from(file.reopen().unwrap());
        let mut pty = Pty::start(program(shown_by, Ending::Success), SIZE, Some(to)).unwrap();
        pty.wait_for(seen);
        pty.type_line("hello");
        let left = pty.end();
        assert_restored(shown_by, &left);
        let printed = std::fs::read_to_string(file.path()).unwrap();
        assert!(printed.contains("typed hello, counted 10") && !printed.contains('\x1b'), "{printed:?}");
    }
}

/// However small the terminal is.
#[test]
fn a_small_terminal() {
    for size in [(3, 10), (5, 20), (10, 200)] {
        for (shown_by, _) in views() {
            let mut pty = Pty::start(program(shown_by, Ending::Success), size, None).unwrap();
            pty.type_line("hello");
            let left = pty.end();
            assert!(left.status.success(), "{shown_by}: {}", left.screen.screen().contents());
            assert_restored(shown_by, &left);
        }
    }
}
