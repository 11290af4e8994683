//! An order, as it stands in the file and as it is stored.

use std::fmt;
use std::num::ParseIntError;

use pipeline_core::Elapsed;

/// A line of the file.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) id: u32,
    pub(crate) currency: String,
    pub(crate) cents: u64,
}

/// As it stood in the file.
impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.id, self.currency, self.cents)
    }
}

/// An order with its amount in euros.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) id: u32,
    pub(crate) euro_cents: u64,
}

/// Why an order is not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Rejected {
    #[error("line {0}: an id, a currency and an amount are needed")]
    Fields(usize),
    #[error("line {0}: {1}")]
    Number(usize, #[source] ParseIntError),
    #[error("nobody trades in `{0}`")]
    Currency(String),
    #[error("the rate service is busy")]
    Busy,
    #[error("the rate service does not answer: {0}")]
    Silent(#[from] Elapsed),
}

pub(crate) fn parse(line: Line) -> Result<Order, Rejected> {
    let Line { number, text } = line;
    let fields: Vec<_> = text.split(',').collect();
    let &[id, currency, cents] = fields.as_slice() else { return Err(Rejected::Fields(number)) };
    let id = id.parse().map_err(|error| Rejected::Number(number, error))?;
    let cents = cents.parse().map_err(|error| Rejected::Number(number, error))?;
    Ok(Order { id, currency: currency.to_owned(), cents })
}
