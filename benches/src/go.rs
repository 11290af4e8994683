//! Go: goroutines and unbuffered or buffered channels, in a process that measures by itself.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::bench::{Amount, Fault, Flavor, Job, Outcome};
use crate::subprocess;

/// A job of `go/main.go`, with as many threads as tokio has.
pub(crate) fn job(workload: &'static str, buffer: usize) -> Job {
    Job::probe("Go", move |flavor, items| {
        let (items, time) = run(flavor, workload, items, buffer)?;
        Ok(Outcome { items, amount: Amount::Time(Duration::from_nanos(time)) })
    })
}

/// Runs a job, and gives how many items came out and what it needed.
pub(crate) fn run(
    flavor: Flavor,
    workload: &str,
    items: usize,
    buffer: usize,
) -> Result<(usize, u64), Fault> {
    let mut job = Command::new(program()?);
    job.args([workload, &items.to_string(), &buffer.to_string()]);
    subprocess::output(job.env("GOMAXPROCS", flavor.threads().to_string()))
}

/// The program, which the first job that wants it builds beside this one.
fn program() -> Result<&'static PathBuf, Fault> {
    static PROGRAM: OnceLock<Result<PathBuf, Fault>> = OnceLock::new();
    PROGRAM.get_or_init(build).as_ref().map_err(|fault| *fault)
}

fn build() -> Result<PathBuf, Fault> {
    let program = std::env::current_exe().map_err(|_| Fault::Panics)?.with_file_name("go-peer");
    let mut compiler = Command::new("go");
    compiler.args(["build", "-buildvcs=false", "-o"]).arg(&program).arg(".");
    compiler.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("go"));
    // What is installed is what is measured: no newer compiler is fetched.
    match compiler.env("GOTOOLCHAIN", "local").status() {
        Ok(status) if status.success() => Ok(program),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("Go is not installed: its cells stay empty");
            Err(Fault::Absent)
        }
        _ => {
            eprintln!("go/main.go does not build");
            Err(Fault::Panics)
        }
    }
}
