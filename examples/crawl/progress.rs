//! The line that shows how far a crawl is.

use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::Site;

/// A line on standard error, redrawn in place; it is not drawn where that is no terminal, and goes when dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    line: ProgressBar,
    site: Arc<Site>,
}

impl Progress {
    /// Starts to draw.
    pub(crate) fn start(site: Arc<Site>) -> Progress {
        let style = "{spinner} {pos} of {len} links checked, {elapsed}";
        let style = ProgressStyle::with_template(style).expect("the template is valid");
        let line = ProgressBar::new(1).with_style(style);
        line.enable_steady_tick(Duration::from_millis(100));
        Progress { line, site }
    }

    /// One more link is checked.
    pub(crate) fn step(&self) {
        self.line.update(|line| {
            line.set_len(self.site.known() as u64);
            line.set_pos(line.pos() + 1);
        });
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}
