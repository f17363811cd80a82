//! Dates as records give them: a year, a year and month, or a day.
//!
//! Nothing here knows the present; whoever needs it passes epoch seconds.

use std::fmt;

/// The months in English, from January.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A calendar date of three possible precisions. `month` is 1–12, `day` 1–31 and real for its month.
/// Ordered by time, the less precise first: `2011` < `2011-07` < `2011-07-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    pub year: i16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

/// Years a record may plausibly carry, whenever it is read.
const PLAUSIBLE: std::ops::RangeInclusive<i16> = 1000..=2100;

impl Date {
    /// Reads `yyyy`, `yyyy-m`, `yyyy-m-d` (one digit or two), `yyyymm`, `yyyymmdd`, and either with a
    /// time behind a blank or `T`. `None` for anything else, for days that never were, and for years
    /// outside 1000 to 2100.
    pub fn parse(text: &str) -> Option<Date> {
        let day = text.trim().split([' ', 'T', 't']).next()?;
        let (year, month, day) = match day.split_once('-') {
            Some((year, rest)) => match rest.split_once('-') {
                Some((month, day)) => (year, Some(month), Some(day)),
                None => (year, Some(rest), None),
            },
            None if matches!(day.len(), 4 | 6 | 8) && day.is_ascii() => {
                (&day[..4], day.get(4..6), day.get(6..8))
            }
            None => return None,
        };
        let two = |part: Option<&str>| part.map_or(Some(None), |part| small(part).map(Some));
        Date { year: plausible_year(year)?, month: two(month)?, day: two(day)? }.if_real()
    }

    /// The day in UTC that holds this moment, given in seconds since 1970-01-01T00:00Z.
    pub fn from_epoch(seconds: i64) -> Date {
        let (year, month, day) = civil(seconds.div_euclid(86_400));
        let year = i16::try_from(year).unwrap_or(if year < 0 { i16::MIN } else { i16::MAX });
        Date { year, month: Some(month), day: Some(day) }
    }

    /// The moment the day begins in UTC, the first of the month or year where it says no more.
    pub fn to_epoch(self) -> i64 {
        let (month, day) = (i64::from(self.month.unwrap_or(1)), i64::from(self.day.unwrap_or(1)));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        (era * 146_097 + of_era - 719_468) * 86_400
    }

    fn if_real(self) -> Option<Date> {
        let month = self.month.is_none_or(|month| (1..=12).contains(&month));
        let day = self
            .day
            .is_none_or(|day| self.month.is_some_and(|month| (1..=days_in(self.year, month)).contains(&day)));
        (month && day).then_some(self)
    }
}

/// A moment in UTC, given in seconds since 1970, as RFC 3339 has it: `2026-11-20T06:10:00Z`.
pub fn moment(seconds: i64) -> String {
    // The calendar of the format ends with the year 9999.
    let at = seconds.clamp(0, 253_402_300_799);
    let second = at % 86_400;
    format!("{}T{:02}:{:02}:{:02}Z", Date::from_epoch(at), second / 3_600, second / 60 % 60, second % 60)
}

/// Four digits from 1000 to 2100.
pub fn plausible_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|year| digits && PLAUSIBLE.contains(year))
}

/// One digit or two.
fn small(text: &str) -> Option<u8> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// Days of a month of the Gregorian calendar; 0 when there is no such month.
fn days_in(year: i16, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Year, month and day of a day counted from 1970-01-01, by counting years from March so that the leap
/// day comes last.
fn civil(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

impl fmt::Display for Date {
    /// ISO 8601: `2011`, `2011-07`, `2011-07-27`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, want: &str) {
        let got = Date::parse(text).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn dates_are_read() {
        for (text, want) in [
            ("2011", "2011"),
            (" 2011-07 ", "2011-07"),
            ("2011-7", "2011-07"),
            ("2011-10-5", "2011-10-05"),
            ("2011-07-27", "2011-07-27"),
            ("200511", "2005-11"),
            ("20051101", "2005-11-01"),
            ("2011-07-27 10:00:00 +0200", "2011-07-27"),
            ("2011-07-27T10:00:00Z", "2011-07-27"),
            ("2000-02-29", "2000-02-29"),
            ("2024-02-29", "2024-02-29"),
            ("1900-02-29", ""),
            ("2023-02-29", ""),
            ("2023-04-31", ""),
            ("1999-13", ""),
            ("199913", ""),
            ("2011-00", ""),
            ("2011-07-00", ""),
            ("2011--27", ""),
            ("2011-07-", ""),
            ("2011-007", ""),
            ("203", ""),
            ("0203", ""),
            ("022", ""),
            ("19945", ""),
            ("2101", ""),
            ("0999", ""),
            ("+201", ""),
            ("July 2011", ""),
            ("27.07.2011", ""),
            ("2011年", ""),
            ("年年", ""),
            ("None", ""),
            ("", ""),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn years() {
        for (text, want) in [
            ("1776", Some(1776)),
            ("2100", Some(2100)),
            ("2101", None),
            ("999", None),
            ("-999", None),
            ("19 9", None),
        ] {
            assert_eq!(plausible_year(text), want, "{text}");
        }
    }

    #[test]
    fn moments_are_written_as_the_standard_does() {
        let check = |at, expected: &str| assert_eq!(moment(at), expected);
        check(0, "1970-01-01T00:00:00Z");
        check(1_795_143_599, "2026-11-20T02:59:59Z");
        check(-1, "1970-01-01T00:00:00Z");
        check(i64::MAX, "9999-12-31T23:59:59Z");
    }

    #[test]
    fn moments_fall_on_days() {
        for (seconds, want) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_394_496_000, "2014-03-11"),
            (4_107_542_400, "2100-03-01"),
            (-11_644_473_600, "1601-01-01"),
        ] {
            assert_eq!(Date::from_epoch(seconds).to_string(), want, "{seconds}");
        }
        assert_eq!(Date::from_epoch(i64::MAX).year, i16::MAX);
        assert_eq!(Date::from_epoch(i64::MIN).year, i16::MIN);
    }

    #[test]
    fn order_is_time() {
        let mut dates: Vec<Date> = ["2011-07-27", "2010", "2011-07", "2011", "2011-07-03"]
            .iter()
            .filter_map(|text| Date::parse(text))
            .collect();
        dates.sort();
        let got: Vec<String> = dates.iter().map(Date::to_string).collect();
        assert_eq!(got, ["2010", "2011", "2011-07", "2011-07-03", "2011-07-27"]);
    }

    proptest! {
        #[test]
        fn printing_and_reading_agree(seconds in -30_000_000_000i64..4_133_980_799) {
            let date = Date::from_epoch(seconds);
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            prop_assert_eq!(date.to_epoch(), seconds.div_euclid(86_400) * 86_400);
        }

        #[test]
        fn days_follow_one_another(day in -300_000i64..300_000) {
            prop_assert!(Date::from_epoch(day * 86_400) < Date::from_epoch((day + 1) * 86_400));
        }

        #[test]
        fn any_text_is_survived(text in "\\PC{0,12}") {
            let _ = Date::parse(&text);
        }
    }
}
