//! The command line.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Parser;
use clap::builder::{NonEmptyStringValueParser, RangedU64ValueParser};
use url::Url;

/// Checks the links of a folder or of a site.
///
/// Leaves with 0 when every link is good, with 1 when some are broken, with 2 when it could not start.
#[derive(Debug, Parser)]
#[command(name = "crawl")]
pub(crate) struct Args {
    /// A folder, or a URL that starts with http:// or https:// [default: the folder of this repository]
    #[arg(default_value = env!("CARGO_MANIFEST_DIR"), hide_default_value = true)]
    pub(crate) target: Target,

    /// How many pages to fetch at the same time; a few are polite, many are fast on your own host
    #[arg(long, default_value_t = 16, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub(crate) workers: usize,

    /// How many links to follow from the start; 0 checks the start and nothing else [default: any number]
    #[arg(long)]
    pub(crate) depth: Option<u32>,

    /// How many pages to fetch before stopping; guards against sites that never end
    #[arg(long, default_value_t = 100_000, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000_000))]
    pub(crate) limit: usize,

    /// Leave out links with this text in their address; can be given several times
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) except: Vec<String>,

    /// Show what each stage does while the crawl is under way, in place of a line
    #[arg(long)]
    pub(crate) top: bool,

    /// Write when each page was fetched to a file, for ui.perfetto.dev
    #[arg(long, value_name = "FILE")]
    pub(crate) trace: Option<PathBuf>,

    /// Write a page about the run to this file: what each stage did, and what held it up
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

/// What is to be checked.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A page, and what it leads to on the same host.
    Site(Url),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https") => {
                let mut url = Url::parse(text).map_err(|error| format!("not a URL: {error}"))?;
                url.set_fragment(None);
                Ok(Target::Site(url))
            }
            Some(scheme) => Err(format!("`{scheme}` pages cannot be fetched, only http and https")),
            None if Path::new(text).is_dir() => Ok(Target::Folder(text.into())),
            None if Path::new(text).exists() => Err("a file, not a folder".to_owned()),
            None => Err("no such folder; a URL starts with http:// or https://".to_owned()),
        }
    }
}
