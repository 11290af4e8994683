//! What each stage did over time, and how long its calls took.

use std::fmt::Write;

use super::chart::{Bar, bars, curve};
use crate::draw::escape::{shortened, xml};
use crate::watch::report::report::Report;
use crate::watch::stage::StageSnapshot;
use crate::watch::units::{count, rate, time};

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
        if !points.is_empty() {
            let most = points.iter().map(|point| point.1).fold(0.0, f64::max);
            let _ = write!(page, "<p>Items out, up to {}</p>", rate(most));
            curve(page, &points, report.last.elapsed);
        }
        if let Some(times) = report.call_times.iter().find(|times| times.stage == place) {
            calls(page, stage, &times.buckets);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</div>\n");
}

fn calls(page: &mut String, stage: &StageSnapshot, buckets: &[(std::time::Duration, u64)]) {
    let known = buckets.iter().filter(|bucket| bucket.1 > 0);
    let (Some(first), Some(last)) = (known.clone().next(), known.clone().next_back()) else { return };
    let told = stage.calls.map_or_else(String::new, |calls| {
        format!(", half of them within {}, 99 of 100 within {}", time(calls.p50), time(calls.p99))
    });
    let all = known.map(|bucket| bucket.1).fold(0, u64::saturating_add);
    let _ = write!(page, "<p>Times of {} calls{told}</p>", count(all));
    let shown = buckets.iter().filter(|bucket| bucket.0 >= first.0 && bucket.0 <= last.0).collect::<Vec<_>>();
    let joined = shown.chunks(shown.len().div_ceil(BARS).max(1)).map(|bucket| Bar {
        up_to: time(bucket[bucket.len() - 1].0),
        calls: bucket.iter().map(|bucket| bucket.1).fold(0, u64::saturating_add),
    });
    bars(page, &joined.collect::<Vec<_>>());
}
