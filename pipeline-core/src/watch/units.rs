//! Numbers as people read them: three digits, and a unit.

use std::time::Duration;

/// A count that is told to the item while it has no more than six digits: `12,345`, `4.56M`.
pub(super) fn exact(number: u64) -> String {
    match number {
        0..=999 => number.to_string(),
        1_000..=999_999 => format!("{},{:03}", number / 1_000, number % 1_000),
        _ => count(number),
    }
}

/// A count: `999`, `12.3k`, `4.56M`.
pub(super) fn count(count: u64) -> String {
    scaled(count as f64)
}

/// So many a second: `0.25/s`, `12.3k/s`.
pub(super) fn rate(per_second: f64) -> String {
    format!("{}/s", scaled(per_second))
}

/// A share from 0 to 1 in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share.clamp(0.0, 1.0) * 100.0)
}

/// A time: `850 ns`, `1.23 ms`, `45.6 s`, `2 min 5 s`, `3 h 12 min`.
pub(super) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match time.as_nanos() {
        0 => "0 s".to_owned(),
        // Rounded to three digits these would be a thousand.
        1..=999 => format!("{} ns", digits(seconds * 1e9)),
        1_000..=999_499 => format!("{} µs", digits(seconds * 1e6)),
        999_500..=999_499_999 => format!("{} ms", digits(seconds * 1e3)),
        999_500_000..=119_499_999_999 => format!("{} s", digits(seconds)),
        _ => {
            let seconds = time.as_secs().saturating_add(u64::from(time.subsec_millis() >= 500));
            let (minutes, seconds) = (seconds / 60, seconds % 60);
            match minutes {
                0..=59 => format!("{minutes} min {seconds} s"),
                _ => format!("{} h {} min", count(minutes / 60), minutes % 60),
            }
        }
    }
}

/// Three digits, and a letter for thousands, millions and so on.
fn scaled(number: f64) -> String {
    let units = [("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18)];
    let fits = units.iter().find(|(_, size)| number.abs() < 999.5 * size).unwrap_or(&units[6]);
    format!("{}{}", digits(number / fits.1), fits.0)
}

/// A number below a thousand in three digits, without zeros that say nothing.
fn digits(number: f64) -> String {
    let places = match number {
        n if n < 9.995 => 2,
        n if n < 99.95 => 1,
        _ => 0,
    };
    let text = format!("{number:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_rates_have_three_digits() {
        let counts = [0, 7, 999, 1_000, 12_345, 999_499, 999_500, 123_456_789];
        let read = ["0", "7", "999", "1k", "12.3k", "999k", "1M", "123M"];
        assert_eq!(counts.map(count), read);
        assert_eq!(count(u64::MAX), "18.4E");
        assert_eq!([999, 1_002, 999_999, 1_000_000].map(exact), ["999", "1,002", "999,999", "1M"]);
        assert_eq!(
            [0.0, 0.25, 9.999, 99.96, 1_234.0].map(rate),
            ["0/s", "0.25/s", "10/s", "100/s", "1.23k/s"]
        );
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let nanos = [0, 1, 999, 1_500, 999_499, 999_500, 1_234_567, 999_600_000, 45_600_000_000];
        let read = ["0 s", "1 ns", "999 ns", "1.5 µs", "999 µs", "1 ms", "1.23 ms", "1 s", "45.6 s"];
        assert_eq!(nanos.map(|nanos| time(Duration::from_nanos(nanos))), read);
        assert_eq!(time(Duration::from_millis(124_600)), "2 min 5 s");
        assert_eq!(time(Duration::from_secs(11_520)), "3 h 12 min");
        assert_eq!(time(Duration::MAX), "5.12P h 0 min");
    }

    #[test]
    fn shares_are_whole_per_cents() {
        assert_eq!([0.0, 0.974, 1.0, 7.0].map(percent), ["0 %", "97 %", "100 %", "100 %"]);
    }
}
