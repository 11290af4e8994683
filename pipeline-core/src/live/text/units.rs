//! Numbers, rates and times as people read them.

use std::time::Duration;

/// A number with its thousands parted: `12,345`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number in at most five characters: `999`, `12.3k`, `456M`.
pub(crate) fn brief_count(n: f64) -> String {
    const UNITS: [&str; 6] = ["", "k", "M", "G", "T", "P"];
    let (mut n, mut unit) = (n.max(0.0), 0);
    // What would be rounded to 1000 has the next unit.
    while n >= 999.5 && unit + 1 < UNITS.len() {
        n /= 1000.0;
        unit += 1;
    }
    match (unit, n) {
        (0, n) if n < 9.95 && n.fract() >= 0.05 && n > 0.0 => format!("{n:.1}"),
        (0, n) => format!("{n:.0}"),
        (_, n) if n < 99.95 => format!("{n:.1}{}", UNITS[unit]),
        (_, n) => format!("{n:.0}{}", UNITS[unit]),
    }
}

/// How many in a second: `0.3/s`, `1,234/s`.
pub(crate) fn rate(per_second: f64) -> String {
    if per_second < 9.95 {
        format!("{per_second:.1}/s")
    } else {
        format!("{}/s", count(per_second.round() as u64))
    }
}

#[cfg(feature = "top")]
/// How long a call takes, in three digits: `850ns`, `12.3us`, `4.50ms`, `1.20s`, `2m05s`.
pub(crate) fn brief_time(time: Duration) -> String {
    let nanos = time.as_nanos() as f64;
    // What would be rounded to 1000 has the next unit.
    let in_unit = [("ns", 1.0), ("us", 1e3), ("ms", 1e6), ("s", 1e9)]
        .into_iter()
        .map(|(unit, size)| (unit, nanos / size))
        .find(|(unit, n)| *n < if *unit == "s" { 99.95 } else { 999.5 });
    match in_unit {
        Some(("ns", n)) => format!("{n:.0}ns"),
        Some((unit, n)) if n < 9.995 => format!("{n:.2}{unit}"),
        Some((unit, n)) if n < 99.95 => format!("{n:.1}{unit}"),
        Some((unit, n)) => format!("{n:.0}{unit}"),
        None => long_time(time).replace(' ', ""),
    }
}

/// How long a run takes: `0.4 s`, `12 s`, `1m 12s`, `3h 04m`, `2d 05h`.
pub(crate) fn long_time(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3_600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{}h {:02}m", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{}d {:02}h", count(seconds / 86_400), seconds % 86_400 / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let texts = [0, 7, 999, 1_000, 12_345, 1_234_567, u64::MAX].map(count);
        assert_eq!(texts, ["0", "7", "999", "1,000", "12,345", "1,234,567", "18,446,744,073,709,551,615"]);
    }

    #[test]
    fn a_brief_number_has_at_most_five_characters() {
        let numbers =
            [0.0, 0.04, 0.3, 9.94, 9.97, 12.3, 999.4, 999.6, 12_345.0, 99_960.0, 999_499.0, 1.5e9, 2e16];
        let texts = numbers.map(brief_count);
        assert_eq!(
            texts,
            ["0", "0", "0.3", "9.9", "10", "12", "999", "1.0k", "12.3k", "100k", "999k", "1.5G", "20.0P"]
        );
        assert!(texts.iter().all(|text| text.len() <= 5));
        assert_eq!(brief_count(-1.0), "0");
    }

    #[test]
    fn rates_are_by_the_second() {
        assert_eq!([0.0, 0.26, 9.96, 1234.5].map(rate), ["0.0/s", "0.3/s", "10/s", "1,235/s"]);
    }

    #[test]
    fn times_have_units() {
        let micros = [0, 12, 999_600, 4_500, 99_960, 1_200_000, 125_000_000];
        let texts = micros.map(|n| brief_time(Duration::from_micros(n)));
        assert_eq!(texts, ["0ns", "12.0us", "1.00s", "4.50ms", "100ms", "1.20s", "2m05s"]);
        assert_eq!(brief_time(Duration::from_nanos(850)), "850ns");
        let millis = [0, 420, 9_400, 12_000, 59_700, 72_000, 11_040_000, 190_800_000];
        let texts = millis.map(|n| long_time(Duration::from_millis(n)));
        assert_eq!(texts, ["0.0 s", "0.4 s", "9.4 s", "12 s", "1m 00s", "1m 12s", "3h 04m", "2d 05h"]);
        assert!(long_time(Duration::MAX).ends_with('h'));
    }
}
