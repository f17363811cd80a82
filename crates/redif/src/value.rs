//! The meaning of a value: its lines joined, HTML taken out of it without taking text with it.
//! Types of values (dates, handles, …) are not known here.

use std::borrow::Cow;

use crate::entity_table::ENTITIES;

/// What separates paragraphs and lines inside a text on its way; both are white space to Unicode.
const PARAGRAPH: char = '\u{2029}';
const BREAK: char = '\u{2028}';

/// Words that programs and forms write where there is nothing.
const NOTHING: &[&str] =
    &["None", "none", "NONE", "(bilgi yok)", "null", "NULL", "N/A", "n/a", "nan", "NaN", "n.a."];

/// The value on one line.
pub(crate) fn clean(raw: &str) -> Cow<'_, str> {
    if is_clean(raw) {
        return Cow::Borrowed(if is_nothing(raw) { "" } else { raw });
    }
    let mut out = plain(raw).unwrap_or_else(|| {
        let mut out = String::with_capacity(raw.len());
        collapse(&strip(&decode(&join(raw))), &mut out);
        out
    });
    if is_nothing(&out) {
        out.clear();
    }
    Cow::Owned(out)
}

/// The lines in one, where none of them needs cleaning, which is so of most texts.
fn plain(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    for (index, line) in lines(raw).enumerate() {
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() || !is_clean(line) || is_comment(line) {
            return None;
        }
        if index > 0 {
            out.push(' ');
        }
        out.push_str(line);
    }
    Some(out)
}

/// The value with its lines put together without a blank between them.
pub(crate) fn clean_joined(raw: &str) -> String {
    let kept = lines(raw).enumerate().filter(|(index, line)| *index == 0 || !is_comment(line));
    let joined: String = kept.map(|(_, line)| line.trim()).collect();
    clean(&joined).into_owned()
}

/// The value paragraph by paragraph, none of them empty.
pub(crate) fn paragraphs(raw: &str) -> Vec<String> {
    if let Some(text) = plain(raw) {
        return if is_nothing(&text) { Vec::new() } else { vec![text] };
    }
    let text = join(raw);
    let text = decode(&text);
    let text = strip(&text);
    let mut list = Vec::new();
    let mut current = String::new();
    for part in text.split(PARAGRAPH) {
        for (index, line) in part.split(BREAK).enumerate() {
            let blank = line.trim().is_empty();
            // A single break inside a paragraph is a blank; an empty line between two breaks parts.
            if index > 0 && blank {
                list.push(std::mem::take(&mut current));
            }
            current.push(' ');
            current.push_str(line);
        }
        list.push(std::mem::take(&mut current));
    }
    let mut clean = Vec::new();
    for text in list {
        let mut out = String::with_capacity(text.len());
        collapse(&text, &mut out);
        if !out.is_empty() {
            clean.push(out);
        }
    }
    if clean.len() == 1 && is_nothing(&clean[0]) {
        clean.clear();
    }
    clean
}

/// The lines of a text, whichever way they end.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = memchr::memchr2(b'\n', b'\r', text.as_bytes()) else {
            rest = None;
            return Some(text);
        };
        let tail = &text[end..];
        let length = ["\r\r\n", "\r\n"].iter().find(|e| tail.starts_with(**e)).map_or(1, |e| e.len());
        rest = Some(&tail[length..]);
        Some(&text[..end])
    })
}

/// A line that is no part of a value: a comment, or the end-of-file mark of old systems.
pub(crate) fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line == "\u{1A}"
}

/// Whether cleaning would change nothing. Folds without branches first, since nearly all values are plain.
fn is_clean(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return true };
    let odd = |b: u8| (b.wrapping_sub(b' ') > 0x5E) | (b == b'<') | (b == b'&');
    let double = |a: u8, b: u8| (a == b' ') & (b == b' ');
    let pairs = || bytes.iter().zip(&bytes[1..]);
    let found = pairs().fold(odd(*last), |found, (a, b)| found | odd(*a) | double(*a, *b));
    if *first == b' ' || *last == b' ' {
        return false;
    }
    // Among other letters there are odd spaces and marks: those that begin with these bytes.
    let marked = |b: u8| odd(b) && (b < 0x80 || matches!(b, 0xC2 | 0xE1..=0xE3 | 0xEF));
    !found || !(marked(*last) || pairs().any(|(a, b)| marked(*a) || double(*a, *b)))
}

/// The raw value, or nothing when it is only a word for nothing.
pub(crate) fn unless_nothing(raw: &str) -> &str {
    if is_nothing(raw) { "" } else { raw }
}

fn is_nothing(value: &str) -> bool {
    value.len() <= 11 && NOTHING.contains(&value)
}

/// Puts the lines of a value into one, with a mark where a paragraph ends.
fn join(raw: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    for (index, line) in lines(raw).enumerate() {
        if index > 0 && is_comment(line) {
            continue;
        }
        let line = line.trim();
        out.push(if line.is_empty() { PARAGRAPH } else { '\n' });
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// Decodes character references, also those broken by a line end (`&#2 33;`), those without their
/// semicolon where that is safe, and those escaped twice (`&amp;ouml;`).
fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((mut char, mut used)) = reference(rest) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        // Once more for what was escaped twice; only complete references, so "R&amp;D" stays.
        if char == '&'
            && let Some((inner, length)) = reference_body(&rest[used..])
            && rest[used..][..length].ends_with(';')
        {
            (char, used) = (inner, used + length);
        }
        out.push(char);
        rest = &rest[used..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character a reference at the start of `text` (which begins with `&`) stands for, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    reference_body(&text[1..]).map(|(char, used)| (char, used + 1))
}

fn reference_body(body: &str) -> Option<(char, usize)> {
    if let Some(number) = body.strip_prefix('#') {
        return numeric(number).map(|(char, used)| (char, used + 1));
    }
    let length = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = &body[..length];
    let row = ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    let char = ENTITIES[row].1;
    match body.as_bytes().get(length) {
        Some(b';') => Some((char, length + 1)),
        // "&eacute s" or "&amp" at the end; but "&part" or "&times" could be text such as a query.
        Some(b'=') => None,
        _ if matches!(char, '&' | '<' | '>' | '"' | '\u{C0}'..='\u{FF}') && length > 2 => {
            Some((char, length))
        }
        _ => None,
    }
}

/// `233;`, `xE9;`, and with blanks in it `2 33;`.
fn numeric(text: &str) -> Option<(char, usize)> {
    let (radix, from) = match text.as_bytes().first()? {
        b'x' | b'X' => (16, 1),
        _ => (10, 0),
    };
    let mut code = 0u32;
    let mut digits = 0;
    for (at, byte) in text.bytes().enumerate().skip(from).take(12) {
        match byte {
            b';' if digits > 0 => return Some((from_code(code), at + 1)),
            b' ' | b'\n' if digits > 0 => {}
            _ => match char::from(byte).to_digit(radix) {
                Some(digit) => {
                    code = code.saturating_mul(radix).saturating_add(digit);
                    digits += 1;
                }
                None => break,
            },
        }
    }
    None
}

/// As browsers do it, codes 128 to 159 are taken for Windows-1252.
fn from_code(code: u32) -> char {
    if let 0x80..=0x9F = code {
        return crate::text::western(code as u8);
    }
    char::from_u32(code).filter(|char| *char != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Elements whose tags are dropped; the flag says that they begin a new block.
const TAGS: &[(&str, bool)] = &[
    ("a", false),
    ("abbr", false),
    ("abstract", true),
    ("article", true),
    ("b", false),
    ("big", false),
    ("blockquote", true),
    ("body", true),
    ("br", true),
    ("center", true),
    ("cite", false),
    ("code", false),
    ("dd", true),
    ("div", true),
    ("dl", true),
    ("dt", true),
    ("em", false),
    ("font", false),
    ("h1", true),
    ("h2", true),
    ("h3", true),
    ("h4", true),
    ("h5", true),
    ("h6", true),
    ("head", true),
    ("hr", true),
    ("html", true),
    ("i", false),
    ("img", false),
    ("inf", false),
    ("italic", false),
    ("bold", false),
    ("li", true),
    ("link", false),
    ("meta", false),
    ("nobr", false),
    ("ol", true),
    ("p", true),
    ("pre", true),
    ("q", false),
    ("s", false),
    ("script", true),
    ("sc", false),
    ("sec", true),
    ("section", true),
    ("small", false),
    ("span", false),
    ("strike", false),
    ("strong", false),
    ("style", true),
    ("sub", false),
    ("sup", false),
    ("table", true),
    ("tbody", true),
    ("td", true),
    ("th", true),
    ("title", true),
    ("tr", true),
    ("tt", false),
    ("u", false),
    ("ul", true),
    ("var", false),
    ("xml", true),
    ("iframe", true),
    ("object", true),
    ("svg", true),
    ("form", true),
    ("input", false),
    ("inline-formula", false),
    ("tex-math", false),
    ("math", false),
    ("mi", false),
    ("mn", false),
    ("mo", false),
    ("mrow", false),
    ("msub", false),
    ("msup", false),
    ("alternatives", false),
];

/// Takes out the tags of known elements, comments and declarations, and nothing else: a `<` that does not
/// open one of those is text.
fn strip(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((length, mark)) => {
                out.extend(mark);
                rest = &rest[length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The longest tag that is believed to be one.
const LONGEST_TAG: usize = 2000;

/// Length of the tag at the start of `text`, and what to put in its place.
fn tag(text: &str) -> Option<(usize, Option<char>)> {
    let bytes = text.as_bytes();
    let window = &bytes[..bytes.len().min(LONGEST_TAG)];
    if bytes.starts_with(b"<!--") {
        let end = memchr::memmem::find(&window[4..], b"-->")?;
        return Some((end + 7, None));
    }
    let end = 1 + memchr::memchr2(b'>', b'<', &window[1..]).filter(|end| bytes[end + 1] == b'>')?;
    let inner = &text[1..end];
    let lower = inner.to_ascii_lowercase();
    if lower.starts_with("!doctype") || (lower.starts_with("?xml") && lower.ends_with('?')) {
        return Some((end + 1, Some(PARAGRAPH)));
    }
    let closing = lower.starts_with('/');
    let lower = lower.trim_start_matches('/').trim_end().trim_end_matches('/');
    let (name, attributes) = lower.split_once(char::is_whitespace).unwrap_or((lower, ""));
    let name = name.split_once(':').map_or(name, |(_, local)| local);
    // "<a and b>" is text: attributes have an equals sign.
    if !attributes.trim().is_empty() && (closing || !attributes.contains('=')) {
        return None;
    }
    let (_, block) = TAGS.iter().find(|(known, _)| *known == name)?;
    let mark = match (name, block) {
        ("br", _) => Some(BREAK),
        (_, true) => Some(PARAGRAPH),
        _ => None,
    };
    Some((end + 1, mark))
}

/// Turns every run of white space into one blank, drops control characters and trims.
fn collapse(text: &str, out: &mut String) {
    let mut gap = false;
    for char in text.chars() {
        if char.is_whitespace() && !matches!(char, '\u{B}' | '\u{C}' | '\u{85}') {
            gap = true;
        } else if !char.is_control() && char != '\u{FEFF}' {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: &str) {
        assert_eq!(clean(raw), want, "{raw:?}");
        // What is clean stays as it is, and is not copied.
        if !want.is_empty() {
            assert_eq!(clean(want), want, "again: {want:?}");
        }
    }

    #[test]
    fn lines_and_blanks() {
        check("", "");
        check("plain", "plain");
        check("two  blanks", "two blanks");
        check("one\n  two\r\nthree\rfour", "one two three four");
        check("one\n# a comment\n #text", "one #text");
        check("# first is text", "# first is text");
        check("no\u{A0}break\tand tab", "no break and tab");
        check("a\u{1}b\u{C}c\u{85}d\u{FEFF}", "abcd");
        check("漢字 かな", "漢字 かな");
    }

    #[test]
    fn references() {
        check("D&ouml;ring", "Döring");
        check("D&amp;ouml;ring", "Döring");
        check("R&amp;D, R&D, AT&T", "R&D, R&D, AT&T");
        check("&#233;&#xE9;&#2\n33;", "ééé");
        check("&#150; &#8211;", "– –");
        check("caf&eacute and &unknown; &#; &#x; &", "café and &unknown; &#; &#x; &");
        check("?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3");
        check("&#1114112; &#55296;", "\u{FFFD} \u{FFFD}");
    }

    #[test]
    fn tags_go_and_text_stays() {
        check("A <i>title</i> with 3 < 4 and B>C", "A title with 3 < 4 and B>C");
        check("R<sup>2</sup> and H<sub>2</sub>O", "R2 and H2O");
        check("RePEc:xyz<br />", "RePEc:xyz");
        check("one<br>two<p class=\"x\">three", "one two three");
        check("x <a and b> y, <unknown>, <>, < i>", "x <a and b> y, <unknown>, <>, < i>");
        check("<a href=\"http://x.example\">link</a>", "link");
        check("a <!-- b --> c <!-- open", "a c <!-- open");
        check("&lt;b&gt;bold&lt;/b&gt; and 3 &lt; 4", "bold and 3 < 4");
        check("<jats:p>text</jats:p>", "text");
        check("p<0.05 and q<i", "p<0.05 and q<i");
    }

    #[test]
    fn words_for_nothing() {
        for word in ["None", "(bilgi yok)", "N/A", " null "] {
            check(word, "");
        }
        check("None of these", "None of these");
        check("Nan", "Nan");
    }

    #[test]
    fn paragraphs_are_kept() {
        for (raw, want) in [
            ("one", &["one"][..]),
            ("one\ntwo\n\n  three", &["one two", "three"]),
            ("one\n \n\n# comment\n\ntwo", &["one", "two"]),
            ("<p>one</p><p>two</p>", &["one", "two"]),
            ("one<br><br/>two<br>three", &["one", "two three"]),
            ("<br>one<br>", &["one"]),
            ("None", &[]),
            ("", &[]),
        ] {
            assert_eq!(paragraphs(raw), want, "{raw:?}");
        }
    }

    #[test]
    fn the_table_of_entities_is_sorted() {
        assert!(ENTITIES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
