//! Values out of a closed list: languages, publication status, types of series, programming languages.

use super::words_table::{LANGUAGE_NAMES, LANGUAGES, PROGRAMMING};
use super::{Spot, shown};
use crate::diagnostic::Severity::Warning;
use crate::kind::TemplateKind;
use crate::nearest::{distance, nearest};

/// ISO 639-1, any case; several may be given.
pub(super) fn language(value: &str, spot: &mut Spot<'_>) {
    if value == "en" {
        return;
    }
    let lower = value.to_lowercase();
    let is_code = |word: &str| LANGUAGES.binary_search(&word).is_ok();
    let mut words = lower.split([' ', ',', ';', '/']).filter(|word| !word.is_empty());
    if words.all(is_code) {
        return;
    }
    let named = LANGUAGE_NAMES.binary_search_by(|(name, _)| (*name).cmp(&lower)).ok();
    let fix = named.map(|row| LANGUAGE_NAMES[row].1).or_else(|| {
        let (code, _) = lower.split_once(['-', '_'])?;
        LANGUAGES.binary_search(&code).ok().map(|row| LANGUAGES[row])
    });
    let message = format!("`{}` is not a two-letter language code", shown(value));
    spot.say("bad-language", Warning, message, fix.map(str::to_owned));
}

/// Begins with "published" or "forthcoming", any case.
pub(super) fn status(value: &str, spot: &mut Spot<'_>) {
    const WORDS: [&str; 2] = ["Published", "Forthcoming"];
    let starts = |word: &&&str| value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if WORDS.iter().find(starts).is_some() {
        return;
    }
    let first = value.split([' ', ',', ':']).next().unwrap_or_default();
    let lower = first.to_ascii_lowercase();
    let near = WORDS.iter().find(|word| distance(&lower, &word.to_ascii_lowercase(), 2).is_some());
    let fix = near.map(|word| format!("{word}{}", &value[first.len()..]));
    let message = format!("`{}` begins neither with Published nor with Forthcoming", shown(value));
    spot.say("bad-status", Warning, message, fix);
}

/// What a series holds: `ReDIF-Paper` and so on; a version or a full stop behind it does no harm.
pub(super) fn series_type(value: &str, spot: &mut Spot<'_>) {
    use TemplateKind::*;
    if matches!(value, "ReDIF-Paper" | "ReDIF-Article") {
        return;
    }
    let rest = value.get(..6).filter(|head| head.eq_ignore_ascii_case("redif-")).map(|_| &value[6..]);
    let word = rest.unwrap_or_default().trim_end_matches(['.', ' ']);
    let word = word.strip_suffix("1.0").unwrap_or(word).trim_end();
    let held = [Paper, Article, Software, Book, Chapter, Talk, Person, Institution];
    if held.iter().any(|kind| word.eq_ignore_ascii_case(kind.word())) {
        return;
    }
    let (kind, _) = TemplateKind::read(value);
    let fix = held.contains(&kind).then(|| kind.label().trim_end_matches(" 1.0").to_owned());
    let message = format!("`{}` is not a type of series", shown(value));
    spot.say("bad-series-type", Warning, message, fix);
}

/// One of the list, any case.
pub(super) fn programming_language(value: &str, spot: &mut Spot<'_>) {
    if PROGRAMMING.iter().any(|known| value.eq_ignore_ascii_case(known)) {
        return;
    }
    let lower = value.to_ascii_lowercase();
    let long = PROGRAMMING.iter().copied().filter(|known| known.len() > 2);
    let fix = nearest(&lower, long).filter(|_| value.len() > 2).map(str::to_owned);
    let message = format!("`{}` is not in the list of programming languages", shown(value));
    spot.say("bad-programming-language", Warning, message, fix);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a < b));
        assert!(LANGUAGE_NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
