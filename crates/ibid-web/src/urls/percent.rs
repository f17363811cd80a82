//! Percent encoding and decoding of path segments and query strings.

use std::borrow::Cow;

/// Which bytes stand for themselves.
type Table = [bool; 256];

/// In a path segment: RFC 3986 `pchar`, without the percent sign and the apostrophe, which careless
/// readers of pages trip over.
const SEGMENT: Table = table(b"-._~!$&()*+,;=:@");
const QUERY: Table = table(b"-._~:,*()!");

const fn table(marks: &[u8]) -> Table {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
}

/// One path segment; a slash in it is encoded.
pub(crate) fn segment(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| SEGMENT[usize::from(byte)]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(3 * text.len());
    encode(text, &SEGMENT, &mut out);
    Cow::Owned(out)
}

/// A name or value in a query string; blanks become `+`.
pub(crate) fn query(text: &str) -> String {
    let mut out = String::with_capacity(2 * text.len());
    query_into(text, &mut out);
    out
}

/// The same, added to `out`.
pub(crate) fn query_into(text: &str, out: &mut String) {
    for (at, part) in text.split(' ').enumerate() {
        if at > 0 {
            out.push('+');
        }
        encode(part, &QUERY, out);
    }
}

fn encode(text: &str, stands: &Table, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|&byte| !stands[usize::from(byte)]) {
        let byte = rest[at];
        // What stands for itself is ASCII, so this ends where a character does.
        let from = text.len() - rest.len();
        out.push_str(text.get(from..from + at).unwrap_or(""));
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        rest = &rest[at + 1..];
    }
    out.push_str(&text[text.len() - rest.len()..]);
}

/// Decodes a path or a part of one. `None` when it is no UTF-8, holds control characters or a percent
/// sign that encodes nothing.
pub(crate) fn decode(text: &str) -> Option<String> {
    decode_bytes(text.as_bytes()).filter(|text| !text.contains(char::is_control))
}

/// Decodes a query string into its pairs, in order. `None` as for [`decode`], except that line ends
/// and tabs are let through: people paste them into boxes.
pub(crate) fn decode_pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = decode_lines(text)?.into_iter();
    Some(pairs.map(|(name, value)| (name.replace('\n', " "), value.replace('\n', " "))).collect())
}

/// The same for programs, which send no control characters at all.
pub(crate) fn decode_strictly(text: &str) -> Option<Vec<(String, String)>> {
    let value = |text: &str| decode(&text.replace('+', " "));
    let pair = |pair: &str| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        Some((value(name)?, value(text)?))
    };
    text.split('&').filter(|it| !it.is_empty()).map(pair).collect()
}

/// The same with line ends kept, for boxes of several lines.
pub(crate) fn decode_lines(text: &str) -> Option<Vec<(String, String)>> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode_value(name)?, decode_value(value)?))
        })
        .collect()
}

fn decode_value(text: &str) -> Option<String> {
    let text = decode_bytes(text.replace('+', " ").as_bytes())?;
    let text = text.replace("\r\n", "\n").replace(['\r', '\t'], " ");
    (!text.contains(|c: char| c.is_control() && c != '\n')).then_some(text)
}

fn decode_bytes(bytes: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let digit = |offset| bytes.get(at + offset).and_then(|&b| char::from(b).to_digit(16));
            out.push((digit(1)? * 16 + digit(2)?) as u8);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_come_back() {
        for text in ["gd11-190", "a/b?c#d", "50%", "v:140", "é漢字", "\"<>'", "..", "a b+c"] {
            let encoded = segment(text);
            assert!(!encoded.contains(['/', '?', '#', '"', '<', '>', '\'', ' ']), "{encoded}");
            assert_eq!(decode(&encoded).as_deref(), Some(text), "{encoded}");
        }
    }

    #[test]
    fn queries_come_back() {
        for text in ["monetary policy", "a+b & c=d", "\"circa 1950\"", "李 #1", "100%"] {
            let line = format!("q={}", query(text));
            assert_eq!(decode_pairs(&line), Some(vec![("q".into(), text.into())]), "{line}");
        }
    }

    #[test]
    fn what_encodes_nothing_is_refused() {
        for bad in ["%", "%2", "%zz", "%ff", "%c3%28", "%00", "a%0Ab", "%e2%82"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(decode_pairs("q=%00"), None);
        assert_eq!(decode_pairs("q=%ff"), None);
    }

    #[test]
    fn odd_queries_are_read_without_fuss() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let expected: Vec<_> = expected.iter().map(|&(n, v)| (n.to_owned(), v.to_owned())).collect();
            assert_eq!(decode_pairs(text), Some(expected), "{text}");
        };
        check("", &[]);
        check("&&", &[]);
        check("q", &[("q", "")]);
        check("=x&q=1=2", &[("", "x"), ("q", "1=2")]);
        check("q=a%0Ab", &[("q", "a b")]);
    }
}
