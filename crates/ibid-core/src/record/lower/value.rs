//! What single values mean, as plain functions on text: addresses, identifiers, years, pages.

use crate::date::{Date, plausible_year};
use crate::language;

/// An address a page may link to: `http`, `https` or `ftp` with a host, and nothing in it that could end
/// an attribute or a line. `raw` is the value as it stood: a blank where the line was broken is dropped
/// (ReDIF 1.0, type `url`), any other becomes `%20`. A bare `www.…` is taken for `http://www.…`.
pub(super) fn url(value: &str, raw: &str) -> Option<String> {
    let mut text = value.trim();
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url:")) {
        text = text[4..].trim_start();
    }
    let mut url = if text.contains(char::is_whitespace) { joined(text, raw) } else { text.to_owned() };
    if url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        url.insert_str(0, "http://");
    }
    let (scheme, rest) = url.split_once("://")?;
    let known = ["http", "https", "ftp"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    let hosted =
        host.starts_with(char::is_alphanumeric) && host.contains(['.', ':']) || host.starts_with('[');
    let safe = !url.contains(|c: char| c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
    (known && hosted && safe).then(|| lower_scheme(url))
}

/// Blanks resolved: a second address or field behind the first is cut off.
fn joined(text: &str, raw: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    if words.clone().any(|word| word.contains(':')) {
        return first.trim_end_matches([',', ';']).to_owned();
    }
    let glue = if raw.trim().contains(['\n', '\r']) { "" } else { "%20" };
    text.split_whitespace().collect::<Vec<_>>().join(glue)
}

fn lower_scheme(mut url: String) -> String {
    if let Some(end) = url.find(':') {
        url[..end].make_ascii_lowercase();
    }
    url
}

/// A bare DOI: `10.`, a registrant, a slash and more, whatever address or word stands before it.
pub(super) fn doi(text: &str) -> Option<String> {
    let start = text.find("10.")?;
    let before = text[..start].trim_end().to_ascii_lowercase();
    let known = before.is_empty()
        || before == "doi"
        || before.ends_with("doi:")
        || before.ends_with("doi.org/")
        || before.ends_with("doi.org/doi/");
    let doi = text[start..].trim_end_matches(['.', ',', ';']);
    let (registrant, suffix) = doi[3..].split_once('/')?;
    let numbered = !registrant.is_empty() && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let whole = !suffix.is_empty() && !doi.contains(|c: char| c.is_whitespace() || c.is_control());
    (known && numbered && whole).then(|| doi.to_owned())
}

/// A MIME type in lower case; whatever else stands there too, for it tells the reader something.
pub(super) fn mime(text: &str) -> Option<String> {
    Some(text.to_lowercase())
}

pub(super) fn lower_case(text: &str) -> Option<String> {
    Some(text.to_lowercase())
}

/// An e-mail address or several; anything without an at-sign is none.
pub(super) fn email(text: &str) -> Option<String> {
    let text = text.trim_start_matches("mailto:").trim();
    text.contains('@').then(|| text.to_owned())
}

/// A language code, also for a language written out.
pub(super) fn language(text: &str) -> Option<String> {
    language::code(text).map(str::to_owned)
}

/// A year: four digits, or the year of a date.
pub(super) fn year(text: &str) -> Option<i16> {
    plausible_year(text).or_else(|| Date::parse(text).map(|date| date.year))
}

/// A page range with plain hyphens: `321–342` and `321 -- 342` as `321-342`.
pub(super) fn pages(text: &str) -> Option<String> {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    if !text.contains(|c: char| c == '-' || !c.is_ascii()) {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split(dash).map(str::trim).filter(|part| !part.is_empty()).enumerate() {
        if index > 0 {
            out.push('-');
        }
        out.push_str(part);
    }
    Some(out)
}

/// 1 to 99 percent, with or without the sign.
pub(super) fn share(text: &str) -> Option<u8> {
    text.trim_end_matches(['%', ' ']).parse().ok().filter(|share| (1..=99).contains(share))
}

/// Whether a field of this name (within its cluster) says how something may be used. The format has
/// none; these are the extensions in use.
pub(super) fn is_about_rights(name: &str) -> bool {
    let bare = name.strip_prefix("x-").unwrap_or(name);
    matches!(bare, "license" | "licence" | "license-url" | "licence-url" | "rights" | "copyright")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&str) -> Option<String>, cases: &[(&str, &str)]) {
        for (text, want) in cases {
            assert_eq!(read(text).unwrap_or_default(), *want, "{text:?}");
        }
    }

    #[test]
    fn urls() {
        check(
            |text| url(&text.split_whitespace().collect::<Vec<_>>().join(" "), text),
            &[
                ("https://example.org/a.pdf", "https://example.org/a.pdf"),
                ("HTTP://Example.org/A", "http://Example.org/A"),
                ("ftp://example.org/a", "ftp://example.org/a"),
                ("URL: http://example.org/a", "http://example.org/a"),
                ("http://localhost:8080/a", "http://localhost:8080/a"),
                ("http://[::1]/a", "http://[::1]/a"),
                ("www.example.org/a", "http://www.example.org/a"),
                ("http://example.org/a\n  b.pdf", "http://example.org/ab.pdf"),
                ("http://example.org/a b.pdf", "http://example.org/a%20b.pdf"),
                ("http://example.org/ Provider-InstitutionL RePEc:edi:waeaaea", "http://example.org/"),
                ("http://a.example.org, http://b.example.org", "http://a.example.org"),
                ("http://example.org/путь", "http://example.org/путь"),
                ("file:///C:/Users/me/a.pdf", ""),
                ("javascript:alert(1)", ""),
                ("javascript://example.org/%0aalert(1)", ""),
                ("data:text/html,x", ""),
                ("//example.org/a", ""),
                ("hhttp://example.org", ""),
                ("http://", ""),
                ("http:///", ""),
                ("http://intranet/a", ""),
                ("http://me:secret@/a", ""),
                ("http://example.org/\"onclick=1", ""),
                ("http://example.org/<b>", ""),
                ("Economic Phenomena in Antiquity, by T. Lianos", ""),
                ("journals.example.org/1", ""),
                ("", ""),
            ],
        );
    }

    #[test]
    fn dois() {
        check(
            doi,
            &[
                ("10.3386/w9321", "10.3386/w9321"),
                ("10.21428/d28e8e57.dfe6c370/29117b35", "10.21428/d28e8e57.dfe6c370/29117b35"),
                ("https://doi.org/10.3386/w9321", "10.3386/w9321"),
                ("http://dx.doi.org/10.3386/w9321", "10.3386/w9321"),
                ("doi:10.3386/w9321.", "10.3386/w9321"),
                ("DOI: 10.3386/W9321", "10.3386/W9321"),
                ("doi 10.1000/182", "10.1000/182"),
                ("10.1000", ""),
                ("10./x", ""),
                ("10.1000/", ""),
                ("10.1000/a b", ""),
                ("http://evil.example/10.1000/182", ""),
                ("w9321", ""),
                ("", ""),
            ],
        );
    }

    #[test]
    fn page_ranges() {
        check(
            pages,
            &[
                ("321–342", "321-342"),
                ("321 — 342", "321-342"),
                ("321--342", "321-342"),
                ("i-iv", "i-iv"),
                ("1-8, 10-12", "1-8, 10-12"),
                ("12", "12"),
                ("S1–S9", "S1-S9"),
                ("e103‐e104", "e103-e104"),
                ("–", ""),
            ],
        );
    }

    #[test]
    fn mails() {
        check(
            email,
            &[
                ("a@example.org", "a@example.org"),
                ("a@x.org, b@x.org", "a@x.org, b@x.org"),
                ("mailto:a@example.org", "a@example.org"),
                ("unknown", ""),
                ("", ""),
            ],
        );
    }

    #[test]
    fn years_and_shares() {
        for (text, want) in [
            ("2020", Some(2020)),
            ("20210430", Some(2021)),
            ("2021-04", Some(2021)),
            ("203", None),
            ("022", None),
            ("19945", None),
            ("2019/20", None),
        ] {
            assert_eq!(year(text), want, "{text}");
        }
        for (text, want) in [("40", Some(40)), ("40 %", Some(40)), ("0", None), ("100", None), ("half", None)]
        {
            assert_eq!(share(text), want, "{text}");
        }
    }
}
