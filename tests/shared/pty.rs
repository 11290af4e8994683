//! A program on a terminal of our own, of which we see the screen.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

/// A program takes no longer than this for what it is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs on a terminal.
pub(crate) struct Pty {
    child: Child,
    keyboard: File,
    /// The end of the program, kept open so that the terminal can be looked at when that has gone.
    terminal: File,
    before: Termios,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that the program has written to the terminal.
    written: Vec<u8>,
}

/// A terminal as a program has left it.
pub(crate) struct Left {
    pub(crate) status: ExitStatus,
    pub(crate) screen: vt100::Parser,
    pub(crate) written: Vec<u8>,
    /// Whether its modes are what they were before.
    pub(crate) has_its_modes: bool,
}

impl Pty {
    /// Starts a program with standard input and error on a terminal of this size, and standard output where the
    /// command says, else there as well.
    pub(crate) fn start(mut command: Command, (rows, columns): (u16, u16), stdout: Option<Stdio>) -> Self {
        let (ours, theirs) = open();
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&theirs, size).unwrap();
        let before = tcgetattr(&theirs).unwrap();
        let end = || Stdio::from(theirs.try_clone().unwrap());
        command.stdin(end()).stderr(end()).stdout(stdout.unwrap_or_else(end));
        command.env("TERM", "xterm-256color").env_remove("NO_COLOR");
        let child = command.spawn().unwrap();
        // It holds further ends of the terminal.
        drop(command);
        let ours = File::from(ours);
        let mut reading = ours.try_clone().unwrap();
        let (read, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // An error says that all ends of the program are closed.
            while let Ok(n @ 1..) = reading.read(&mut bytes) {
                if read.send(bytes[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(rows, columns, 0);
        Self { child, keyboard: ours, terminal: theirs, before, output, screen, written: Vec::new() }
    }

    /// Waits until the screen shows a text.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let begun = Instant::now();
        while !self.screen.screen().contents().contains(text) {
            match self.output.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
                Ok(bytes) => self.show(&bytes),
                Err(end) => panic!("no `{text}`, {end}: {}", self.screen.screen().contents()),
            }
        }
    }

    /// Reads for so long, or until nothing more can come.
    pub(crate) fn read_for(&mut self, time: Duration) {
        let begun = Instant::now();
        while let Ok(bytes) = self.output.recv_timeout(time.saturating_sub(begun.elapsed())) {
            self.show(&bytes);
        }
    }

    /// What the screen shows.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Types a line.
    pub(crate) fn type_line(&mut self, line: &str) {
        self.keyboard.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the program has ended.
    pub(crate) fn end(self) -> Left {
        let Self { mut child, terminal, before, output, mut screen, mut written, .. } = self;
        let (ended, end) = channel();
        let id = child.id().to_string();
        std::thread::spawn(move || ended.send(child.wait()));
        let Ok(status) = end.recv_timeout(PATIENCE) else {
            let _ = Command::new("kill").args(["-KILL", &id]).status();
            panic!("it does not end: {}", screen.screen().contents());
        };
        let status = status.unwrap();
        let after = tcgetattr(&terminal).unwrap();
        let modes = |of: &Termios| (of.input_modes, of.output_modes, of.local_modes, of.control_modes);
        let has_its_modes = modes(&after) == modes(&before);
        drop(terminal);
        for bytes in output {
            screen.process(&bytes);
            written.extend(bytes);
        }
        Left { status, screen, written, has_its_modes }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend(bytes);
    }
}

/// Our end of a new terminal, and that of a program.
fn open() -> (OwnedFd, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (ours, theirs)
}
