//! A browser without a window, where there is one on the machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use scraper::{Html, Selector};

/// What shows the page in a frame, measures it there, and writes down what it has found. A window of its own could
/// not be as narrow as a phone.
const MEASURE: &str = "<script>addEventListener('load', () => {
    const page = document.querySelector('iframe').contentDocument, root = page.documentElement;
    const sees = [...page.querySelectorAll('div.graph')].filter(graph => graph.offsetHeight > 0);
    const found = document.createElement('output');
    found.dataset.content = root.scrollWidth;
    found.dataset.screen = root.clientWidth;
    found.dataset.cut = [...page.querySelectorAll('div')].filter(part => part.scrollWidth > part.clientWidth).length;
    found.dataset.sees = sees.map(graph => graph.classList[1]).join(' ');
    found.textContent = root.outerHTML;
    document.body.append(found);
})</script>";

/// A Chromium, by whatever name.
pub(crate) struct Browser(&'static str);

/// A page as the browser has laid it out.
pub(crate) struct Measured {
    /// What the browser has made of it, without what measures it.
    pub(crate) page: Html,
    /// How wide the content is, and the screen.
    pub(crate) content: u32,
    pub(crate) screen: u32,
    /// How many parts of the page are wider than their place.
    pub(crate) cut: u32,
    /// Which of the graphs are to be seen.
    pub(crate) sees: Vec<String>,
}

impl Browser {
    /// The first that can be started.
    pub(crate) fn find() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let starts =
            |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
        names.into_iter().find(starts).map(Self)
    }

    /// Lays out a page on a screen of this width; files are written to `folder`.
    pub(crate) fn measure(&self, page: &str, width: u32, folder: &Path) -> Measured {
        let file = folder.join("measured.html");
        let page = page.replace('&', "&amp;").replace('"', "&quot;");
        let frame = format!("<iframe width={width} height=900 frameborder=0 srcdoc=\"{page}\"></iframe>");
        fs::write(&file, format!("<!DOCTYPE html><meta charset=utf-8>{MEASURE}<body>{frame}</body>"))
            .unwrap();
        // Where this is built there may be no sandbox for the browser, which shows nothing but our own page.
        let output = Command::new(self.0)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("file://{}", file.display()))
            .output()
            .unwrap();
        let dumped = Html::parse_document(&String::from_utf8(output.stdout).unwrap());
        let found = Selector::parse("output").unwrap();
        let found = dumped.select(&found).next().unwrap_or_else(|| {
            panic!("the page was not measured: {}", String::from_utf8_lossy(&output.stderr));
        });
        let number = |name| found.attr(name).unwrap().parse().unwrap();
        Measured {
            page: Html::parse_document(&found.text().collect::<String>()),
            content: number("data-content"),
            screen: number("data-screen"),
            cut: number("data-cut"),
            sees: found.attr("data-sees").unwrap().split_whitespace().map(str::to_owned).collect(),
        }
    }
}
