//! Items whose lives are counted, and what goes wrong with one of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// How many items of a run were made and dropped.
#[derive(Debug, Clone, Default)]
pub(super) struct Lives(Arc<[AtomicU64; 2]>);

#[derive(Debug)]
pub(super) struct Item {
    pub(super) number: u64,
    lives: Lives,
}

/// What becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Good,
    /// The run fails at it.
    Fails,
    /// Its function panics.
    Panics,
}

impl Lives {
    pub(super) fn item(&self, number: u64) -> Item {
        self.0[0].fetch_add(1, SeqCst);
        Item { number, lives: self.clone() }
    }

    pub(super) fn made(&self) -> u64 {
        self.0[0].load(SeqCst)
    }

    pub(super) fn dropped(&self) -> u64 {
        self.0[1].load(SeqCst)
    }
}

impl Clone for Item {
    fn clone(&self) -> Self {
        self.lives.item(self.number)
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        self.lives.0[1].fetch_add(1, SeqCst);
    }
}

/// What a panic of ours carries; its report is not shown.
const MEANT: &str = "an item that panics";

impl Fate {
    /// What a stage does with an item of this fate.
    pub(super) fn meet(self, item: Item) -> Result<Item, String> {
        match self {
            Self::Good => Ok(item),
            Self::Fails => Err(format!("item {} fails", item.number)),
            Self::Panics => std::panic::panic_any(MEANT),
        }
    }
}

pub(super) fn keep_quiet_about_what_is_meant() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref::<&str>() != Some(&MEANT) {
            usual(info);
        }
    }));
}
