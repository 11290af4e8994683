//! Stands for a service elsewhere: it converts amounts, is busy at times, and sometimes does not answer at all.

use std::collections::HashSet;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use crate::order::{Converted, Order, Rejected};

/// What a hundred units are in euros.
const RATES: &[(&str, u64)] = &[("EUR", 100), ("USD", 92), ("CHF", 104)];

pub(crate) struct Rates {
    calls: AtomicUsize,
    /// Orders whose first call went wrong.
    failed: Mutex<HashSet<u32>>,
}

impl Rates {
    pub(crate) fn new() -> Self {
        Self { calls: AtomicUsize::new(0), failed: Mutex::default() }
    }

    pub(crate) async fn convert(self: Arc<Self>, order: Order) -> Result<Converted, Rejected> {
        self.calls.fetch_add(1, Relaxed);
        tokio::task::yield_now().await;
        if self.fails(order.id) {
            if order.id.is_multiple_of(2) {
                return Err(Rejected::Busy);
            }
            pending::<()>().await;
        }
        match RATES.iter().find(|(currency, _)| *currency == order.currency) {
            Some((_, rate)) => Ok(Converted { id: order.id, euro_cents: order.cents * rate / 100 }),
            None => Err(Rejected::Currency(order.currency)),
        }
    }

    /// Whether the service lets this call down: the first for each 997th order.
    fn fails(&self, id: u32) -> bool {
        id.is_multiple_of(997) && self.failed.lock().expect("no one panics with it in hand").insert(id)
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Relaxed)
    }

    pub(crate) fn failed_once(&self) -> usize {
        self.failed.lock().expect("no one panics with it in hand").len()
    }
}

/// What the service makes of an amount.
pub(crate) fn in_euros(currency: &str, cents: u64) -> Option<u64> {
    RATES.iter().find(|(known, _)| *known == currency).map(|(_, rate)| cents * rate / 100)
}
