//! Handles of archives, series, works, persons and institutions (ReDIF 1.0, 2007; the Guildford protocol
//! for lengths). A handle that cannot be taken apart is as bad as the caller says; one that can but breaks
//! a rule of spelling is a warning.

use super::{Spot, shown};
use crate::diagnostic::Severity;
use crate::kind::TemplateKind;

/// The handle of the template itself.
pub(super) fn own(kind: TemplateKind, value: &str, spot: &mut Spot<'_>) {
    use TemplateKind::*;
    if is_plain(value, kind) {
        // A plain one may still come from two lines.
        if value.len() != spot.field.raw.len() {
            split_over_lines(value, spot);
        }
        return;
    }
    match kind {
        Archive => archive(value, Severity::Error, spot),
        Series => series(value, Severity::Error, spot),
        Paper | Article | Software | Book | Chapter | Talk => {
            document(value, Severity::Error, spot);
        }
        Person => person(value, Severity::Error, spot),
        Institution => institution(value, Severity::Error, spot),
        Mirror | Authority | Unknown => {}
    }
    split_over_lines(value, spot);
}

fn split_over_lines(value: &str, spot: &mut Spot<'_>) {
    if spot.field.raw.contains(['\n', '\r']) {
        let message = "handle is split over two lines; joined without a blank".to_owned();
        spot.say("broken-handle", Severity::Warning, message, Some(value.to_owned()));
    }
}

/// Whether there is nothing to say about the handle of a template, which is so for nearly all.
fn is_plain(value: &str, kind: TemplateKind) -> bool {
    let bytes = value.as_bytes();
    let letters = |from: usize, to: usize| {
        bytes.get(from..to).is_some_and(|code| code.iter().all(u8::is_ascii_alphanumeric))
    };
    let colon = |at: usize| bytes.get(at) == Some(&b':');
    let archive = bytes.starts_with(b"RePEc:")
        && bytes.get(6..9).is_some_and(|code| code.iter().all(u8::is_ascii_alphabetic));
    let series = archive && colon(9) && letters(10, 16);
    match kind {
        TemplateKind::Archive => archive && bytes.len() == 9,
        TemplateKind::Series => series && bytes.len() == 16,
        _ if kind.is_work() => series && colon(16) && bytes.len() > 17 && has_no_odd(&bytes[17..]),
        _ => false,
    }
}

pub(super) fn archive(value: &str, severity: Severity, spot: &mut Spot<'_>) {
    match Parts::of(value) {
        Ok(Parts { series: None, .. }) => prefix(value, spot),
        Ok(_) => bad("an archive", value, "has more than an archive code", severity, spot),
        Err(why) => bad("an archive", value, why, severity, spot),
    }
}

pub(super) fn series(value: &str, severity: Severity, spot: &mut Spot<'_>) {
    match Parts::of(value) {
        Ok(Parts { series: Some(code), item: None, .. }) => {
            series_code(code, spot);
            prefix(value, spot);
        }
        Ok(Parts { series: None, .. }) => {
            bad("a series", value, "has no series code", severity, spot);
        }
        Ok(_) => bad("a series", value, "has more than a series code", severity, spot),
        Err(why) => bad("a series", value, why, severity, spot),
    }
}

pub(super) fn document(value: &str, severity: Severity, spot: &mut Spot<'_>) {
    match Parts::of(value) {
        Ok(Parts { series: Some(code), item: Some(item), .. }) => {
            series_code(code, spot);
            prefix(value, spot);
            item_characters(value, item, spot);
        }
        Ok(_) => bad("a work", value, "has no part for the work itself", severity, spot),
        Err(why) => bad("a work", value, why, severity, spot),
    }
}

/// A short-id (`p`, letters, digits) or `RePEc:per:yyyy-mm-dd:name`.
pub(super) fn person(value: &str, severity: Severity, spot: &mut Spot<'_>) {
    let short = value.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = value.len() - short.len();
    let is_short = letters >= 2
        && value.starts_with(['p', 'P'])
        && !short.is_empty()
        && short.bytes().all(|b| b.is_ascii_digit());
    if is_short {
        return;
    }
    let mut parts = split_colons(value);
    let expected = |part: Option<&str>, word| part.is_some_and(|p| p.eq_ignore_ascii_case(word));
    let begins = expected(parts.next(), "repec") && expected(parts.next(), "per");
    if begins && parts.filter(|part| !part.is_empty()).count() == 2 {
        prefix(value, spot);
    } else {
        bad("a person", value, "is neither a short-id nor RePEc:per:date:name", severity, spot);
    }
}

/// Three codes, the last of seven letters or digits.
pub(super) fn institution(value: &str, severity: Severity, spot: &mut Spot<'_>) {
    match Parts::of(value) {
        Ok(Parts { series: Some(code), item: None, .. }) if code.len() == 7 => prefix(value, spot),
        Ok(_) => {
            let why = "does not end in seven letters or digits";
            bad("an institution", value, why, severity, spot);
        }
        Err(why) => bad("an institution", value, why, severity, spot),
    }
}

/// A handle taken apart; the archive code is known to be three letters.
struct Parts<'v> {
    series: Option<&'v str>,
    item: Option<&'v str>,
}

impl<'v> Parts<'v> {
    fn of(value: &'v str) -> Result<Parts<'v>, &'static str> {
        let mut parts = split_colons(value);
        let authority = parts.next().unwrap_or_default();
        if authority != "RePEc"
            && !["repec", "relis", "mapin"].iter().any(|known| authority.eq_ignore_ascii_case(known))
        {
            return Err("does not begin with RePEc:");
        }
        let archive = parts.next().unwrap_or_default();
        if archive.len() != 3 || !archive.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err("has no archive code of three letters");
        }
        let series = parts.next();
        if series.is_some_and(|s| s.is_empty() || !s.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return Err("has no series code of letters and digits");
        }
        let item = parts.next();
        if item.is_some_and(str::is_empty) {
            return Err("has nothing behind its last colon");
        }
        Ok(Parts { series, item })
    }
}

/// The four parts of a handle, trimmed; the last may hold colons.
fn split_colons(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    let mut left = 4;
    std::iter::from_fn(move || {
        let text = rest?;
        left -= 1;
        let colon = text.bytes().position(|byte| byte == b':').filter(|_| left > 0);
        rest = colon.map(|at| &text[at + 1..]);
        Some(text[..colon.unwrap_or(text.len())].trim_ascii())
    })
}

fn bad(what: &str, value: &str, why: &str, severity: Severity, spot: &mut Spot<'_>) {
    let message = format!("`{}` is no handle of {what}: it {why}", shown(value));
    let fix = guess(value);
    spot.say("bad-handle", severity, message, fix);
}

/// Blanks out, when that makes a handle of it.
fn guess(value: &str) -> Option<String> {
    let joined: String = value.split_whitespace().collect();
    (joined != value && Parts::of(&joined).is_ok_and(|p| p.series.is_some())).then_some(joined)
}

/// Says when the authority is not written `RePEc`, or blanks stand around the colons.
fn prefix(value: &str, spot: &mut Spot<'_>) {
    if value.starts_with("RePEc:") && !value.as_bytes().contains(&b' ') {
        return;
    }
    let mended = value.split(':').map(str::trim).collect::<Vec<_>>().join(":");
    let written = mended.split(':').next().unwrap_or_default();
    if mended != value {
        let message = format!("blanks in handle `{}`", shown(value));
        spot.say("blank-in-handle", Severity::Warning, message, Some(mended));
    } else if written != "RePEc" && written.eq_ignore_ascii_case("repec") {
        let fix = format!("RePEc{}", &value[5..]);
        let message = format!("handles begin with RePEc:, not {written}:");
        spot.say("handle-prefix", Severity::Note, message, Some(fix));
    }
}

fn series_code(code: &str, spot: &mut Spot<'_>) {
    if code.len() != 6 {
        let message = format!("series code `{}` has {} characters, not 6", shown(code), code.len());
        spot.warning("series-code", message);
    }
}

/// By byte: what the part for the work may not hold.
const ODD: [bool; 256] = {
    let mut odd = [true; 256];
    let fine = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"%&'()*+,-./:<>=?@\\_`{}~";
    let mut at = 0;
    while at < fine.len() {
        odd[fine[at] as usize] = false;
        at += 1;
    }
    odd
};

fn has_no_odd(item: &[u8]) -> bool {
    !item.iter().any(|byte| ODD[*byte as usize])
}

fn item_characters(value: &str, item: &str, spot: &mut Spot<'_>) {
    let Some(at) = item.bytes().position(|b| ODD[b as usize]) else {
        return;
    };
    let char = item[at..].chars().next().unwrap_or(' ');
    let (code, what) = match char {
        ' ' => ("blank-in-handle", "a blank".to_owned()),
        other => ("handle-character", format!("`{other}`")),
    };
    spot.warning(code, format!("{what} in handle `{}`", shown(value)));
}
