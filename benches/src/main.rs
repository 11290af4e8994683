//! Workloads, written with pipeline-core and with its peers, side by side in one table.
#![allow(clippy::disallowed_methods, reason = "peers are written as their own documentation advises")]

mod bench;
mod measure;
mod plot;
mod report;
mod wire;
mod workload;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Prints one table: workloads by row, ours and its peers by column.
#[derive(Parser)]
struct Args {
    /// Rows to run, by the beginning of their names: `W1a W3`; all without one.
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
    /// One job of one row, measured in a process of its own.
    #[arg(long, hide = true)]
    probe: Option<String>,
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let args = Args::parse();
    crossfire::detect_backoff_cfg();
    if let Some(job) = args.probe {
        workload::probe(&job);
        return Ok(ExitCode::SUCCESS);
    }
    let rounds = args.rounds.unwrap_or(if args.quick { 3 } else { 7 });
    let mut rows = Vec::new();
    for mut workload in workload::all() {
        let wanted =
            args.rows.is_empty() || args.rows.iter().any(|row| workload.id.starts_with(row.as_str()));
        if wanted {
            if let Some(job) = &args.job {
                workload.jobs.retain(|one| one.name.starts_with(job.as_str()));
            }
            eprintln!("{} {}", workload.id, workload.title);
            rows.push(measure::measure(&workload, args.quick, rounds));
        }
    }
    print!("{}", report::table(&rows));
    if let Some(path) = args.json {
        std::fs::write(path, report::json(&rows))?;
    }
    if let Some(path) = args.plot {
        plot::bars(&rows, &path)?;
    }
    let lost = rows.iter().any(measure::Row::ours_failed);
    Ok(if lost { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
