//! Charts as SVG, in the page.

use std::fmt::Write;
use std::time::Duration;

use crate::draw::escape::xml;
use crate::watch::units::{count, time};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 96.0;
/// Where the axis of the chart stands; what it says is below.
const BASE: f64 = 78.0;

/// A bar of a distribution.
pub(super) struct Bar {
    pub(super) up_to: String,
    pub(super) calls: u64,
}

/// A value over time, in seconds.
pub(super) fn curve(page: &mut String, points: &[(f64, f64)], until: Duration) {
    let most = points.iter().map(|point| point.1).fold(f64::MIN_POSITIVE, f64::max);
    let end = until.as_secs_f64().max(f64::MIN_POSITIVE);
    let place = |(x, y): (f64, f64)| (x / end * WIDTH, BASE - y / most * (BASE - 6.0));
    // The first and the last part reach to the ends of the chart.
    let mut ends: Vec<_> = points.iter().copied().map(place).collect();
    if let (Some(first), Some(last)) = (ends.first().copied(), ends.last().copied()) {
        ends.insert(0, (0.0, first.1));
        ends.push((WIDTH, last.1));
    }
    let line = ends.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
    open(page, "Items a second over time");
    let _ = write!(page, "<polygon class=\"area\" points=\"0,{BASE} {line} {WIDTH},{BASE}\"/>");
    let _ = write!(page, "<polyline class=\"curve\" points=\"{line}\"/>");
    close(page, "0", &time(until));
}

/// A distribution.
pub(super) fn bars(page: &mut String, bars: &[Bar]) {
    let most = bars.iter().map(|bar| bar.calls).max().unwrap_or(0).max(1);
    let step = WIDTH / bars.len().max(1) as f64;
    open(page, "How many calls took how long");
    for (place, bar) in bars.iter().enumerate() {
        // What is there is seen, however little it is.
        let height =
            (bar.calls as f64 / most as f64 * (BASE - 6.0)).max(if bar.calls > 0 { 1.5 } else { 0.0 });
        let _ = write!(
            page,
            "<rect class=\"bars\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\">\
             <title>{} calls within {}</title></rect>",
            place as f64 * step + step * 0.08,
            BASE - height,
            step * 0.84,
            count(bar.calls),
            xml(&bar.up_to),
        );
    }
    let first = bars.first().map_or("", |bar| &bar.up_to);
    let last = bars.last().map_or("", |bar| &bar.up_to);
    close(page, first, last);
}

fn open(page: &mut String, title: &str) {
    let _ = write!(
        page,
        "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" \
         viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><title>{title}</title>"
    );
}

/// The axis, with what stands at its ends.
fn close(page: &mut String, first: &str, last: &str) {
    let _ = writeln!(
        page,
        "<line class=\"axis\" x1=\"0\" y1=\"{BASE}\" x2=\"{WIDTH}\" y2=\"{BASE}\"/>\
         <text x=\"0\" y=\"{y}\">{}</text><text x=\"{WIDTH}\" y=\"{y}\" text-anchor=\"end\">{}</text></svg>",
        xml(first),
        xml(last),
        y = BASE + 14.0
    );
}
