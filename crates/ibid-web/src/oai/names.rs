//! Names of works and of sets as the protocol wants them: `oai:ibid.example:RePEc:hst:ghsdps:gd11-190`,
//! `hst:ghsdps`.
//!
//! Both are made from the handle alone and lead back to it. What the protocol's patterns do not allow in
//! them is written by its bytes.

use ibid_core::Handle;

use crate::Settings;

/// What stands for itself in an identifier (schema `oai-identifier`); of that, the percent sign is ours.
const IN_IDENTIFIER: &[u8] = b"-_.!~*'();/?:@&=+$,";
/// What stands for itself in a part of a set's name (schema `OAI-PMH`); of that, the tilde is ours.
const IN_SET: &[u8] = b"-_.!*'()";
/// Who has no domain of the kind identifiers want.
const NOWHERE: &str = "ibid.localhost";

/// Whether identifiers may be made under this name: a domain of two labels at least, each of which begins
/// with a letter.
pub fn is_domain(text: &str) -> bool {
    let label = |it: &str| {
        it.starts_with(|c: char| c.is_ascii_alphabetic())
            && it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(label)
}

/// The domain in every identifier: what the operator says, else the host of the site.
pub(super) fn repository(settings: &Settings) -> String {
    let url = settings.base_url.as_str();
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', ':', '?']).next().unwrap_or("");
    [settings.repository.as_str(), host, NOWHERE]
        .into_iter()
        .find(|it| is_domain(it))
        .unwrap_or(NOWHERE)
        .to_ascii_lowercase()
}

/// What stands before the handle in every identifier.
pub(super) fn prefix(settings: &Settings) -> String {
    format!("oai:{}:", repository(settings))
}

pub(super) fn identifier(settings: &Settings, handle: &Handle) -> String {
    let mut out = prefix(settings);
    push_handle(handle, &mut out);
    out
}

/// Puts a handle behind the prefix of identifiers.
pub(super) fn push_handle(handle: &Handle, out: &mut String) {
    encode(handle.as_str(), '%', IN_IDENTIFIER, out);
}

/// The handle an identifier was made from; `None` for one that we did not make.
pub(super) fn handle(settings: &Settings, identifier: &str) -> Option<Handle> {
    let rest = identifier.strip_prefix(&prefix(settings))?;
    let handle = Handle::parse(&decode(rest, b'%')?)?;
    (self::identifier(settings, &handle) == identifier).then_some(handle)
}

/// Puts the name of the set that a handle belongs to: its series', or its archive's where there is none.
pub(super) fn push_set(handle: &Handle, out: &mut String) {
    encode(handle.archive(), '~', IN_SET, out);
    if !handle.series().is_empty() {
        out.push(':');
        encode(handle.series(), '~', IN_SET, out);
    }
}

/// What a set is called by.
pub(super) fn set(handle: &Handle) -> String {
    let mut out = String::new();
    push_set(handle, &mut out);
    out
}

/// Whether a text may name a set at all.
pub(super) fn is_set(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'~' || IN_SET.contains(&b);
    text.split(':').all(|part| !part.is_empty() && part.bytes().all(allowed))
}

/// The archive or series a set is made of; `None` when no set has this name.
pub(super) fn series(text: &str) -> Option<Handle> {
    let parts: Option<Vec<String>> = text.split(':').map(|part| decode(part, b'~')).collect();
    let handle = Handle::parse(&format!("RePEc:{}", parts?.join(":")))?;
    (handle.item().is_empty() && set(&handle) == text).then_some(handle)
}

fn encode(text: &str, mark: char, allowed: &[u8], out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || allowed.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push(mark);
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn decode(text: &str, mark: u8) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == mark {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            out.push((digit()? * 16 + digit()?) as u8);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base_url: &str, repository: &str) -> Settings {
        let (base_url, repository) = (base_url.to_owned(), repository.to_owned());
        Settings { base_url, repository, ..Settings::default() }
    }

    #[test]
    fn a_repository_is_called_by_a_domain() {
        let check = |base_url, name, expected: &str| {
            assert_eq!(repository(&at(base_url, name)), expected, "{base_url} {name}");
        };
        check("https://Ibid.Example", "", "ibid.example");
        check("http://ibid.example:8080", "", "ibid.example");
        check("http://ibid.example/catalogue", "", "ibid.example");
        check("https://ibid.example", "papers.example.org", "papers.example.org");
        check("http://127.0.0.1:8080", "", "ibid.localhost");
        check("http://[::1]:8080", "", "ibid.localhost");
        check("http://localhost", "", "ibid.localhost");
        check("", "", "ibid.localhost");
        check("https://ibid.example", "not a domain", "ibid.example");
    }

    #[test]
    fn identifiers_lead_back_to_their_handles() {
        let settings = at("https://ibid.example", "");
        let check = |text: &str, expected: &str| {
            let handle = Handle::parse(text).expect(text);
            let made = identifier(&settings, &handle);
            assert_eq!(made, format!("oai:ibid.example:{expected}"));
            assert_eq!(super::handle(&settings, &made), Some(handle));
        };
        check("RePEc:hst:ghsdps:gd11-190", "RePEc:hst:ghsdps:gd11-190");
        check("RePEc:xyz:wpaper:a/b?c#d\"<e&f'", "RePEc:xyz:wpaper:a/b?c%23d%22%3ce&f'");
        check("RePEc:xyz:wpaper:100%", "RePEc:xyz:wpaper:100%25");
        check("RePEc:xyz:wpaper:über", "RePEc:xyz:wpaper:%c3%bcber");
        check("RePEc:bre::node_1", "RePEc:bre::node_1");
    }

    #[test]
    fn what_we_did_not_make_names_nothing() {
        let settings = at("https://ibid.example", "");
        for text in [
            "",
            "RePEc:hst:ghsdps:gd11-190",
            "oai:ibid.example:",
            "oai:ibid.example:gd11-190",
            "oai:other.example:RePEc:hst:ghsdps:gd11-190",
            "OAI:ibid.example:RePEc:hst:ghsdps:gd11-190",
            "oai:ibid.example:repec:hst:ghsdps:gd11-190",
            "oai:ibid.example:RePEc:HST:ghsdps:gd11-190",
            "oai:ibid.example:RePEc:hst:ghsdps:gd11%2d190",
            "oai:ibid.example:RePEc:hst:ghsdps:%",
            "oai:ibid.example:RePEc:hst:ghsdps:%zz",
            "oai:ibid.example:RePEc:hst:ghsdps:%ff",
            "oai:ibid.example:RePEc:hst:ghsdps:a b",
        ] {
            assert_eq!(handle(&settings, text), None, "{text}");
        }
    }

    #[test]
    fn sets_are_archives_and_series() {
        let check = |text: &str, expected: &str| {
            let handle = Handle::parse(text).expect(text);
            assert_eq!(set(&handle), expected);
            assert!(is_set(expected));
            assert_eq!(series(expected), Some(handle.series_handle()));
        };
        check("RePEc:hst", "hst");
        check("RePEc:hst:ghsdps", "hst:ghsdps");
        check("RePEc:hst:ghsdps:gd11-190", "hst:ghsdps");
        check("RePEc:bre::node_1", "bre");
        check("RePEc:xyz:ü~/:1", "xyz:~c3~bc~7e~2f");
        for unknown in ["HST", "hst:ghsdps:gd11-190", "hst:~67hsdps", "hst:~", "~ff"] {
            assert_eq!(series(unknown), None, "{unknown}");
        }
        for illegal in ["", ":", "hst:", ":x", "a b", "a/b", "hst%20", "é"] {
            assert!(!is_set(illegal), "{illegal}");
        }
    }
}
