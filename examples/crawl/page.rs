//! The page about the run.

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use pipeline_core::prelude::*;

/// Awaits the run, and then writes a page about it to the file, if there is to be one: also, and then above all,
/// if the run has failed.
pub(crate) async fn written<R, E>(run: Run<R, E>, to: Option<&Path>) -> Result<R, Box<dyn Error>>
where
    R: Send + 'static,
    E: Error + Send + Sync + 'static,
{
    let Some(path) = to else { return Ok(run.await?) };
    let cannot_write = |error| format!("cannot write the report to {}: {error}", path.display());
    // Opened first: it would be a pity to learn after an hour that it cannot be.
    let mut file = File::create(path).map_err(cannot_write)?;
    let (run, watch) = run.watch();
    let outcome = run.await;
    file.write_all(watch.report().to_html().as_bytes()).map_err(cannot_write)?;
    Ok(outcome?)
}
