//! A browser without a window, where there is one on the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use scraper::{ElementRef, Html, Selector};
use tokio::process::Command;
use tokio::time::timeout;
use url::Url;

use super::in_time::PATIENCE;

/// A Chromium has one of these names.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where this is built there may be no sandbox for the browser, which shows nothing but our own page, and little shared
/// memory. It is not to ask anybody for anything.
const OPTIONS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
    "--dump-dom",
];

/// What shows the page in a frame, measures it there, and writes down what it has found. A window of its own could
/// not be as narrow as a phone.
const MEASURE: &str = "<script>addEventListener('load', () => {
    const frame = document.querySelector('iframe'), page = frame.contentDocument, root = page.documentElement;
    const sees = [...page.querySelectorAll('div.graph')].filter(graph => graph.offsetHeight > 0);
    const still = part => frame.contentWindow.getComputedStyle(part).overflowX == 'visible';
    const parts = [...page.querySelectorAll('div')].filter(still);
    const found = document.createElement('output');
    found.dataset.content = root.scrollWidth;
    found.dataset.screen = root.clientWidth;
    found.dataset.cut = parts.filter(part => part.scrollWidth > part.clientWidth).length;
    found.dataset.sees = sees.map(graph => graph.classList[1]).join(' ');
    found.textContent = root.outerHTML;
    document.body.append(found);
})</script>";

/// A Chromium, and the folder that it has for its files.
pub(crate) struct Browser {
    name: &'static str,
    folder: PathBuf,
}

/// A page as the browser has laid it out.
pub(crate) struct Measured {
    /// What the browser has made of it, without what measures it.
    pub(crate) page: Html,
    /// How wide the content is, and the screen.
    pub(crate) content: u32,
    pub(crate) screen: u32,
    /// How many parts of the page that cannot be scrolled are wider than their place.
    pub(crate) cut: u32,
    /// Which of the graphs are to be seen.
    pub(crate) sees: Vec<String>,
}

impl Browser {
    /// The first that lays out a small page from this folder; else what has become of each. There are such that start and
    /// show nothing: without fonts, without memory, or shut off from the folder.
    pub(crate) async fn find(folder: &Path) -> Result<Self, String> {
        let (folder, mut failures) = (folder.canonicalize().unwrap(), Vec::new());
        for name in NAMES {
            let browser = Self { name, folder: folder.clone() };
            match browser.measure("<!DOCTYPE html><div class='graph small'>a word</div>", 300).await {
                Ok(small) if small.screen == 300 && small.sees == ["small"] => return Ok(browser),
                Ok(small) => failures.push(format!("{name}: a page of {} columns", small.screen)),
                Err(error) => failures.push(format!("{name}: {error}")),
            }
        }
        Err(failures.join("; "))
    }

    /// Lays out a page on a screen of this width.
    pub(crate) async fn measure(&self, page: &str, width: u32) -> Result<Measured, String> {
        let file = self.folder.join("measured.html");
        let page = page.replace('&', "&amp;").replace('"', "&quot;");
        let frame = format!("<iframe width={width} height=900 frameborder=0 srcdoc=\"{page}\"></iframe>");
        fs::write(&file, format!("<!DOCTYPE html><meta charset=utf-8>{MEASURE}<body>{frame}</body>"))
            .unwrap();
        let output = self.show(&file).await?;
        let dumped = Html::parse_document(&String::from_utf8_lossy(&output.stdout));
        let found = dumped.select(&Selector::parse("output").unwrap()).next();
        found.and_then(measured).ok_or_else(|| {
            let told = String::from_utf8_lossy(&output.stderr);
            format!("it has shown nothing ({}): {}", output.status, told.trim_end())
        })
    }

    /// Has the browser show a file, and gives what it says.
    async fn show(&self, file: &Path) -> Result<Output, String> {
        let mut command = Command::new(self.name);
        for home in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(home, &self.folder);
        }
        command.args(OPTIONS).arg(format!("--user-data-dir={}", self.folder.join("profile").display()));
        command.arg(Url::from_file_path(file).expect("the folder has a whole path").as_str());
        let output = command.stdin(Stdio::null()).kill_on_drop(true).output();
        let output = timeout(PATIENCE, output).await.map_err(|_| "it hangs".to_owned())?;
        output.map_err(|error| error.to_string())
    }
}

/// What was found of a page.
fn measured(found: ElementRef<'_>) -> Option<Measured> {
    let number = |name| found.attr(name)?.parse().ok();
    Some(Measured {
        page: Html::parse_document(&found.text().collect::<String>()),
        content: number("data-content")?,
        screen: number("data-screen")?,
        cut: number("data-cut")?,
        sees: found.attr("data-sees")?.split_whitespace().map(str::to_owned).collect(),
    })
}
