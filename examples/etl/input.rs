//! The file that the example makes for itself.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::rates::in_euros;

const ROWS: u32 = 100_000;

/// What the job should make of it.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) good: usize,
    pub(crate) euro_cents: u64,
    /// Rows that say what they should, among them those of a currency that nobody knows.
    pub(crate) parsed: usize,
    pub(crate) unknown: usize,
    pub(crate) bad: usize,
}

/// Writes a head and the rows: every hundredth lacks a field, and some others are wrong in other ways.
pub(crate) fn write(path: &Path) -> io::Result<Written> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut written = Written::default();
    writeln!(file, "id,currency,cents")?;
    for id in 1..=ROWS {
        let cents = u64::from(id * 37 % 10_000);
        if id.is_multiple_of(100) {
            written.bad += 1;
            writeln!(file, "{id},EUR")?;
        } else if id % 5_000 == 1_234 {
            written.bad += 1;
            writeln!(file, "{id},EUR,a lot")?;
        } else {
            let currency = if id % 10_000 == 4_321 { "XXX" } else { ["EUR", "USD", "CHF"][id as usize % 3] };
            written.parsed += 1;
            match in_euros(currency, cents) {
                Some(euro_cents) => {
                    written.good += 1;
                    written.euro_cents += euro_cents;
                }
                None => {
                    written.unknown += 1;
                    written.bad += 1;
                }
            }
            writeln!(file, "{id},{currency},{cents}")?;
        }
    }
    file.flush()?;
    Ok(written)
}
