//! A program on a terminal of our own, of which we see the screen.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

/// A program takes no longer than this for what it is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often it is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(5);

/// A program that runs on a terminal.
pub(crate) struct Pty {
    child: Program,
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
    pub(crate) fn start(
        mut command: Command,
        (rows, columns): (u16, u16),
        stdout: Option<Stdio>,
    ) -> io::Result<Self> {
        let (ours, theirs) = new_terminal()?;
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&theirs, size)?;
        let before = tcgetattr(&theirs)?;
        let end = || theirs.try_clone().map(Stdio::from);
        command.stdin(end()?).stderr(end()?).stdout(stdout.map_or_else(end, Ok)?);
        command.env("TERM", "xterm-256color").env_remove("NO_COLOR");
        let child = Program(command.spawn()?);
        // It holds further ends of the terminal.
        drop(command);
        let mut reading = ours.try_clone()?;
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
        Ok(Self { child, keyboard: ours, terminal: theirs, before, output, screen, written: Vec::new() })
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
        self.child.0.id()
    }

    /// Waits until the program has ended.
    pub(crate) fn end(mut self) -> Left {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.0.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end: {}", self.screen().contents());
            self.read_for(LOOK);
        };
        let after = tcgetattr(&self.terminal).unwrap();
        let modes = |of: &Termios| (of.input_modes, of.output_modes, of.local_modes, of.control_modes);
        let has_its_modes = modes(&after) == modes(&self.before);
        // Without this end, what was written last is the last to be read.
        let Self { terminal, output, mut screen, mut written, .. } = self;
        drop(terminal);
        while let Ok(bytes) = output.recv_timeout(PATIENCE) {
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

/// A program that ends when nobody waits for it any more: else it would go on to draw where nobody looks.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Our end of a new terminal, and that of a program. No process is to have either that was not given it, or the terminal
/// for its own. Fails where there are no terminals, as where `/dev/pts` is not mounted.
pub(crate) fn new_terminal() -> io::Result<(File, File)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd", target_os = "netbsd"))]
    let flags = flags | OpenptFlags::CLOEXEC;
    let ours = openpt(flags)?;
    grantpt(&ours)?;
    unlockpt(&ours)?;
    let name = ptsname(&ours, Vec::new())?;
    let theirs = open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
    Ok((File::from(ours), File::from(theirs)))
}
