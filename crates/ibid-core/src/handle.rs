//! Handles: the permanent names of records, `RePEc:hst:ghsdps:gd11-190`.
//!
//! Here: one canonical spelling, its parts, and what a stickler says of its form. Not here: whether a
//! handle's series is declared or the handle is taken (`record::rules`, the ledger).

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::record::Kind;

/// A handle in canonical spelling: authority `RePEc`, everything after it in lower case, no blanks.
///
/// Handles are case-insensitive (ReDIF 1.0, software rule `documenthandle`), so two spellings that
/// differ in case compare equal once parsed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(Box<str>);

/// Longest handle in bytes; a longer one is a paragraph that lost its field name.
pub(crate) const LONGEST: usize = 250;

const AUTHORITY: &str = "RePEc";

impl Handle {
    /// Reads a handle as publishers write it.
    ///
    /// - Any case of any part; blanks, line ends and zero-width characters at the colons are dropped.
    /// - A blank inside the item stays, as `_`: `i:Special 12` and `i:Special 13` are two works, and a
    ///   reader that cuts at the blank merges them. (Two items that differ only in blank and `_` would
    ///   meet; none such is known.)
    /// - What was glued on behind is cut: an HTML tag, ` #comment`, RTF's `\par`.
    /// - Characters outside ASCII stay (composed, lower case), although the format forbids them:
    ///   the record is better named oddly than lost. [`Handle::problem`] tells.
    ///
    /// `None` when there is no authority `RePEc` with an archive behind it, for control characters, and
    /// beyond 250 bytes.
    pub fn parse(text: &str) -> Option<Handle> {
        let (authority, rest) = text.split_once(':')?;
        if !authority.trim().eq_ignore_ascii_case(AUTHORITY) {
            return None;
        }
        let rest = if is_plain(rest) { Cow::Borrowed(rest) } else { Cow::Owned(unravelled(rest)?) };
        let rest = trimmed(&rest);
        let length = AUTHORITY.len() + 1 + rest.len();
        if rest.is_empty() || rest.starts_with(':') || length > LONGEST {
            return None;
        }
        let mut handle = String::with_capacity(length);
        handle.push_str(AUTHORITY);
        handle.push(':');
        handle.push_str(rest);
        handle[AUTHORITY.len()..].make_ascii_lowercase();
        Some(Handle(handle.into_boxed_str()))
    }

    /// `RePEc:hst:ghsdps:gd11-190`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `hst`.
    pub fn archive(&self) -> &str {
        self.part(1)
    }

    /// `ghsdps`; empty for an archive's own handle.
    pub fn series(&self) -> &str {
        self.part(2)
    }

    /// `gd11-190`; empty for archives and series. Colons stay.
    pub fn item(&self) -> &str {
        self.0.splitn(4, ':').nth(3).unwrap_or("")
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(4, ':').nth(index).unwrap_or("")
    }

    /// The handle of the archive this handle belongs to.
    pub fn archive_handle(&self) -> Handle {
        let end = AUTHORITY.len() + 1 + self.archive().len();
        Handle(self.0[..end].into())
    }

    /// The handle of the series this handle belongs to; the archive's where there is none.
    pub fn series_handle(&self) -> Handle {
        let series = self.series();
        if series.is_empty() {
            return self.archive_handle();
        }
        let end = AUTHORITY.len() + 2 + self.archive().len() + series.len();
        Handle(self.0[..end].into())
    }

    /// What addresses and look-ups go by: no authority, and the item without its colons, as IDEAS
    /// has it: `eee:jfinec:v140y2021i1p1-20`. Two handles may share one.
    pub fn key(&self) -> String {
        let (_, rest) = self.0.split_once(':').unwrap_or_default();
        let item = self.item();
        let (mut key, item) = match item {
            "" => (rest.to_owned(), ""),
            item => {
                let mut key = String::with_capacity(rest.len());
                key.push_str(&rest[..rest.len() - item.len()]);
                (key, item)
            }
        };
        key.extend(item.split(':'));
        key
    }

    /// What the rules of the handle space say against this handle for a record of this kind; `None`
    /// when nothing. (ReDIF 1.0, types `archivehandle` … `personhandle` of the reference reader.)
    pub fn problem(&self, kind: Kind) -> Option<String> {
        let (archive, series, item) = (self.archive(), self.series(), self.item());
        let code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if archive.len() != 3 || !archive.bytes().all(|b| b.is_ascii_lowercase()) {
            return Some(format!("archive code \"{archive}\" is not three letters"));
        }
        match kind {
            Kind::Archive if !series.is_empty() => Some("an archive's handle ends with its code".to_owned()),
            Kind::Archive => None,
            Kind::Institution
                if series.chars().count() == 7 && series.chars().all(code) && item.is_empty() =>
            {
                None
            }
            Kind::Institution => Some("an institution's code is seven letters or digits".to_owned()),
            Kind::Person
                if archive == "per" && crate::date::Date::parse(series).is_some() && !item.is_empty() =>
            {
                None
            }
            Kind::Person => Some("a person's handle is RePEc:per:yyyy-mm-dd:name".to_owned()),
            _ if series.is_empty() => Some("series code is missing".to_owned()),
            _ if series.len() != 6 || !series.chars().all(code) => {
                Some(format!("series code \"{series}\" is not six letters or digits"))
            }
            Kind::Series if !item.is_empty() => Some("a series' handle ends with its code".to_owned()),
            Kind::Series => None,
            _ if item.is_empty() => Some("nothing follows the series code".to_owned()),
            _ => item.chars().find(|&c| !is_allowed(c)).map(|c| format!("\"{c}\" may not stand in a handle")),
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether this is a short-id of the author service, in any case: `pki42`.
pub fn is_short_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['p', 'P']) else {
        return false;
    };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits.len() < rest.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// What may stand in an item (ReDIF 1.0, software rule `documenthandle`).
fn is_allowed(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '#' | ';' | '[' | ']' | '$' | '^' | '|' | 'A'..='Z')
}

/// The text without what was glued on behind (tags, RTF) and without empty parts at the end.
fn trimmed(mut text: &str) -> &str {
    loop {
        let mut rest = without_empty_end(text);
        if let Some(at) = rest.rfind('<').filter(|&at| is_tag(&rest[at..])) {
            rest = &rest[..at];
        }
        if rest.get(rest.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case("\\par")) {
            rest = &rest[..rest.len() - 4];
        }
        if rest.len() == text.len() {
            return text;
        }
        text = rest;
    }
}

/// `<br />`, `</p>` and the like; not `<5>`.
fn is_tag(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return false;
    };
    let name = inner.trim_matches(['/', '_']);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Nothing to do but change the case of ASCII letters.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic())
}

/// Blanks resolved part by part, a comment cut off, the rest composed and in lower case. `None` for what
/// no handle holds.
fn unravelled(text: &str) -> Option<String> {
    let text = text.find(" #").map_or(text, |at| &text[..at]);
    let text: String =
        text.chars().filter(|&c| !is_invisible(c)).nfc().flat_map(char::to_lowercase).nfc().collect();
    if text.chars().any(|c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split(':').enumerate() {
        if index > 0 {
            out.push(':');
        }
        for (nth, word) in part.split_whitespace().enumerate() {
            // Codes hold no blanks, so one in them is an accident.
            if nth > 0 && index >= 2 {
                out.push('_');
            }
            out.push_str(word);
        }
    }
    Some(out)
}

/// Zero-width and direction marks, which come along when text is copied.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `abc:wpaper:` is the series itself; the colons within and behind an item belong to it.
fn without_empty_end(text: &str) -> &str {
    match text.match_indices(':').nth(1) {
        Some((at, _)) if at + 1 < text.len() && !text[at..].bytes().all(|b| b == b':') => text,
        _ => text.trim_end_matches(':'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, want: &str) {
        let got = Handle::parse(text);
        assert_eq!(got.as_ref().map_or("", Handle::as_str), want, "{text:?}");
    }

    #[test]
    fn handles_are_read_as_they_are_written() {
        for (text, want) in [
            ("RePEc:hst:ghsdps:gd11-190", "RePEc:hst:ghsdps:gd11-190"),
            ("REPEC:HST:GHSDPS:GD11-190", "RePEc:hst:ghsdps:gd11-190"),
            ("RePEC:AIO:rteyej", "RePEc:aio:rteyej"),
            ("repec:ags", "RePEc:ags"),
            (" RePEc: rsp: wpaper: wp48", "RePEc:rsp:wpaper:wp48"),
            ("RePEc : rsp :wpaper:\n  wp48 ", "RePEc:rsp:wpaper:wp48"),
            ("RePEc:sae: ijc gvn", "RePEc:sae:ijcgvn"),
            ("RePEc:ura<br />", "RePEc:ura"),
            ("RePEc:ura:ecregj<br /></p> ", "RePEc:ura:ecregj"),
            ("RePEc:zbw:hwware:26096 #END 46 #BEGIN 47", "RePEc:zbw:hwware:26096"),
            ("RePEc:abc:wpaper:7\\par", "RePEc:abc:wpaper:7"),
            ("RePEc:abc:wpaper:hash#5", "RePEc:abc:wpaper:hash#5"),
            ("RePEc:abc:wpaper:p<5>", "RePEc:abc:wpaper:p<5>"),
            (
                "RePEc:aud:audfin:v:20:y:2018:i:Special 12:p:827",
                "RePEc:aud:audfin:v:20:y:2018:i:special_12:p:827",
            ),
            ("RePEc:abc:wpaper:eeep10-2-von der  Fehr", "RePEc:abc:wpaper:eeep10-2-von_der_fehr"),
            ("RePEc:bre::node_10366", "RePEc:bre::node_10366"),
            ("RePEc:edi:", "RePEc:edi"),
            ("RePEc:abc::", "RePEc:abc"),
            ("RePEc:abc:wpaper:", "RePEc:abc:wpaper"),
            ("RePEc:abc:wpaper::", "RePEc:abc:wpaper"),
            ("RePEc:abc:journl:v:1:i::p:", "RePEc:abc:journl:v:1:i::p:"),
            ("RePEc:per:1965-06-05:Jane_Q_DOE", "RePEc:per:1965-06-05:jane_q_doe"),
            ("RePEc:abc:wpaper:U\u{308}ml", "RePEc:abc:wpaper:üml"),
            ("RePEc:abc:wpaper:\u{feff}12\u{200b}", "RePEc:abc:wpaper:12"),
            ("RePEc:abc:\u{a0}wpaper:12", "RePEc:abc:wpaper:12"),
            ("RePEc:xyz:diseas:../../etc/passwd", "RePEc:xyz:diseas:../../etc/passwd"),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn what_is_no_handle() {
        for text in [
            "",
            ":",
            "RePEc",
            "RePEc:",
            "RePEc::",
            "RePEc::wpaper:1",
            "oai:example.org:1234",
            "UCEMA:wpaper:1",
            "xyz:diseas:noprefix",
            "RePEc:abc:wpaper:1\u{0}2",
            "RePEc:abc:wpaper:\u{1e}2",
            "RePEc:abc:wpaper:\u{fffd}",
        ] {
            check(text, "");
        }
        check(
            &format!("RePEc:abc:wpaper:{}", "1".repeat(233)),
            &format!("RePEc:abc:wpaper:{}", "1".repeat(233)),
        );
        check(&format!("RePEc:abc:wpaper:{}", "1".repeat(234)), "");
    }

    #[test]
    fn parts_and_keys() {
        for (text, archive, series, item, key) in [
            ("RePEc:hst", "hst", "", "", "hst"),
            ("RePEc:hst:ghsdps", "hst", "ghsdps", "", "hst:ghsdps"),
            ("RePEc:hst:ghsdps:gd11-190", "hst", "ghsdps", "gd11-190", "hst:ghsdps:gd11-190"),
            (
                "RePEc:eee:jfinec:v:140:y:2021:i:1:p:1-20",
                "eee",
                "jfinec",
                "v:140:y:2021:i:1:p:1-20",
                "eee:jfinec:v140y2021i1p1-20",
            ),
            ("RePEc:bre::node_1", "bre", "", "node_1", "bre::node_1"),
        ] {
            let handle = Handle::parse(text).expect(text);
            let got = (handle.archive(), handle.series(), handle.item());
            assert_eq!((got, handle.key().as_str()), ((archive, series, item), key), "{text}");
        }
    }

    #[test]
    fn owners() {
        for (text, archive, series) in [
            ("RePEc:hst", "RePEc:hst", "RePEc:hst"),
            ("RePEc:hst:ghsdps", "RePEc:hst", "RePEc:hst:ghsdps"),
            ("RePEc:hst:ghsdps:a:b", "RePEc:hst", "RePEc:hst:ghsdps"),
            ("RePEc:bre::node_1", "RePEc:bre", "RePEc:bre"),
        ] {
            let handle = Handle::parse(text).expect(text);
            assert_eq!(handle.archive_handle().as_str(), archive, "{text}");
            assert_eq!(handle.series_handle().as_str(), series, "{text}");
        }
    }

    #[test]
    fn problems_of_form() {
        for (text, kind, want) in [
            ("RePEc:hst", Kind::Archive, ""),
            ("RePEc:hst:x", Kind::Archive, "an archive's handle ends with its code"),
            ("RePEc:h1t", Kind::Archive, "archive code \"h1t\" is not three letters"),
            ("RePEc:hst:ghsdps", Kind::Series, ""),
            ("RePEc:gam:jpubx", Kind::Series, "series code \"jpubx\" is not six letters or digits"),
            ("RePEc:abc:wpaper:1", Kind::Series, "a series' handle ends with its code"),
            ("RePEc:hst:ghsdps:1", Kind::Paper, ""),
            ("RePEc:cvv:books:978-605", Kind::Book, "series code \"books\" is not six letters or digits"),
            ("RePEc:bre::node_1", Kind::Paper, "series code is missing"),
            ("RePEc:koc:report", Kind::Book, "nothing follows the series code"),
            ("RePEc:abc:wpaper:hash#5", Kind::Paper, "\"#\" may not stand in a handle"),
            ("RePEc:abc:wpaper:ü", Kind::Paper, "\"ü\" may not stand in a handle"),
            ("RePEc:edi:dehitjp", Kind::Institution, ""),
            ("RePEc:edi:sado", Kind::Institution, "an institution's code is seven letters or digits"),
            ("RePEc:per:1965-06-05:jane", Kind::Person, ""),
            ("RePEc:per:jane", Kind::Person, "a person's handle is RePEc:per:yyyy-mm-dd:name"),
        ] {
            let got = Handle::parse(text).expect(text).problem(kind).unwrap_or_default();
            assert_eq!(got, want, "{text} as {kind:?}");
        }
    }

    #[test]
    fn short_ids() {
        for (text, want) in [
            ("pki42", true),
            ("PKI42", true),
            ("paa1", true),
            ("pk1", true),
            ("p42", false),
            ("pki", false),
            ("ki42", false),
            ("pki42x", false),
            ("", false),
            ("RePEc:per:x", false),
        ] {
            assert_eq!(is_short_id(text), want, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reading_again_changes_nothing(rest in "\\PC{0,40}") {
            for text in [format!("RePEc:{rest}"), format!("repec:abc:wpaper:{rest}")] {
                if let Some(handle) = Handle::parse(&text) {
                    prop_assert_eq!(Handle::parse(handle.as_str()), Some(handle.clone()), "{:?}", text);
                    prop_assert!(handle.as_str().len() <= LONGEST && !handle.archive().is_empty());
                    prop_assert!(!handle.as_str().contains(char::is_whitespace));
                }
            }
        }

        #[test]
        fn case_does_not_count(rest in "[a-zA-Z0-9:./_-]{1,30}") {
            let text = format!("RePEc:abc:wpaper:{rest}");
            prop_assert_eq!(Handle::parse(&text), Handle::parse(&text.to_uppercase()));
        }
    }
}
