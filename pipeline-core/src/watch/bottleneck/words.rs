//! The bottleneck in words.

use std::fmt;

use super::bottleneck::{Bottleneck, Reason, Remedy};
use crate::draw::escape::shortened;
use crate::watch::units::percent;

/// Longer names are cut in messages.
const NAME: usize = 40;

/// Words that change with the time that is told of.
struct Tense {
    holds: &'static str,
    is: &'static str,
    are: &'static str,
    helps: &'static str,
    waits: &'static str,
    compute: &'static str,
}

const PRESENT: Tense =
    Tense { holds: "holds", is: "is", are: "are", helps: "would help", waits: "waits", compute: "compute" };
const PAST: Tense = Tense {
    holds: "held",
    is: "was",
    are: "were",
    helps: "would have helped",
    waits: "waited",
    compute: "computed",
};

impl fmt::Display for Bottleneck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tense = if self.ended { PAST } else { PRESENT };
        let (name, percent) = (quoted(&self.name), percent(self.busy));
        let Tense { holds, is, are, helps, waits, compute } = tense;
        match self.reason {
            Reason::NothingYet => return f.write_str("nothing has gone through yet"),
            Reason::OneTask => {
                return write!(
                    f,
                    "all stages share{} one task, so that nothing {} on side by side; `.workers(n)` or \
                     `.buffer(n)` on the slowest {helps}",
                    if self.ended { "d" } else { "" },
                    if self.ended { "went" } else { "goes" },
                );
            }
            Reason::SlowSource => {
                write!(f, "the pipeline {waits} for its source {name}, and every stage behind it has room")?;
                self.with_fused(f)?;
                return write!(f, "; a source that gives more {helps}");
            }
            Reason::RateLimit => {
                write!(f, "{name} {holds} the pipeline up: it {is} there to let no more through")?;
                return self.with_fused(f);
            }
            Reason::HeadOfLine { waiting, window } => write!(
                f,
                "{name} {holds} the pipeline up: it is ordered, and while it {waits} for one result, \
                 {waiting} of {window} others fill its window and its {} {percent} of the time",
                self.workers_are(are, is),
            )?,
            Reason::FewKeys { waiting, limit } => write!(
                f,
                "{name} {holds} the pipeline up: {waiting} items of {limit} that may wait for an earlier one \
                 of their key do, and its {} {percent} of the time",
                self.workers_are(are, is),
            )?,
            Reason::Frontier => write!(
                f,
                "{name} {waits} for its own items: nothing more is to be expanded, and its {} {percent} of \
                 the time",
                self.workers_are(are, is),
            )?,
            Reason::Computing { .. } => {
                let workers = self.workers_do(&format!("{compute}, busy"), "computes, busy");
                write!(f, "{name} {holds} the pipeline up: its {workers} {percent} of the time")?;
                write!(f, ", and its inlet {is} full")?;
            }
            Reason::SlowTerminal if self.workers == 0 => {
                write!(f, "the terminal {name} {holds} the pipeline up: its inlet {is} full")?;
            }
            Reason::SlowTerminal => {
                write!(f, "the terminal {name} {holds} the pipeline up: its {}", self.workers_are(are, is))?;
                write!(f, " {percent} of the time and its inlet {is} full")?;
            }
            Reason::SlowCalls | Reason::Blocking { .. } => {
                write!(f, "{name} {holds} the pipeline up: its {}", self.workers_are(are, is))?;
                write!(f, " {percent} of the time and its inlet {is} full")?;
            }
        }
        self.with_fused(f)?;
        f.write_str("; ")?;
        self.remedy_in_words(f, helps, is)
    }
}

impl Bottleneck {
    fn workers_are(&self, are: &str, is: &str) -> String {
        self.workers_do(&format!("{are} busy"), &format!("{is} busy"))
    }

    fn workers_do(&self, several: &str, one: &str) -> String {
        match self.workers {
            // In the past both are the same.
            0 | 1 => format!(
                "only worker {}",
                if self.ended { several.replace("were", "was") } else { one.into() }
            ),
            n => format!("{n} workers {several}"),
        }
    }

    /// Whose time is counted as its own.
    fn with_fused(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fused[..] {
            [] => Ok(()),
            [one] => write!(f, " (the time of {}, in the same task, is in it)", quoted(one)),
            [one, more @ ..] => {
                write!(
                    f,
                    " (the time of {} and {} more, in the same task, is in it)",
                    quoted(one),
                    more.len()
                )
            }
        }
    }

    fn remedy_in_words(&self, f: &mut fmt::Formatter<'_>, helps: &str, is: &str) -> fmt::Result {
        let next = self.next.as_deref().map(quoted);
        match (self.remedy, next) {
            (Remedy::MoreWorkers { up_to: Some(up_to) }, next) => {
                write!(f, "more workers {helps} up to about {up_to}")?;
                match (self.reason, next) {
                    (Reason::Computing { cores }, _) if cores == up_to => {
                        write!(f, ", as many as the machine has cores")
                    }
                    (Reason::Blocking { cores }, Some(next)) => write!(
                        f,
                        ", after which {next} {is} next, if its calls wait; if they compute, up to the \
                         machine's {cores} cores"
                    ),
                    (_, Some(next)) => write!(f, ", after which {next} {is} next"),
                    (_, None) => Ok(()),
                }
            }
            (Remedy::MoreWorkers { up_to: None }, Some(_)) => {
                write!(f, "more workers {helps}, ten times as many and more")
            }
            (Remedy::MoreWorkers { up_to: None }, None) => {
                write!(f, "more workers {helps}, up to how many cannot be told from here")
            }
            (Remedy::MoreWorkersOfBoth, next) => {
                let next = next.unwrap_or_default();
                write!(f, "more workers {helps} if {next} got more as well, which is about as busy")
            }
            (Remedy::LargerWindow, _) => {
                write!(f, "a larger `.window(n)` {helps}, or to leave out `.ordered()`")
            }
            (Remedy::QuickerCalls, _) => self.why_only_quicker(f, helps),
            (Remedy::QuickerSource | Remedy::OwnTask | Remedy::Nothing, _) => Ok(()),
        }
    }

    fn why_only_quicker(&self, f: &mut fmt::Formatter<'_>, helps: &str) -> fmt::Result {
        match self.reason {
            Reason::Computing { cores } if self.workers >= cores => {
                let cores = if cores == 1 { "one core".to_owned() } else { format!("{cores} cores") };
                write!(f, "the machine has {cores}, so not more workers but less to compute {helps}")
            }
            Reason::FewKeys { .. } => write!(f, "not more workers but quicker calls or other keys {helps}"),
            Reason::Frontier => write!(f, "not more workers but quicker calls {helps}"),
            _ => write!(
                f,
                "it has one worker and can have no more, so quicker calls {helps}, or a part of \
                            them in a stage of its own"
            ),
        }
    }
}

/// A name in backticks, on one line.
fn quoted(name: &str) -> String {
    format!("`{}`", shortened(name, NAME))
}
