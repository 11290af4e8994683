//! Jobs in a process of their own, which prints how many items came out and what they needed.

use std::process::{Command, ExitCode, Stdio};

use crate::bench::Fault;

/// The exit code of a process that has waited too long.
const HUNG: u8 = 3;

/// Runs a process and reads the two numbers that it prints.
pub(crate) fn told(process: &mut Command) -> Result<(usize, u64), Fault> {
    let told = process.stderr(Stdio::inherit()).output().map_err(|_| Fault::Panics)?;
    if told.status.code() == Some(HUNG.into()) {
        return Err(Fault::Hangs);
    }
    let text = String::from_utf8_lossy(&told.stdout);
    let mut numbers = text.split_whitespace().filter_map(|number| number.parse().ok());
    let (Some(items), Some(amount)) = (numbers.next(), numbers.next()) else { return Err(Fault::Panics) };
    Ok((items as usize, amount))
}

/// Runs one job of a row in a process of this program.
pub(crate) fn probe(row: &str, job: &str, items: usize) -> Result<(usize, u64), Fault> {
    let program = std::env::current_exe().map_err(|_| Fault::Panics)?;
    told(Command::new(program).args(["--probe", &format!("{row}/{job}/{items}")]))
}

/// The other side of [`told`].
pub(crate) fn tell(came: Result<(usize, u64), Fault>) -> ExitCode {
    match came {
        Ok((items, amount)) => {
            println!("{items} {amount}");
            ExitCode::SUCCESS
        }
        Err(Fault::Hangs) => HUNG.into(),
        Err(_) => ExitCode::FAILURE,
    }
}

/// A line of what the system knows of this process, in bytes; nothing where it is not Linux.
pub(crate) fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)).unwrap_or("0");
    found.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}
