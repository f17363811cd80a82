//! Moments as the protocol reads them, and the datestamp of a version.

use ibid_core::date::Date;

/// A version counts as changed a minute after it was written. It can be seen only when its transaction
/// has ended, which is later than the moment it names; a harvester who came in between and asks next
/// time for what is new since then would miss it for ever. A transaction takes a second.
const SETTLED: i64 = 60;

const DAY: i64 = 86_400;

/// The datestamp of a version written at this moment.
pub(super) fn datestamp(at: i64) -> i64 {
    at.saturating_add(SETTLED)
}

/// The inverse of [`datestamp`].
pub(super) fn written_at(datestamp: i64) -> i64 {
    datestamp.saturating_sub(SETTLED)
}

/// How finely a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Second,
}

/// The first second of what `yyyy-mm-dd` or `yyyy-mm-ddThh:mm:ssZ` names. `None` for anything else and
/// for days that never were.
pub(super) fn read(text: &str) -> Option<(i64, Grain)> {
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time.strip_suffix('Z')?)),
        None => (text, None),
    };
    let [year, month, number] = numbers(day, '-', [4, 2, 2])?;
    let start = days(year, month, number)?.checked_mul(DAY)?;
    let Some(time) = time else { return Some((start, Grain::Day)) };
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let real = hour < 24 && minute < 60 && second < 60;
    real.then_some((start + hour * 3_600 + minute * 60 + second, Grain::Second))
}

/// The last second of what was read as `first`.
pub(super) fn last(first: i64, grain: Grain) -> i64 {
    match grain {
        Grain::Day => first + DAY - 1,
        Grain::Second => first,
    }
}

/// Three numbers of so many digits.
fn numbers(text: &str, between: char, digits: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(between);
    let mut out = [0; 3];
    for (number, length) in out.iter_mut().zip(digits) {
        let part = parts.next().filter(|it| it.len() == length && it.bytes().all(|b| b.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(out)
}

/// A day of the Gregorian calendar, counted from 1970-01-01; `None` when there was none like it.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let march_year = if month <= 2 { year - 1 } else { year };
    let march_month = (month + 9) % 12;
    let leaps = march_year.div_euclid(4) - march_year.div_euclid(100) + march_year.div_euclid(400);
    let count = 365 * march_year + leaps + (153 * march_month + 2) / 5 + day - 1 - 719_468;
    let real = Date::from_epoch(count * DAY);
    let same = (i64::from(real.year), real.month.map(i64::from), real.day.map(i64::from))
        == (year, Some(month), Some(day));
    same.then_some(count)
}

#[cfg(test)]
mod tests {
    use ibid_core::date::moment;

    use super::*;

    #[test]
    fn moments_are_read_as_they_are_written() {
        for at in [0, 59, 951_782_400, 951_868_799, 1_795_154_400, 4_102_444_800] {
            assert_eq!(read(&moment(at)), Some((at, Grain::Second)), "{}", moment(at));
        }
        assert_eq!(moment(1_795_154_400), "2026-11-20T06:00:00Z");
        assert_eq!(read("2000-02-29"), Some((951_782_400, Grain::Day)));
        assert_eq!(last(951_782_400, Grain::Day), 951_868_799);
        assert_eq!(last(951_782_400, Grain::Second), 951_782_400);
        assert_eq!(
            read("9999-12-31T23:59:59Z").map(|it| moment(it.0)).as_deref(),
            Some("9999-12-31T23:59:59Z")
        );
    }

    #[test]
    fn what_is_no_moment() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-11-20T",
            "2026-11-20T06:10Z",
            "2026-11-20T06:10:00",
            "2026-11-20T06:10:00.0Z",
            "2026-11-20T06:10:00+00:00",
            "2026-11-20 06:10:00Z",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-11-00",
            "2026-11-31",
            "2026-11-20T24:00:00Z",
            "2026-11-20T23:60:00Z",
            "2026-11-20T23:59:60Z",
            "26-11-20",
            "２０２６-11-20",
            "+026-11-20",
            "2026-11-20t06:10:00z",
            "-2026-11-20",
            "2026-11-20T06:10:00ZZ",
            "yesterday",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
