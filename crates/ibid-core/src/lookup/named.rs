//! Texts that name a record outright: handles, DOIs, short-ids, JEL codes, addresses of IDEAS,
//! EconPapers, EDIRC, the Author Service and their kin, and of this site.

use std::borrow::Cow;

use super::What;
use crate::Handle;
use crate::handle::is_short_id;
use crate::jel::Code;

/// A record, by one of its names.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    Handle(Handle),
    /// As [`Handle::key`] has it: what stands in addresses.
    Key(String),
    /// The short-id of a person, in lower case.
    Person(String),
    Jel(Code),
}

/// What this text, one line, is.
pub(super) fn what(text: &str) -> What {
    let bare = text.trim().trim_matches(['<', '>', '"', '“', '”', '«', '»']).trim();
    if bare.split_whitespace().count() == 1
        && let Some(what) = one_word(bare)
    {
        return what;
    }
    if let Some(rest) = label_of(bare, &["doi", "digital object identifier"])
        && let Some(doi) = doi_in(rest).filter(|doi| rest.trim_end_matches(END).len() <= doi.len() + 24)
    {
        return What::Doi(doi);
    }
    let labelled = label_of(bare, &["handle", "repec handle"]).unwrap_or(bare);
    match Handle::parse(labelled).filter(|_| labelled.matches([':']).count() > 1 && !labelled.contains(". "))
    {
        Some(handle) => What::Named(Named::Handle(handle)),
        _ => handle_in(bare).map_or(What::Words, |handle| What::Named(Named::Handle(handle))),
    }
}

fn one_word(word: &str) -> Option<What> {
    let word = word.trim_start_matches('(').trim_end_matches(END);
    let lower = word.to_ascii_lowercase();
    if is_url(&lower) {
        if let Some(doi) = doi_address(&lower) {
            return Some(What::Doi(doi));
        }
        return Some(What::Url { url: with_scheme(word), named: page(word) });
    }
    if lower.starts_with("repec:") || lower.starts_with("handle:repec:") {
        let handle = lower.strip_prefix("handle:").unwrap_or(&lower);
        return Handle::parse(&decoded(handle)).map(|it| What::Named(Named::Handle(it)));
    }
    if let Some(doi) = doi_in(word).filter(|doi| lower.starts_with("10.") || lower.len() <= doi.len() + 8) {
        return Some(What::Doi(doi));
    }
    if is_short_id(word) && word.len() > 3 {
        return Some(What::Named(Named::Person(lower)));
    }
    let code = Code::parse(word).filter(|code| code.as_str().len() > 1 && code.is_known());
    code.map(|code| What::Named(Named::Jel(code)))
}

/// What ends a sentence and so no address.
const END: [char; 8] = ['.', ',', ';', ':', ')', ']', '>', '"'];

/// `doi: x` → `x`.
fn label_of<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, rest) = text.split_once(':')?;
    let label = label.trim();
    labels.iter().any(|it| it.eq_ignore_ascii_case(label)).then_some(rest.trim_start())
}

/// The first DOI within a text, bare and in lower case.
pub fn doi_in(text: &str) -> Option<String> {
    let text = if text.contains("%2F") || text.contains("%2f") { decoded(text) } else { text.into() };
    text.match_indices("10.").find_map(|(at, _)| {
        let apart = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '.');
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '“' | '”'));
        let doi = without_end(&rest[..end.unwrap_or(rest.len())]);
        let (registrant, suffix) = doi.get(3..)?.split_once('/')?;
        let digits = registrant.bytes().take_while(u8::is_ascii_digit).count();
        (apart && (4..=9).contains(&digits) && !suffix.is_empty()).then(|| doi.to_lowercase())
    })
}

/// Without the punctuation of the sentence it stands in; a closing bracket stays when it was opened.
fn without_end(mut text: &str) -> &str {
    loop {
        let Some(last) = text.chars().next_back() else { return text };
        let opened = |open: char| text.contains(open);
        let ends = match last {
            ')' => !opened('('),
            ']' => !opened('['),
            _ => matches!(last, '.' | ',' | ';' | ':' | '\'' | '}' | '’'),
        };
        if !ends {
            return text;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
}

fn doi_address(lower: &str) -> Option<String> {
    let host = host_and_path(lower).0;
    let known = host == "doi.org" || host.ends_with(".doi.org");
    known.then(|| doi_in(lower)).flatten()
}

/// `RePEc:…` somewhere in a longer text, such as "(Handle: RePEc:hst:ghsdps:gd11-190)".
fn handle_in(text: &str) -> Option<Handle> {
    let at = text.as_bytes().windows(6).position(|it| it.eq_ignore_ascii_case(b"repec:"))?;
    let text = &text[at..];
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '&' | '>' | ']'));
    let handle = Handle::parse(without_end(&text[..end.unwrap_or(text.len())]))?;
    (!handle.series().is_empty()).then_some(handle)
}

fn is_url(lower: &str) -> bool {
    let schemed = ["http://", "https://", "ftp://"].iter().any(|it| lower.starts_with(it));
    let sites = ["www.", "doi.org/", "dx.doi.org/", "ideas.repec.org/", "econpapers.repec.org/"];
    schemed || sites.iter().any(|it| lower.starts_with(it))
}

fn with_scheme(word: &str) -> String {
    let schemed = word.contains("://");
    if schemed { word.to_owned() } else { format!("https://{word}") }
}

/// `("ideas.repec.org", "/p/hst/ghsdps/gd11-190.html")`.
fn host_and_path(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (&rest[..at], &rest[at..])
}

/// The record a page of RePEc's services or of a site like this one is about.
fn page(url: &str) -> Option<Named> {
    let (host, path) = host_and_path(url);
    let host = host.to_ascii_lowercase();
    let decoded = decoded(path);
    if let Some(handle) = handle_in(&decoded) {
        return Some(Named::Handle(handle));
    }
    let path = path.split(['?', '#']).next().unwrap_or("").to_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if host.starts_with("econpapers.") {
        return econpapers(&parts);
    }
    let last = |text: &str| self::decoded(stem(text)).into_owned();
    match *parts.as_slice() {
        ["p" | "a" | "h" | "b" | "c" | "t", archive, series, ref item @ ..] if !item.is_empty() => {
            let item: Vec<&str> = item.iter().copied().take_while(|it| !FACES.contains(it)).collect();
            let item = last(&item.join("/")).replace(':', "");
            (archive.len() == 3 && !item.is_empty()).then(|| Named::Key(format!("{archive}:{series}:{item}")))
        }
        ["s", archive, series] => Some(Named::Key(format!("{archive}:{}", last(series)))),
        ["archives", archive] => Some(Named::Key(archive.to_owned())),
        ["e" | "f", person] => person_named(&last(person)),
        ["pro", person, ..] => person_named(person),
        ["i" | "data", institution] => Some(Named::Key(match last(institution) {
            name if name.contains(':') => name,
            name => format!("edi:{name}"),
        })),
        ["j", code] => Code::parse(stem(code)).filter(|code| code.is_known()).map(Named::Jel),
        _ => None,
    }
}

/// What may follow an item's path here.
const FACES: [&str; 5] = ["history", "cite", "related", "stats", "citations"];

fn person_named(name: &str) -> Option<Named> {
    if is_short_id(name) {
        return Some(Named::Person(name.to_owned()));
    }
    name.starts_with("per:").then(|| Named::Key(name.to_owned()))
}

/// `/paper/hstghsdps/gd11-190.htm`, with `_3a` for a colon.
fn econpapers(parts: &[&str]) -> Option<Named> {
    let ["paper" | "article" | "bookchap" | "software", place, rest @ ..] = parts else { return None };
    let (archive, series) = (place.get(..3)?, place.get(3..)?);
    let item = rest.join("/").replace("_3a", "").replace("_3A", "");
    let item = stem(&item);
    let whole = series.len() == 6 && !item.is_empty() && item != "default";
    let series_only = series.len() == 6 && !whole;
    if series_only {
        return Some(Named::Key(format!("{archive}:{series}")));
    }
    whole.then(|| Named::Key(format!("{archive}:{series}:{item}")))
}

fn stem(name: &str) -> &str {
    [".html", ".htm"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// Percent signs taken back, as far as that gives text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%') {
            Some(value) => {
                out.push(value);
                rest = &tail[2..];
            }
            None => {
                out.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it is, in a few letters and its name.
    fn check(text: &str, expected: &str) {
        let name = |named: &Named| match named {
            Named::Handle(handle) => handle.to_string(),
            Named::Key(key) => format!("key {key}"),
            Named::Person(id) => format!("person {id}"),
            Named::Jel(code) => format!("jel {code}"),
        };
        let found = match what(text) {
            What::Named(named) => name(&named),
            What::Doi(doi) => format!("doi {doi}"),
            What::Url { named: Some(named), .. } => name(&named),
            What::Url { url, named: None } => format!("url {url}"),
            What::Words => "words".to_owned(),
        };
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn handles_in_any_case_and_form() {
        for text in [
            "RePEc:hst:ghsdps:gd11-190",
            "repec:HST:GHSDPS:GD11-190",
            "  RePEc:hst:ghsdps:gd11-190. ",
            "Handle: RePEc:hst:ghsdps:gd11-190",
            "Handle:RePEc:hst:ghsdps:gd11-190",
            "RePEc : hst : ghsdps : gd11-190",
            "Kimura (2011), Toward normalization. RePEc:hst:ghsdps:gd11-190.",
            "Toward normalization (Handle: RePEc:hst:ghsdps:gd11-190)",
            "https://econpapers.repec.org/RePEc:hst:ghsdps:gd11-190",
            "http://d.repec.org/n?u=RePEc:hst:ghsdps:gd11-190&r=his",
            "http://logec.repec.org/scripts/paperstat.pf?h=repec%3ahst%3aghsdps%3agd11-190",
            "https://catalogue.example/RePEc:hst:ghsdps:gd11-190",
        ] {
            check(text, "RePEc:hst:ghsdps:gd11-190");
        }
        check("RePEc:hst:ghsdps", "RePEc:hst:ghsdps");
        check("RePEc:per:1950-01-01:mitsuhiko_kimura", "RePEc:per:1950-01-01:mitsuhiko_kimura");
        check("REPEC: what it is and what it is not", "words");
        check("About RePEc: a history", "words");
    }

    #[test]
    fn dois_in_any_wrapping() {
        for text in [
            "10.3386/w9321",
            "doi:10.3386/w9321",
            "DOI: 10.3386/W9321",
            "doi 10.3386/w9321",
            "https://doi.org/10.3386/w9321",
            "http://dx.doi.org/10.3386/w9321.",
            "doi.org/10.3386/w9321",
            "<https://doi.org/10.3386/w9321>",
            "https://doi.org/10.3386%2Fw9321",
        ] {
            let expected = if text == "doi 10.3386/w9321" { "words" } else { "doi 10.3386/w9321" };
            check(text, expected);
        }
        check("10.1016/s0169-2046(03)00112-9", "doi 10.1016/s0169-2046(03)00112-9");
        check("https://doi.org/10.1002/(SICI)1097-0258)", "doi 10.1002/(sici)1097-0258");
        check("10.5 per cent", "words");
        check("Kimura, M. (2011). Normalization. https://doi.org/10.3386/w9321", "words");
        assert_eq!(doi_in("See 10.1/x and doi:10.1000/182, p. 3").as_deref(), Some("10.1000/182"));
        assert_eq!(doi_in("versions 2010.1234/5"), None);
    }

    #[test]
    fn pages_of_repec_services_and_of_sites_like_this() {
        let paper = "key hst:ghsdps:gd11-190";
        check("https://ideas.repec.org/p/hst/ghsdps/gd11-190.html", paper);
        check("ideas.repec.org/p/hst/ghsdps/gd11-190.html", paper);
        check("http://catalogue.example/p/hst/ghsdps/gd11-190/history", paper);
        check("https://econpapers.repec.org/paper/hstghsdps/gd11-190.htm", paper);
        let article = "key eee:jfinec:v140y2021i1p1-20";
        check("https://ideas.repec.org/a/eee/jfinec/v140y2021i1p1-20.html", article);
        check(
            "https://econpapers.repec.org/article/eeejfinec/v_3a140_3ay_3a2021_3ai_3a1_3ap_3a1-20.htm",
            article,
        );
        check("https://ideas.repec.org/s/hst/ghsdps.html", "key hst:ghsdps");
        check("https://econpapers.repec.org/paper/hstghsdps/", "key hst:ghsdps");
        check("https://ideas.repec.org/e/pki42.html", "person pki42");
        check("https://ideas.repec.org/f/pki42.html", "person pki42");
        check("https://authors.repec.org/pro/pki42/", "person pki42");
        check("https://edirc.repec.org/data/iehitjp.html", "key edi:iehitjp");
        check("https://ideas.repec.org/j/F51.html", "jel F51");
        check("pki42", "person pki42");
        check("F51", "jel F51");
        check("https://example.org/papers/gd11-190.pdf", "url https://example.org/papers/gd11-190.pdf");
        check("www.example.org/x.pdf.", "url https://www.example.org/x.pdf");
        check("normalization", "words");
        check("p2p", "words");
        check("a", "words");
    }
}
