//! Dates, years, months and pages.

use super::{Spot, shown};
use crate::diagnostic::Severity::{Note, Warning};
use crate::nearest::nearest;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `yyyy`, `yyyy-mm` or `yyyy-mm-dd`.
pub(super) fn date(value: &str, spot: &mut Spot<'_>) {
    if is_date(value) {
        return;
    }
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if digits
        && matches!(value.len(), 6 | 8)
        && let Some(fix) = rewritten(value)
    {
        let message = format!("date `{value}` is written without hyphens");
        spot.say("compact-date", Note, message, Some(fix));
        return;
    }
    let message = format!("`{}` is not a date (yyyy-mm-dd){}", shown(value), reason(value));
    spot.say("bad-date", Warning, message, rewritten(value));
}

/// A date that may be followed by a time.
pub(super) fn stamp(value: &str, spot: &mut Spot<'_>) {
    date(value.split([' ', 'T']).next().unwrap_or(value), spot);
}

/// Four digits that can be a year of publication.
pub(super) fn year(value: &str, spot: &mut Spot<'_>) {
    if is_year(value) {
        return;
    }
    let fix = value.get(..4).filter(|head| is_year(head)).filter(|_| rewritten(value).is_some());
    let message = format!("`{}` is not a year", shown(value));
    spot.say("bad-year", Warning, message, fix.map(str::to_owned));
}

/// Any words will do, but a misspelt month is told.
pub(super) fn month(value: &str, spot: &mut Spot<'_>) {
    if MONTHS.iter().any(|name| value.eq_ignore_ascii_case(name)) {
        return;
    }
    let lower = value.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 5) {
        if MONTHS.contains(&word) {
            continue;
        }
        if let Some(name) = nearest(word, MONTHS.into_iter().filter(|name| name.len() > 5)) {
            let mut fix = lower.replace(word, name);
            if let Some(first) = fix.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            spot.say("bad-month", Warning, format!("`{}` is not a month", shown(value)), Some(fix));
            return;
        }
    }
}

/// Only the dash is looked at: a hyphen is wanted.
pub(super) fn pages(value: &str, spot: &mut Spot<'_>) {
    let dash = |char: char| matches!(char, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{96}');
    if !value.is_ascii() && value.contains(dash) {
        let fix = value.replace(dash, "-");
        let message = format!("pages `{}` have a dash where a hyphen is wanted", shown(value));
        spot.say("dash-in-pages", Note, message, Some(fix));
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u32| (1400..=2100).contains(&year))
}

fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    let number = |from: usize| -> Option<u32> {
        let pair = bytes.get(from..from + 2)?;
        pair.iter()
            .all(u8::is_ascii_digit)
            .then(|| u32::from(pair[0] - b'0') * 10 + u32::from(pair[1] - b'0'))
    };
    let (Some(century), Some(rest)) = (number(0), number(2)) else {
        return false;
    };
    let year = century * 100 + rest;
    if !(1400..=2100).contains(&year) {
        return false;
    }
    let month = || number(5).filter(|month| bytes[4] == b'-' && (1..=12).contains(month));
    match bytes.len() {
        4 => true,
        7 => month().is_some(),
        10 => {
            let day = number(8).filter(|_| bytes[7] == b'-');
            month().zip(day).is_some_and(|(m, d)| (1..=days(year, m)).contains(&d))
        }
        _ => false,
    }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

fn reason(value: &str) -> String {
    let parts: Vec<&str> = value.split('-').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok());
    match (number(0), number(1), number(2)) {
        (Some(1400..=2100), Some(month), _) if !(1..=12).contains(&month) => {
            format!(": there is no month {month}")
        }
        (Some(year @ 1400..=2100), Some(month), Some(day)) if !(1..=days(year, month)).contains(&day) => {
            format!(": that month has no day {day}")
        }
        _ => String::new(),
    }
}

/// What the date most likely means; `None` when that is anybody's guess.
fn rewritten(value: &str) -> Option<String> {
    let words: Vec<&str> =
        value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let guess = match words[..] {
        [all] if all.len() == 8 && all.is_ascii() => {
            format!("{}-{}-{}", &all[..4], &all[4..6], &all[6..])
        }
        [all] if all.len() == 6 && all.is_ascii() => format!("{}-{}", &all[..4], &all[4..]),
        [year, month] if is_year(year) => format!("{year}-{:02}", month_number(month)?),
        [month, year] if is_year(year) => format!("{year}-{:02}", month_number(month)?),
        [year, month, day] if is_year(year) => {
            format!("{year}-{:02}-{:02}", month_number(month)?, day.parse::<u32>().ok()?)
        }
        [first, second, year] if is_year(year) => {
            let spelt = |word: &str| word.starts_with(|c: char| c.is_alphabetic());
            let (day, month) = match (month_number(first), month_number(second)) {
                (Some(month), _) if spelt(first) => (second, month),
                (_, Some(month)) if spelt(second) => (first, month),
                (Some(month), None) => (second, month),
                (None, Some(month)) => (first, month),
                // 05/07/2010 is read one way here and another there.
                _ => return None,
            };
            format!("{year}-{month:02}-{:02}", day.parse::<u32>().ok()?)
        }
        _ => return None,
    };
    is_date(&guess).then_some(guess)
}

fn month_number(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    let lower = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|name| lower.len() >= 3 && name.starts_with(&lower))?;
    Some(at as u32 + 1)
}
