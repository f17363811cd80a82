//! Text that may stand in XML 1.0, in an element or in a quoted attribute.
//!
//! For whoever writes XML: exports, OAI-PMH, feeds, the sitemap. Deliberately not here: reading XML.

/// Escapes text and leaves out what XML 1.0 has no place for: control characters but tab and line end,
/// and the two noncharacters of the last row (XML 1.0, production 2).
pub fn escape_into(text: &str, out: &mut String) {
    let (mut from, mut next) = (0, 0);
    while let Some(step) = text.as_bytes()[next..].iter().position(|&byte| MAY_NEED[usize::from(byte)]) {
        let at = next + step;
        let Some(c) = text[at..].chars().next() else { break };
        next = at + c.len_utf8();
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\u{fffe}' | '\u{ffff}' => "",
            c if c.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = next;
    }
    out.push_str(&text[from..]);
}

/// First bytes of characters of which some are escaped or left out; most texts have few of them.
const MAY_NEED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let control = byte < 0x20 && byte != b'\n' as usize && byte != b'\t' as usize;
        table[byte] = control || matches!(byte as u8, b'&' | b'<' | b'>' | b'"' | 0x7f | 0xc2 | 0xef);
        byte += 1;
    }
    table
};

/// [`escape_into`], as a new text.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_holds() {
        let check = |text, expected: &str| assert_eq!(escaped(text), expected);
        check("plain é 김", "plain é 김");
        check("<a b=\"c\">&amp;'", "&lt;a b=&quot;c&quot;&gt;&amp;amp;'");
        check("a\u{0}\u{b}\u{1b}\r\n\tb\u{7f}\u{85}\u{fffe}\u{ffff}\u{fffd}", "a\n\tb\u{fffd}");
    }
}
