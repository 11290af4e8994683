//! What each stage did over time, and how long its calls took.

use std::fmt::Write;

use super::chart::{Bar, bars, curve};
use crate::draw::escape::{shortened, xml};
use crate::watch::report::report::{CallTimes, Report};
use crate::watch::stage::StageSnapshot;
use crate::watch::units::{exact, rate, time};

/// No chart has more bars than can be told apart.
const BARS: usize = 32;

pub(super) fn cards(page: &mut String, report: &Report) {
    let parts = report.parts();
    if parts.is_empty() && report.call_times.is_empty() {
        return;
    }
    page.push_str("<h2>Over time</h2>\n<div class=\"cards\">\n");
    for (place, stage) in report.last.stages.iter().enumerate() {
        let _ = write!(page, "<section><h3><code>{}</code></h3>", xml(&shortened(&stage.name, 60)));
        let points = parts.iter().filter_map(|(from, rates)| {
            let middle = *from + rates.over / 2;
            Some((middle.as_secs_f64(), rates.stages.get(place)?.items_out))
        });
        let points: Vec<_> = points.collect();
        let most = points.iter().map(|point| point.1).fold(0.0, f64::max);
        if most > 0.0 {
            let _ = write!(page, "<p>Items out, up to {}</p>", rate(most));
            curve(page, &points, report.last.elapsed);
        } else if !points.is_empty() {
            // What came before the first look has no rate.
            let _ = write!(page, "<p>{}</p>", few(stage.items_out));
        }
        if let Some(times) = report.call_times.iter().find(|times| times.stage == place) {
            calls(page, stage, times);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</div>\n");
}

fn few(items: u64) -> String {
    match items {
        0 => "No item out".to_owned(),
        1 => "1 item out, at the start".to_owned(),
        n => format!("{} items out, all at the start", exact(n)),
    }
}

fn calls(page: &mut String, stage: &StageSnapshot, times: &CallTimes) {
    let parts = times.joined(BARS);
    if parts.is_empty() {
        return;
    }
    let told = stage.calls.map_or_else(String::new, |calls| {
        format!(", half of them within {}, 99 of 100 within {}", time(calls.p50), time(calls.p99))
    });
    let all = parts.iter().map(|part| part.1).fold(0, u64::saturating_add);
    let _ = write!(page, "<p>Times of {} calls{told}</p>", exact(all));
    let shown = parts.iter().map(|(up_to, calls)| Bar { up_to: time(*up_to), calls: *calls });
    bars(page, &shown.collect::<Vec<_>>());
}
