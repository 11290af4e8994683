//! Workloads, written with pipeline-core and with its peers, side by side in one table.
#![allow(clippy::disallowed_methods, reason = "peers are written as their own documentation advises")]

mod bench;
mod compare;
mod go;
mod measure;
mod plot;
mod report;
mod resident_memory;
#[cfg(feature = "soak")]
mod soak;
mod subprocess;
mod wire;
mod workload;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::measure::Row;

/// Prints one table: workloads by row, ours and its peers by column.
#[derive(Parser)]
struct Args {
    /// Rows to run, by the beginning of their names, or by the whole name after `=`: `W1 =W9`; all without one.
    rows: Vec<String>,
    /// Fewer items and three repetitions: that all runs and no item is lost.
    #[arg(long)]
    quick: bool,
    /// How often each job runs, in turn with the others of its row.
    #[arg(long)]
    rounds: Option<usize>,
    /// Only the jobs whose name begins so.
    #[arg(long)]
    job: Option<String>,
    /// Where to write every measurement.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Where to draw bars.
    #[arg(long)]
    plot: Option<PathBuf>,
    /// Shows what `--json` has written, and runs nothing.
    #[arg(long, conflicts_with_all = ["quick", "rounds", "job", "json"])]
    from: Option<PathBuf>,
    /// Compares what `--json` has written before a change and after it, and runs nothing; fails if a row of ours is more than
    /// 3 % worse. More files, before and after in turn, add their repetitions.
    #[arg(long, num_args = 2.., value_names = ["BEFORE", "AFTER"], conflicts_with_all = ["quick", "rounds", "job", "json", "plot", "from"])]
    compare: Vec<PathBuf>,
    /// Runs pipelines of many shapes for so many minutes, which fail, panic and are dropped at random, and looks whether anything
    /// is left, lost or late.
    #[cfg(feature = "soak")]
    #[arg(long, value_name = "MINUTES", conflicts_with_all = ["quick", "rounds", "job", "json", "plot", "from", "compare"])]
    soak: Option<u64>,
    /// One job of one row, measured in a process of its own.
    #[arg(long, hide = true)]
    probe: Option<String>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let args = Args::parse();
    crossfire::detect_backoff_cfg();
    if let Some(job) = args.probe {
        return Ok(subprocess::print(workload::run_job(&job)));
    }
    #[cfg(feature = "soak")]
    if let Some(minutes) = args.soak {
        return Ok(soak::soak(minutes));
    }
    if !args.compare.is_empty() {
        return compare(&args.compare, &args.rows);
    }
    let rows = match &args.from {
        Some(path) => read_rows(path, &args.rows)?,
        None => measure_rows(&args),
    };
    print!("{}", report::table(&rows));
    if let Some(path) = args.json {
        std::fs::write(path, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    if let Some(path) = args.plot {
        plot::bars(&rows, &path)?;
    }
    let lost = rows.iter().any(Row::ours_failed);
    Ok(if lost { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn compare(files: &[PathBuf], names: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    if !files.len().is_multiple_of(2) {
        return Err("`--compare` takes as many files after the change as before it".into());
    }
    let files = files.iter().map(|path| read_rows(path, names)).collect::<Result<_, _>>()?;
    let rows = compare::compare(files)?;
    print!("{}", compare::table(&rows));
    let worse = rows.iter().any(compare::Comparison::is_worse);
    Ok(if worse { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measure_rows(args: &Args) -> Vec<Row> {
    let rounds = args.rounds.unwrap_or(if args.quick { 3 } else { 7 });
    let began = Instant::now();
    let mut rows = Vec::new();
    for mut workload in workload::all() {
        if is_selected(&args.rows, &workload.id) {
            if let Some(job) = &args.job {
                workload.jobs.retain(|one| one.name.starts_with(job.as_str()));
            }
            let (full, quick) = workload.items;
            let items = if args.quick { quick } else { full };
            let began = Instant::now();
            rows.push(measure::measure(&workload, items, rounds));
            eprintln!("{} {}: {:.1} s", workload.id, workload.title, began.elapsed().as_secs_f64());
        }
    }
    eprintln!("{rounds} rounds: {:.1} s", began.elapsed().as_secs_f64());
    rows
}

fn read_rows(path: &PathBuf, names: &[String]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows: Vec<Row> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    rows.retain(|row| is_selected(names, &row.id));
    Ok(rows)
}

fn is_selected(names: &[String], row: &str) -> bool {
    names.is_empty()
        || names.iter().any(|name| match name.strip_prefix('=') {
            Some(name) => row == name,
            None => row.starts_with(name.as_str()),
        })
}
