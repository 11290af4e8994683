//! Signals to programs.

pub(crate) use rustix::process::Signal;
use rustix::process::{Pid, kill_process};

/// Sends a signal to the process of this number, as `kill` does, a program that is not on every machine.
pub(crate) fn send(signal: Signal, process: u32) {
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    kill_process(process.expect("a process has a number"), signal).unwrap();
}
