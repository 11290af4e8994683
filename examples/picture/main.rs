//! Runs a program on a terminal, and draws what is on the screen some seconds later as an SVG: how the pictures of the
//! documentation are made, by `scripts/pictures`.
//!
//! ```text
//! cargo run --example picture -- --rows 12 --columns 100 --after 2 out.svg -- crawl ../notes --top
//! ```

#[cfg(unix)]
#[path = "../../tests/shared/pty.rs"]
#[expect(dead_code, reason = "tests type to a program, and look at the modes of its terminal")]
mod pty;
#[cfg(unix)]
mod svg;

#[cfg(unix)]
mod program {
    use std::error::Error;
    use std::fs;
    use std::path::PathBuf;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use clap::Parser;

    use super::pty::Pty;
    use super::svg::svg;

    /// Draws what a program shows on a terminal.
    #[derive(Debug, Parser)]
    struct Args {
        /// How many lines the terminal has
        #[arg(long, default_value_t = 24)]
        rows: u16,

        /// How wide it is
        #[arg(long, default_value_t = 100)]
        columns: u16,

        /// After how many seconds the picture is taken
        #[arg(long, default_value_t = 2.0)]
        after: f64,

        /// What is shown to have been typed
        #[arg(long)]
        typed: Option<String>,

        /// Where the picture goes
        picture: PathBuf,

        /// The program and its arguments; what it prints on standard output is not shown
        #[arg(required = true, last = true)]
        program: Vec<String>,
    }

    pub(super) fn run() -> Result<(), Box<dyn Error>> {
        let args = Args::parse();
        let mut command = Command::new(&args.program[0]);
        command.args(&args.program[1..]);
        let mut pty = Pty::start(command, (args.rows, args.columns), Some(Stdio::null()))?;
        pty.read_for(Duration::try_from_secs_f64(args.after)?);
        fs::write(&args.picture, svg(pty.screen(), args.typed.as_deref()))?;
        pty.end();
        Ok(())
    }
}

#[cfg(unix)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    program::run()
}

#[cfg(not(unix))]
fn main() {
    eprintln!("pictures are made on systems that have pseudo-terminals");
}
