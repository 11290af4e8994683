//! Jobs in a process of their own, which prints two numbers: how many items came out, and what the job needed.

use std::process::{Command, ExitCode, Stdio};

use crate::bench::Fault;

/// The exit code of a process whose job took too long.
const TIMED_OUT: u8 = 3;

/// Runs a process and reads the two numbers that it prints.
pub(crate) fn output(process: &mut Command) -> Result<(usize, u64), Fault> {
    let output = process.stderr(Stdio::inherit()).output().map_err(|_| Fault::Panics)?;
    if output.status.code() == Some(TIMED_OUT.into()) {
        return Err(Fault::Hangs);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().filter_map(|number| number.parse().ok());
    let (Some(items), Some(amount)) = (numbers.next(), numbers.next()) else { return Err(Fault::Panics) };
    Ok((items as usize, amount))
}

/// Runs one job of a row in a process of this program.
pub(crate) fn run_job(row: &str, job: &str, items: usize) -> Result<(usize, u64), Fault> {
    let program = std::env::current_exe().map_err(|_| Fault::Panics)?;
    output(Command::new(program).args(["--probe", &format!("{row}/{job}/{items}")]))
}

/// Prints, in the process that [`run_job`] has started, what it waits for.
pub(crate) fn print(outcome: Result<(usize, u64), Fault>) -> ExitCode {
    match outcome {
        Ok((items, amount)) => {
            println!("{items} {amount}");
            ExitCode::SUCCESS
        }
        Err(Fault::Hangs) => TIMED_OUT.into(),
        Err(_) => ExitCode::FAILURE,
    }
}
