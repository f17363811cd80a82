//! What may stand after a field's colon, and the canonical form of it.

use super::{Field, Node, Years};
use crate::jel::Code;
use crate::record::Access;
use crate::{Handle, Kind, name};

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
        Field::Doi => doi(text),
        Field::Url => url(text),
        Field::Byline => Some(name::form(text)).filter(|form| !form.is_empty()),
    }
}

/// Addresses that lead to a DOI, and what else people put before one.
const RESOLVERS: [&str; 7] = [
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "https://www.doi.org/",
    "doi.org/",
    "doi:",
];

/// A DOI in its one spelling, bare and in lower case: `10.3386/w9321`.
pub fn doi(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let bare = RESOLVERS.into_iter().find_map(|start| lower.strip_prefix(start)).unwrap_or(&lower).trim();
    let (registrant, item) = bare.strip_prefix("10.")?.split_once('/')?;
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '"';
    let ok = !registrant.is_empty()
        && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !item.is_empty()
        && bare.len() <= LONGEST
        && bare.chars().all(plain);
    ok.then(|| bare.to_owned())
}

/// Longer addresses are told apart by their first so many bytes.
const LONGEST: usize = 300;

/// A web address in the one spelling it is found by: without scheme, `www.` and last slash, the host
/// in lower case.
pub fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let known = ["http", "https", "ftp"].into_iter().any(|it| it.eq_ignore_ascii_case(scheme));
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '"';
    let ok = known && host.contains('.') && !host.starts_with('.') && text.chars().all(plain);
    ok.then(|| {
        let whole = format!("{host}{path}");
        whole[..whole.floor_char_boundary(LONGEST)].trim_end_matches('/').to_owned()
    })
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
