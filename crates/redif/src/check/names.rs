//! Names of people, titles and prose: what catches the eye of a cataloguer. Notes mostly, since a name may
//! look like anything.

use super::{Spot, shown};
use crate::diagnostic::Severity::Note;

/// One person, by name alone.
pub(super) fn person(value: &str, spot: &mut Spot<'_>) {
    // 1 separates people, 2 does not belong in a name.
    const ODD: [u8; 256] = {
        let mut odd = [0; 256];
        odd[b';' as usize] = 1;
        odd[b'&' as usize] = 1;
        odd[b',' as usize] = 1;
        odd[b'@' as usize] = 2;
        odd[b'(' as usize] = 2;
        odd[b'*' as usize] = 2;
        let mut digit = b'0';
        while digit <= b'9' {
            odd[digit as usize] = 2;
            digit += 1;
        }
        odd
    };
    let mut found = 0;
    let mut lower = false;
    let mut found_and = false;
    let mut last = 0u64;
    for byte in value.bytes() {
        found |= ODD[byte as usize];
        last = (last << 8 | u64::from(byte)) & 0xFF_FFFF_FFFF;
        found_and |= last == u64::from_be_bytes(*b"\0\0\0 and ");
        lower |= byte.is_ascii_lowercase() || byte >= 0x80;
    }
    if found & 1 != 0 || found_and {
        several(value, found_and, spot);
    }
    if found & 2 != 0 {
        odd_characters(value, spot);
    }
    if !lower
        && value.len() > 6
        && value.contains(' ')
        && value.bytes().filter(u8::is_ascii_uppercase).count() > 4
    {
        spot.note("capitals", format!("name `{}` is all in capitals", shown(value)));
    }
    words(value, spot);
}

fn several(value: &str, found_and: bool, spot: &mut Spot<'_>) {
    const SUFFIXES: [&str; 6] = ["Jr", "Sr", "II", "III", "IV", "PhD"];
    let last = value.rsplit(',').next().unwrap_or_default().trim_matches([' ', '.']);
    let commas = value.matches(',').count().saturating_sub(usize::from(SUFFIXES.contains(&last)));
    if value.contains(';') || value.contains(" & ") || found_and || commas > 1 {
        let message = format!("`{}` looks like several people in one {}", shown(value), spot.label);
        spot.warning("several-names", message);
    }
}

fn odd_characters(value: &str, spot: &mut Spot<'_>) {
    if value.contains('@') {
        let message = format!("e-mail address in the name `{}`", shown(value));
        spot.warning("email-in-name", message);
    } else if let Some((front, rest)) = value.split_once('(') {
        let message = format!("name `{}` has something in brackets", shown(value));
        let back = rest.split_once(')').map_or("", |(_, back)| back);
        let words: Vec<&str> = front.split_whitespace().chain(back.split_whitespace()).collect();
        spot.say("brackets-in-name", Note, message, (words.len() > 1).then(|| words.join(" ")));
    } else {
        let message = format!("digits or marks in the name `{}`", shown(value));
        spot.note("mark-in-name", message);
    }
}

fn words(value: &str, spot: &mut Spot<'_>) {
    const TITLES: [&str; 6] = ["Dr", "Prof", "Professor", "Mr", "Mrs", "Ms"];
    let end = value.bytes().position(|b| matches!(b, b' ' | b'.' | b',')).unwrap_or(value.len());
    let first = &value[..end];
    if TITLES.contains(&first) && first.len() < value.len() {
        let rest = value[first.len()..].trim_start_matches(['.', ',', ' ']);
        let message = format!("academic title in the name `{}`", shown(value));
        spot.say("title-in-name", Note, message, Some(rest.to_owned()));
        return;
    }
    const PLACEHOLDERS: [&str; 6] = ["anonymous", "editors", "editor", "unknown", "n.n.", "various"];
    const BODIES: [&str; 6] = ["University", "Department", "Institute", "School", "Ministry", "Center"];
    if value.len() < 10 && PLACEHOLDERS.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        spot.note("no-name", format!("`{}` names nobody", shown(value)));
    } else if value.len() > 13 && value.split([' ', ',']).any(|word| BODIES.contains(&word)) {
        spot.note("body-in-name", format!("an institution in the name `{}`", shown(value)));
    }
}

/// The title of a work or the name of a series.
pub(super) fn title(value: &str, spot: &mut Spot<'_>) {
    let bytes = value.as_bytes();
    if bytes.len() > 300 {
        spot.note("long-title", format!("{} has {} characters", spot.label, value.chars().count()));
    }
    if bytes.ends_with(b".") && spot.label == "Title" && !value.ends_with("..") {
        let stem = &value[..value.len() - 1];
        // "Inc.", "U.S." and the like keep theirs.
        let last = stem.rsplit([' ', '.']).next().unwrap_or_default();
        if last.len() > 4 {
            spot.say("full-stop", Note, "title ends with a full stop".into(), Some(stem.to_owned()));
        }
    }
    let letters = || bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if !bytes.iter().any(u8::is_ascii_lowercase) && letters() > 20 && spot.label == "Title" {
        spot.note("capitals", "title is all in capitals".into());
    }
}

/// Abstracts, descriptions, notes.
pub(super) fn prose(value: &str, spot: &mut Spot<'_>) {
    if spot.label != "Abstract" {
        return;
    }
    if value.len() < 30 {
        spot.note("short-abstract", format!("abstract is only `{}`", shown(value)));
    } else if let Some(rest) = value.strip_prefix("Abstract").or(value.strip_prefix("ABSTRACT"))
        && rest.starts_with([' ', '.', ':'])
        && rest.trim_start_matches(['.', ':', ' ']).starts_with(char::is_uppercase)
    {
        spot.note("abstract-heading", "abstract begins with the word itself".into());
    }
    if memchr::memchr(b':', value.as_bytes()).is_none() {
        return;
    }
    for heading in ["Keywords:", "Key words:", "JEL:", "JEL Classification:", "JEL codes:"] {
        if let Some(at) = memchr::memmem::find(value.as_bytes(), heading.as_bytes()) {
            let message = format!("`{}` at the end of an abstract", shown(&value[at..]));
            spot.note("field-in-abstract", message);
            return;
        }
    }
}
