//! Days and moments as a reader reads them, with the ISO form beside for machines.

use ibid_core::date::{Date, MONTHS};
use maud::{Markup, html};

/// "27 July 2011", "July 2011", "2011".
pub(crate) fn written(date: Date) -> String {
    let month = date.month.and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    match (month, date.day) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year),
        (Some(month), None) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// A date of any precision, with its ISO form for machines.
pub(crate) fn date(date: Date) -> Markup {
    html! { time datetime=(date) { (written(date)) } }
}

/// The day of a moment, UTC, given in seconds since 1970.
pub(crate) fn day(at: i64) -> Markup {
    date(Date::from_epoch(at))
}

/// Day, hour and minute of a moment, UTC.
pub(crate) fn moment(at: i64) -> Markup {
    let day = Date::from_epoch(at);
    let (hour, minute) = (at.rem_euclid(86_400) / 3_600, at.rem_euclid(3_600) / 60);
    html! {
        time datetime=(format!("{day}T{hour:02}:{minute:02}Z")) { (written(day)) ", " (format!("{hour:02}:{minute:02}")) " UTC" }
    }
}

/// A number with its thousands apart: "12,345".
pub(crate) fn count(number: impl Into<i128>) -> String {
    let digits = number.into().to_string();
    let first =
        digits.trim_start_matches('-').len() % 3 + (digits.len() - digits.trim_start_matches('-').len());
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && at >= first && (at - first).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out_as_far_as_known() {
        let date = |month, day| Date { year: 2011, month, day };
        assert_eq!(written(date(Some(7), Some(27))), "27 July 2011");
        assert_eq!(written(date(Some(7), None)), "July 2011");
        assert_eq!(written(date(None, None)), "2011");
        assert_eq!(written(date(Some(0), Some(1))), "2011");
        assert_eq!(
            moment(1_311_724_800 + 3_660).into_string(),
            "<time datetime=\"2011-07-27T01:01Z\">27 July 2011, 01:01 UTC</time>"
        );
    }

    #[test]
    fn thousands_stand_apart() {
        let check = |number: i64, text: &str| assert_eq!(count(number), text);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(12_345, "12,345");
        check(1_234_567, "1,234,567");
        check(-1_234, "-1,234");
    }
}
