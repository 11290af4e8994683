//! One event in a line of JSON, as viewers of traces take it.

use std::fmt::{self, Display};

use super::rows::{NO_WORKER, RUN};
use crate::meter::{StageMark, TracedCall};

/// Nanoseconds as microseconds, with all that is known of them.
pub(super) struct Micros(pub(super) u64);

impl Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1_000, self.0 % 1_000)
    }
}

/// How the line of an event begins: what kind it is, and where and when it was.
fn event(kind: char, (process, thread): (u32, u32), at: u64) -> String {
    let at = Micros(at);
    format!(r#"{{"ph":"{kind}","pid":{process},"tid":{thread},"ts":{at}"#)
}

/// What a viewer has to know of a process or thread.
pub(super) fn metadata(process: u32, thread: u32, what: &str, is: impl Display) -> String {
    format!(r#"{{"ph":"M","pid":{process},"tid":{thread},"name":"{what}","args":{{{is}}}}}"#)
}

/// A call, from its begin to its end.
pub(super) fn slice(row: (u32, u32), name: &str, call: &TracedCall) -> String {
    let color = match call {
        TracedCall { errors: 1.., .. } => r#","cname":"terrible""#,
        TracedCall { retries: 1.., .. } | TracedCall { timeouts: 1.., .. } => r#","cname":"bad""#,
        TracedCall { cut_off: true, .. } => r#","cname":"grey""#,
        _ => "",
    };
    let counts = [("errors", call.errors), ("retries", call.retries), ("timeouts", call.timeouts)];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!(r#""{name}":{n}"#));
    let cut_off = call.cut_off.then(|| r#""cut off":true"#.to_owned());
    let args: Vec<_> = counts.chain(cut_off).collect();
    let args = if args.is_empty() { String::new() } else { format!(r#","args":{{{}}}"#, args.join(",")) };
    let (event, lasts) = (event('X', row, call.began), Micros(call.ended.saturating_sub(call.began)));
    format!(r#"{event},"dur":{lasts},"name":"{name}","cat":"call"{color}{args}}}"#)
}

/// One end of an arrow: `s` where it begins, `f` where it ends.
pub(super) fn arrow(end: char, row: (u32, u32), at: u64, id: u64, item: u64) -> String {
    // An end belongs to the slice that it is in, and not to the next.
    let binds = if end == 'f' { r#","bp":"e""# } else { "" };
    format!(r#"{}{binds},"id":{id},"name":"item {item}","cat":"item"}}"#, event(end, row, at))
}

/// How many items wait in an edge.
pub(super) fn queue(process: u32, name: &str, at: u64, items: u64) -> String {
    let at = Micros(at);
    format!(r#"{{"ph":"C","pid":{process},"ts":{at},"name":"{name}","args":{{"items":{items}}}}}"#)
}

/// Something that happens to an item of a stage, in a thread or, where that is not known, in its process.
pub(super) fn mark(process: u32, thread: Option<u32>, at: u64, what: StageMark) -> String {
    let scope = if thread.is_some() { 't' } else { 'p' };
    let name = match what {
        StageMark::Error => "error",
        StageMark::Retry => "retry",
        StageMark::Timeout => "timeout",
    };
    let event = event('i', (process, thread.unwrap_or(NO_WORKER)), at);
    format!(r#"{event},"s":"{scope}","name":"{name}","cat":"call"}}"#)
}

/// Something that happens to the run.
pub(super) fn of_run(at: u64, name: &str, reason: Option<&str>) -> String {
    let args = reason.map(|reason| format!(r#","args":{{"reason":"{reason}"}}"#)).unwrap_or_default();
    let event = event('i', (RUN, NO_WORKER), at);
    format!(r#"{event},"s":"g","name":"{name}","cat":"run"{args}}}"#)
}
