//! Bytes that are not UTF-8, turned into text line by line. Byte order marks and UTF-16 are dealt with
//! before (`source.rs`); what the text means is dealt with after.

use crate::diagnostic::{Diagnostic, Remarks, Severity};
use crate::fields::Line;
use crate::template::Template;

/// Puts the text of a template that is not UTF-8 into `text`: every line that is not is decoded as
/// Windows-1252 (or 1251 when its words are Cyrillic), `lines` is moved along, and it is reported.
pub(crate) fn decode(bytes: &[u8], lines: &mut [Line], text: &mut String, remarks: &mut Remarks) {
    let cyrillic = is_cyrillic(bytes);
    let mut repair = Repair::default();
    text.clear();
    let mut number = lines.first().map_or(1, |line| line.number);
    for line in lines.iter_mut() {
        // Empty lines part paragraphs, so they are kept.
        for _ in number..line.number {
            text.push('\n');
        }
        number = line.number;
        let start = text.len() as u32;
        repair.line(&bytes[line.start as usize..line.end as usize], number, cyrillic, text);
        line.start = start;
        line.end = text.len() as u32;
    }
    repair.report(cyrillic, remarks);
}

/// Reports characters that have no business in a template, and text spoilt before it came here.
pub(crate) fn inspect(template: &Template<'_>, remarks: &mut Remarks) {
    if !is_suspect(template.raw.as_bytes()) {
        return;
    }
    let mut found = [(0u32, None::<(u32, u32)>); Oddity::COUNT];
    for field in template.fields.iter().filter(|field| is_suspect(field.raw.as_bytes())) {
        let mut from = 0;
        while let Some(next) = field.raw.as_bytes()[from..].iter().position(|byte| is_odd(*byte)) {
            let at = from + next;
            let Some(char) = field.raw[at..].chars().next() else { break };
            from = at + char.len_utf8();
            let Some(oddity) = Oddity::of(char, &field.raw[at..]) else { continue };
            if oddity == Oddity::Mojibake {
                from = at + spoilt(&field.raw[at..]).map_or(1, |(_, used)| used);
            }
            let (count, place) = &mut found[oddity as usize];
            *count += 1;
            place.get_or_insert_with(|| field.place(at));
        }
    }
    for (oddity, (count, place)) in Oddity::ALL.into_iter().zip(found) {
        if let Some((line, column)) = place {
            let (code, severity, what) = oddity.words();
            let message = format!("{count} {what}");
            let diagnostic = Diagnostic::new(code, severity, line, message).column(column);
            remarks.add(match oddity.fix(template, line) {
                Some(fix) => diagnostic.fix(fix),
                None => diagnostic,
            });
        }
    }
}

/// Whether there are bytes other than those of plain text, which is nearly never. Without branches inside,
/// so that many bytes are looked at at a time.
fn is_suspect(bytes: &[u8]) -> bool {
    bytes.chunks(4096).any(|chunk| chunk.iter().fold(false, |found, byte| found | is_odd(*byte)))
}

fn is_odd(byte: u8) -> bool {
    (byte.wrapping_sub(0x20) > 0x5E) & (byte != b'\n') & (byte != b'\r') & (byte != b'\t')
}

/// What can be odd about a character.
#[derive(Clone, Copy, PartialEq)]
enum Oddity {
    Control,
    Replacement,
    Private,
    Ligature,
    Mojibake,
}

impl Oddity {
    const ALL: [Oddity; 5] =
        [Oddity::Control, Oddity::Replacement, Oddity::Private, Oddity::Ligature, Oddity::Mojibake];
    const COUNT: usize = Self::ALL.len();

    fn of(char: char, rest: &str) -> Option<Oddity> {
        match char {
            '\t' | '\n' | '\r' | '\u{1A}' | ' '..='~' => None,
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some(Oddity::Control),
            '\u{FFFD}' => Some(Oddity::Replacement),
            '\u{E000}'..='\u{F8FF}' => Some(Oddity::Private),
            '\u{FB00}'..='\u{FB06}' => Some(Oddity::Ligature),
            'Â'..='ô' => spoilt(rest).map(|_| Oddity::Mojibake),
            _ => None,
        }
    }

    fn words(self) -> (&'static str, Severity, &'static str) {
        use Severity::{Note, Warning};
        match self {
            Oddity::Control => ("control-character", Warning, "control character(s); left out"),
            Oddity::Replacement => ("replacement-character", Warning, "character(s) that could not be read"),
            Oddity::Private => ("private-character", Warning, "character(s) of a private font"),
            Oddity::Ligature => ("ligature", Note, "ligature(s) as copied out of a PDF"),
            Oddity::Mojibake => ("mojibake", Note, "character(s) that were UTF-8 taken for Windows-1252"),
        }
    }

    /// The value as it should be, where that is certain and not too long to show.
    fn fix(self, template: &Template<'_>, line: u32) -> Option<String> {
        if self != Oddity::Mojibake {
            return None;
        }
        let field = template.fields.iter().rev().find(|field| field.line <= line)?;
        unspoil(&field.value()).filter(|fix| fix.len() <= 300)
    }
}

#[derive(Default)]
struct Repair {
    /// Lines decoded from one byte a character, and the first of them.
    lines: u32,
    first: u32,
    undefined: u32,
    first_undefined: u32,
}

impl Repair {
    fn line(&mut self, bytes: &[u8], number: u32, cyrillic: bool, text: &mut String) {
        // A mark at the start of a line is one whatever follows it.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if let Ok(line) = std::str::from_utf8(bytes) {
            text.push_str(line);
            return;
        }
        if self.lines == 0 {
            self.first = number;
        }
        self.lines += 1;
        if cyrillic {
            text.push_str(&encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0);
            return;
        }
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                let char = western(*byte);
                if char == char::REPLACEMENT_CHARACTER {
                    if self.undefined == 0 {
                        self.first_undefined = number;
                    }
                    self.undefined += 1;
                }
                text.push(char);
            }
        }
    }

    fn report(&self, cyrillic: bool, remarks: &mut Remarks) {
        let lines = self.lines;
        let s = if lines == 1 { "line is" } else { "lines are" };
        if cyrillic {
            let message = format!("{lines} {s} not UTF-8; read as Windows-1251");
            remarks.warning("windows-1251", self.first, message);
        } else if lines > 0 {
            let message = format!("{lines} {s} not UTF-8; read as Windows-1252");
            remarks.note("windows-1252", self.first, message);
        }
        if self.undefined > 0 {
            let count = self.undefined;
            let message = format!("{count} byte(s) that stand for nothing in Windows-1252");
            remarks.warning("undefined-byte", self.first_undefined, message);
        }
    }
}

/// A byte as Windows-1252; U+FFFD for the five bytes without a meaning.
pub(crate) fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
        '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[(byte - 0x80) as usize],
        _ => char::from(byte),
    }
}

/// The single byte a character came from when Windows-1252 was read.
pub(crate) fn western_byte(char: char) -> Option<u8> {
    match char as u32 {
        code @ (0..=0x7F | 0xA0..=0xFF) => Some(code as u8),
        // The five undefined bytes pass as control characters in sloppy decoders.
        code @ (0x81 | 0x8D | 0x8F | 0x90 | 0x9D) => Some(code as u8),
        _ => (0x80..=0x9F).find(|byte| western(*byte) == char),
    }
}

/// Whether the words with high bytes are mostly made of nothing but letters of Windows-1251.
/// In Western text a high byte stands among ASCII letters; a Cyrillic word is a run of them.
fn is_cyrillic(bytes: &[u8]) -> bool {
    let letter = |byte: &u8| matches!(byte, 0xA8 | 0xB8 | 0xC0..);
    if !bytes.windows(3).any(|run| run.iter().all(letter)) {
        return false;
    }
    let (mut pure, mut mixed) = (0u32, 0u32);
    for word in bytes.split(|b| !(b.is_ascii_alphabetic() || *b >= 0x80)) {
        let letters = word.iter().filter(|b| matches!(b, 0xA8 | 0xB8 | 0xC0..)).count();
        if letters == 0 || std::str::from_utf8(word).is_ok() {
            continue;
        }
        if letters == word.len() && letters >= 3 {
            pure += 1;
        } else if letters >= 3 || word.len() > letters {
            mixed += 1;
        }
    }
    pure > 0 && pure > mixed
}

/// Text whose UTF-8 bytes were once read as Windows-1252 and written as UTF-8 again, put right:
/// `Ricardoâ€™s` → `Ricardo’s`. `None` when there is nothing of the kind.
pub(crate) fn unspoil(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(char) = rest.chars().next() {
        if let Some((real, used)) = spoilt(rest) {
            out.push(real);
            rest = &rest[used..];
            found = true;
        } else {
            out.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    found.then_some(out)
}

/// A character spelt by the Windows-1252 reading of its UTF-8 bytes, and the length of that spelling.
fn spoilt(text: &str) -> Option<(char, usize)> {
    let lead = western_byte(text.chars().next()?)?;
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE2..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [0u8; 4];
    let mut used = 0;
    let mut chars = text.chars();
    for slot in &mut bytes[..count] {
        let char = chars.next()?;
        *slot = western_byte(char)?;
        used += char.len_utf8();
    }
    let real = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((real, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], want: &str, codes: &[&str]) {
        let mut remarks = Remarks::default();
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, line) in bytes.split(|b| *b == b'\n').enumerate() {
            let end = start + line.len() as u32;
            lines.push(Line { start, end, number: index as u32 + 1 });
            start = end + 1;
        }
        let mut text = String::new();
        match std::str::from_utf8(bytes) {
            Ok(valid) => text.push_str(valid),
            Err(_) => decode(bytes, &mut lines, &mut text, &mut remarks),
        }
        assert_eq!(text, want);
        let parts: Vec<&str> = lines.iter().map(|l| &text[l.start as usize..l.end as usize]).collect();
        assert_eq!(parts, want.split('\n').collect::<Vec<_>>());
        let said: Vec<&str> = remarks.take().iter().map(|d| d.code).collect();
        assert_eq!(said, codes, "{want}");
    }

    #[test]
    fn single_byte_text() {
        check("Ärger\nüber".as_bytes(), "Ärger\nüber", &[]);
        check(b"caf\xE9\nplain", "café\nplain", &["windows-1252"]);
        check(b"\x93quoted\x94 \x96 \x80", "“quoted” – €", &["windows-1252"]);
        check(b"x\x81y\x9Dz", "x\u{FFFD}y\u{FFFD}z", &["windows-1252", "undefined-byte"]);
        check(b"na\xC3\xAFve\ncaf\xE9", "naïve\ncafé", &["windows-1252"]);
        check(b"na\xC3\xAFve caf\xE9", "naïve café", &["windows-1252"]);
    }

    #[test]
    fn cyrillic_text() {
        check(b"Scheme: \xFD\xEA\xEE\xED\xEE\xEC\xE8\xEA\xE0", "Scheme: экономика", &["windows-1251"]);
        check(b"Universit\xE0 degli Studi, Citt\xE0", "Università degli Studi, Città", &["windows-1252"]);
        check(b"\xC9\xC9\xC9 Universit\xE9 \xC9cole", "ÉÉÉ Université École", &["windows-1252"]);
    }

    #[test]
    fn spoilt_text_is_put_right() {
        for (text, want) in [
            ("Ricardoâ€™s", Some("Ricardo’s")),
            ("caf\u{C3}\u{A9}", Some("café")),
            ("café", None),
            ("São", None),
            ("Ã", None),
            ("â€œoneâ€\u{9D}", Some("“one”")),
        ] {
            assert_eq!(unspoil(text).as_deref(), want, "{text}");
        }
    }
}
