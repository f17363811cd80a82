//! What may stand after a field's colon, and the canonical form of it.

use super::{Field, Node, Years};
use crate::jel::Code;
use crate::record::Access;
use crate::{Handle, Kind};

/// A field name as typed, folded: what it limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Field(Field),
    Years(Years),
}

impl Target {
    pub(super) fn word(self) -> &'static str {
        match self {
            Target::Field(field) => field.word(),
            Target::Years(years) => years.word(),
        }
    }

    /// Reads a field name in lower case, common other names included.
    pub(super) fn from_word(word: &str) -> Option<Target> {
        Some(match word {
            "year" | "years" | "date" => Target::Years(Years::Published),
            "about" => Target::Years(Years::About),
            "authors" | "person" | "people" => Target::Field(Field::Author),
            "summary" => Target::Field(Field::Abstract),
            "keywords" => Target::Field(Field::Keyword),
            "journal" => Target::Field(Field::Series),
            "type" => Target::Field(Field::Kind),
            "language" => Target::Field(Field::Lang),
            "id" => Target::Field(Field::Handle),
            _ => Target::Field(Field::ALL.into_iter().find(|field| field.word() == word)?),
        })
    }
}

/// The node for one value after a field; `None` when the field cannot hold it. `quoted` values are
/// phrases.
pub(super) fn node(target: Target, text: &str, quoted: bool) -> Option<Node> {
    match target {
        Target::Years(which) => {
            let (from, to) = years(text)?;
            Some(Node::Years { which, from, to })
        }
        Target::Field(field) => match exact(field, text.trim()) {
            Some(value) => Some(Node::Is { field, value }),
            None if takes_words(field) => Some(words(Some(field), text, quoted)),
            None => None,
        },
    }
}

pub(super) fn words(field: Option<Field>, text: &str, quoted: bool) -> Node {
    let text = text.to_owned();
    if quoted { Node::Phrase { field, text } } else { Node::Word { field, text } }
}

/// True for fields of running text.
pub(super) fn takes_words(field: Field) -> bool {
    matches!(field, Field::Title | Field::Author | Field::Abstract | Field::Keyword | Field::Series)
}

fn exact(field: Field, text: &str) -> Option<String> {
    match field {
        Field::Title | Field::Author | Field::Abstract | Field::Keyword => None,
        Field::Jel => Code::parse(text.trim_end_matches('*')).map(|code| code.to_string()),
        Field::Kind => Kind::from_word(text)
            .or_else(|| Kind::from_word(text.strip_suffix(['s', 'S'])?))
            .map(|kind| kind.word().to_owned()),
        Field::Access => Access::ALL
            .into_iter()
            .map(Access::word)
            .find(|word| word.eq_ignore_ascii_case(text))
            .map(str::to_owned),
        Field::Lang => {
            let ok = matches!(text.len(), 2..=3) && text.bytes().all(|b| b.is_ascii_alphabetic());
            ok.then(|| text.to_ascii_lowercase())
        }
        Field::Archive => archive(text),
        Field::Handle | Field::Cites => handle(text).map(|handle| handle.as_str().to_owned()),
        Field::Series => handle(text)
            .filter(|handle| !handle.series().is_empty())
            .map(|handle| handle.series_handle().as_str().to_owned()),
    }
}

fn archive(text: &str) -> Option<String> {
    let code = match Handle::parse(text) {
        Some(handle) => handle.archive().to_owned(),
        None => text.to_lowercase(),
    };
    (!code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(code)
}

/// A handle with or without its authority: `hst:ghsdps` is `RePEc:hst:ghsdps`.
fn handle(text: &str) -> Option<Handle> {
    let handle = match Handle::parse(text) {
        Some(handle) => handle,
        None if names_parts(text) => Handle::parse(&format!("RePEc:{text}"))?,
        None => return None,
    };
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '"';
    handle.as_str().chars().all(plain).then_some(handle)
}

/// `hst:ghsdps`, not `repec:` nor `Title: subtitle`.
fn names_parts(text: &str) -> bool {
    let authority = |start: &str| start.eq_ignore_ascii_case("repec");
    !text.contains(char::is_whitespace) && text.split_once(':').is_some_and(|(start, _)| !authority(start))
}

/// Reads `1955`, `1950s`, `1955..1960`, `1955..`, `..1960`, also with a dash; ends in any order.
fn years(text: &str) -> Option<(Option<i16>, Option<i16>)> {
    let text = text.trim().replace(['–', '—', '−', '～', '〜', '~'], "-").replace('…', "..");
    if let Some(decade) = text.strip_suffix("0s") {
        let from = year(&format!("{decade}0"))?;
        return Some((Some(from), Some(from + 9)));
    }
    let (from, to) = match text.split_once("..").or_else(|| text.split_once('-')) {
        None => {
            let only = Some(year(&text)?);
            return Some((only, only));
        }
        Some((from, to)) => (end(from)?, end(to.trim_start_matches(['.', '-']))?),
    };
    match (from, to) {
        (None, None) => None,
        (Some(a), Some(b)) if a > b => Some((Some(b), Some(a))),
        ends => Some(ends),
    }
}

/// One end of a range; the inner `None` is an open end.
fn end(text: &str) -> Option<Option<i16>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { year(text).map(Some) }
}

fn year(text: &str) -> Option<i16> {
    let ok = matches!(text.len(), 1..=4) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|&year| ok && year > 0)
}
