//! The table of the stages.

use std::fmt::Write;

use crate::draw::escape::{shortened, xml};
use crate::watch::snapshot::Snapshot;
use crate::watch::stage::StageSnapshot;
use crate::watch::units::{exact, percent, time};
use crate::watch::workers::Workers;

/// The columns; those marked are left out where there is little room.
const COLUMNS: [(&str, &str); 12] = [
    ("Stage", ""),
    ("In", "more"),
    ("Out", ""),
    ("Errors", ""),
    ("Retries", "more"),
    ("Timeouts", "more"),
    ("Filtered", "more"),
    ("Added", "more"),
    ("Workers", "more"),
    ("Busy", ""),
    ("Median", "more"),
    ("p99", ""),
];

pub(super) fn table(page: &mut String, snapshot: &Snapshot) {
    page.push_str("<div class=\"scroll\"><table>\n<thead><tr>");
    for (title, class) in COLUMNS {
        let _ = write!(page, "<th scope=\"col\" class=\"{class}\">{title}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let bottleneck = snapshot.bottleneck().filter(|found| found.reason.is_a_stage());
    for (place, stage) in snapshot.stages.iter().enumerate() {
        let is_marked = bottleneck.as_ref().is_some_and(|found| found.stage == place);
        row(page, stage, if is_marked { " class=\"bottleneck\"" } else { "" });
    }
    page.push_str("</tbody></table></div>\n");
    page.push_str("<p class=\"legend\">");
    for (class, meaning) in [
        ("busy", "in calls"),
        ("blocked", "waiting for room behind the stage"),
        ("idle", "waiting for items"),
    ] {
        let _ = write!(page, "<span><i class=\"{class}\"></i> {meaning}</span> ");
    }
    page.push_str("</p>\n");
}

fn row(page: &mut String, stage: &StageSnapshot, class: &str) {
    let name = xml(&shortened(&stage.name, 40));
    let _ = write!(page, "<tr{class}><th scope=\"row\"><code>{name}</code></th>");
    let none = || "–".to_owned();
    let workers = stage.workers.as_ref();
    let calls = stage.calls.as_ref();
    let cells = [
        exact(stage.items_in),
        exact(stage.items_out),
        exact(stage.errors),
        exact(stage.retries),
        exact(stage.timeouts),
        exact(stage.filtered),
        exact(stage.added),
        workers.map_or_else(none, |workers| exact(workers.limit as u64)),
        workers.map_or_else(none, bar),
        calls.map_or_else(none, |calls| time(calls.p50)),
        calls.map_or_else(none, |calls| time(calls.p99)),
    ];
    for (cell, (title, class)) in cells.iter().zip(&COLUMNS[1..]) {
        // A number that is none draws no eye.
        let quiet = if cell == "0" { " none" } else { "" };
        let errors = if *title == "Errors" && cell != "0" { " errors" } else { "" };
        let _ = write!(page, "<td class=\"{class}{quiet}{errors}\">{cell}</td>");
    }
    page.push_str("</tr>\n");
}

/// How the time was spent, as a bar of three parts.
fn bar(workers: &Workers) -> String {
    let share =
        |class: &str, share: f64| format!("<i class=\"{class}\" style=\"width:{:.1}%\"></i>", share * 100.0);
    format!(
        "{} <span class=\"bar\">{}{}{}</span>",
        percent(workers.busy_share()),
        share("busy", workers.busy_share()),
        share("blocked", workers.blocked_share()),
        share("idle", workers.idle_share())
    )
}
