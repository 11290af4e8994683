//! The page.

use std::fmt::Write;

use super::cards::cards;
use super::table::table;
use crate::draw::Direction;
use crate::draw::escape::xml;
use crate::watch::report::report::Report;

impl Report {
    /// The report as a web page: the graph with what held the run up, a table of the stages, and for each
    /// stage its throughput over time and how long its calls took. It is one file, with no script, and
    /// nothing is loaded from elsewhere; it is light or dark as its reader likes, and fits a phone.
    ///
    /// ```
    /// # use pipeline_core::prelude::*;
    /// use pipeline_core::Report;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), PipelineError> {
    /// let (run, watch) = Stream::from_iter(0..9).count().watch();
    /// run.await?;
    /// let page = Report::new(watch.snapshot()).to_html();
    /// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("from_iter"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let (title, headline) = (xml(&self.title("Pipeline")), xml(&self.headline()));
        let diagram = self.last.diagram(usize::MAX);
        let mut page =
            String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        let _ = writeln!(page, "<title>{title}: {headline}</title>");
        let _ = writeln!(page, "<style>\n{}</style>\n</head>", include_str!("page.css"));
        let _ = writeln!(page, "<body>\n<header><h1>{title}</h1>\n<p>{headline}</p></header>");
        let _ = writeln!(page, "<main>\n<p class=\"verdict\">{}</p>", self.verdict_in_html());
        // A chain of stages is read from left to right on a wide screen, and downwards on a narrow one.
        let _ = writeln!(page, "<div class=\"graph wide\">{}</div>", diagram.to_svg(Direction::LeftToRight));
        let _ =
            writeln!(page, "<div class=\"graph narrow\">{}</div>", diagram.to_svg(Direction::TopToBottom));
        page.push_str("<h2>Stages</h2>\n");
        table(&mut page, &self.last);
        cards(&mut page, self);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    /// The verdict, with what stands in backticks as code.
    fn verdict_in_html(&self) -> String {
        let verdict = xml(&self.verdict());
        let parts: Vec<_> = verdict.split('`').collect();
        if parts.len() % 2 == 0 {
            // A name has a backtick of its own.
            return verdict;
        }
        let marked = parts.iter().enumerate().map(|(index, part)| match index % 2 {
            0 => (*part).to_owned(),
            _ => format!("<code>{part}</code>"),
        });
        marked.collect()
    }
}
