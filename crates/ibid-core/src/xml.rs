//! Text that may stand in XML 1.0, in an element or in a quoted attribute.
//!
//! For whoever writes XML: exports, OAI-PMH, feeds, the sitemap. Deliberately not here: reading XML.

/// Escapes text and leaves out what XML 1.0 has no place for: control characters but tab and line end,
/// and the two noncharacters of the last row (XML 1.0, production 2).
pub fn escape_into(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' | '\t' => continue,
            '\u{fffe}' | '\u{ffff}' => "",
            c if c.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
}

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
