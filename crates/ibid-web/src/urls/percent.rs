//! Percent encoding and decoding of path segments and query strings.

/// Characters that stand for themselves in a path segment (RFC 3986 `pchar`, without the percent
/// sign and the apostrophe, which careless readers of pages trip over).
fn stands_in_segment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&()*+,;=:@".contains(&byte)
}

fn stands_in_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:,*()!".contains(&byte)
}

/// One path segment; a slash in it is encoded.
pub(crate) fn segment(text: &str) -> String {
    encode(text, stands_in_segment)
}

/// A name or value in a query string; blanks become `+`.
pub(crate) fn query(text: &str) -> String {
    encode(text, |byte| stands_in_query(byte) || byte == b' ').replace(' ', "+")
}

fn encode(text: &str, stands: impl Fn(u8) -> bool) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stands(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

/// Decodes a path or a part of one. `None` when it is no UTF-8, holds control characters or a percent
/// sign that encodes nothing.
pub(crate) fn decode(text: &str) -> Option<String> {
    decode_bytes(text.as_bytes()).filter(|text| !text.contains(char::is_control))
}

/// Decodes a query string into its pairs, in order. `None` as for [`decode`], except that line ends
/// and tabs are let through: people paste them into boxes.
pub(crate) fn decode_pairs(text: &str) -> Option<Vec<(String, String)>> {
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
    let text = text.replace(['\r', '\n', '\t'], " ");
    (!text.contains(char::is_control)).then_some(text)
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
