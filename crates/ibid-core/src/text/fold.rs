//! Folding: what two spellings have in common once case, accents, width and ligatures are gone.
//!
//! Latin, Greek and Cyrillic are decomposed (NFKD) and lose their marks; Han, kana and Hangul are
//! composed (NFKC), because decomposition takes Hangul syllables apart and voicing marks are no
//! accents. Scripts whose marks are vowels or part of letters (Devanagari, Thai …) keep them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use super::script::{continues_unit, is_dense, is_ignorable, is_settled};

/// The folded form of `text`: "Müller’s ﬁｎａｌ" gives "muller's final".
///
/// Punctuation stays, typographic quotes and dashes become their typewriter forms.
/// `fold(&fold(x)) == fold(x)`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded form of `text` to `out`. ASCII text costs one copy.
pub fn fold_into(text: &str, out: &mut String) {
    let ascii = text.bytes().take_while(u8::is_ascii).count();
    let from = out.len();
    out.push_str(&text[..ascii]);
    out[from..].make_ascii_lowercase();
    let mut rest = &text[ascii..];
    while let Some(c) = rest.chars().next() {
        let unit = if is_dense(c) { unit_len(rest) } else { c.len_utf8() };
        if is_dense(c) {
            fold_unit(&rest[..unit], out);
        } else {
            fold_char(c, out);
        }
        rest = &rest[unit..];
    }
}

/// Length in bytes of the first character of `text` with all that completes it.
pub(super) fn unit_len(text: &str) -> usize {
    text.char_indices().skip(1).find(|&(_, c)| !continues_unit(c)).map_or(text.len(), |(at, _)| at)
}

/// Folds one character of a dense script with its marks.
pub(super) fn fold_unit(unit: &str, out: &mut String) {
    let mut chars = unit.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && is_settled(c)
    {
        out.push(c);
        return;
    }
    for c in unit.chars().filter(|&c| !is_ignorable(c)).nfkc() {
        out.extend(c.to_lowercase());
    }
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if matches!(c, 'а'..='и' | 'к'..='я') {
        out.push(c);
    } else if let Some(plain) = special(c) {
        out.push_str(plain);
    } else if matches!(c, '\u{3200}'..='\u{33ff}' | '\u{1f200}'..='\u{1f2ff}') {
        fold_unit(c.encode_utf8(&mut [0; 4]), out);
    } else {
        decompose_compatible(c, |part| fold_part(part, out));
    }
}

fn fold_part(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if let Some(plain) = special(c) {
        out.push_str(plain);
    } else if !is_accent(c) && !is_ignorable(c) {
        for lower in c.to_lowercase().filter(|&lower| !is_accent(lower)) {
            match special(lower) {
                Some(plain) => out.push_str(plain),
                None => out.push(lower),
            }
        }
    }
}

/// Marks that folding takes off: those on Latin, Greek and Cyrillic letters, Hebrew points, Arabic
/// vowel signs and the Arabic stretching line.
fn is_accent(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x05bf | 0x05c1..=0x05c7
        | 0x0640 | 0x064b..=0x065f | 0x0670 | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

/// Letters that decomposition does not take apart, and typographic punctuation.
fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' | 'ǽ' | 'Ǽ' | 'ǣ' | 'Ǣ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' | 'ǿ' | 'Ǿ' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => "d",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "ng",
        'ĸ' => "k",
        'ə' | 'Ə' => "e",
        'ƒ' => "f",
        'ς' => "σ",
        '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | '‚' | '‛' | '′' | '´' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        _ => return None,
    })
}

/// Appends `text` folded with its umlauts written out (Müller → mueller, Ågård → aagaard).
/// False, with nothing appended, when it has none: only what German, Danish, Norwegian and Swedish
/// write with two letters when the one is missing.
pub(super) fn fold_expanded(text: &str, out: &mut String) -> bool {
    if !text.chars().any(|c| c == '\u{308}' || expanded(c).is_some()) {
        return false;
    }
    for c in text.nfc() {
        match expanded(c) {
            Some(pair) => out.push_str(pair),
            None => fold_char(c, out),
        }
    }
    true
}

fn expanded(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        _ => return None,
    })
}

/// Writes to `out` the folded name `word` with ae, oe, ue drawn together as in Mueller → muller.
/// False, with nothing written, when there is nothing to draw together. After a vowel or q (Bauer,
/// Queens), at the end (Monroe) and before a last l (Michael, Samuel) the two letters are two sounds.
pub(super) fn fold_collapsed(word: &str, out: &mut String) -> bool {
    let bytes = word.as_bytes();
    let drawn = |at: usize| {
        bytes[at] == b'e'
            && at > 0
            && matches!(bytes[at - 1], b'a' | b'o' | b'u')
            && !(at > 1 && matches!(bytes[at - 2], b'a' | b'e' | b'i' | b'o' | b'u' | b'q' | b'y'))
            && !matches!(&bytes[at + 1..], b"" | b"l")
    };
    if !word.is_ascii() || !(0..bytes.len()).any(drawn) {
        return false;
    }
    out.extend((0..bytes.len()).filter(|&at| !drawn(at)).map(|at| char::from(bytes[at])));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded, "{text:?}");
    }

    #[test]
    fn folding() {
        check("Plain ASCII, 2SLS", "plain ascii, 2sls");
        check("Müller", "muller");
        check("Mu\u{308}ller", "muller");
        check("GROSS Größe ẞ", "gross grosse ss");
        check("Łódź Đorđe Øre Æsop cœur", "lodz dorde ore aesop coeur");
        check("İstanbul ılık IŞIK", "istanbul ilik isik");
        check("ｆｕｌｌ　Ｗｉｄｔｈ１２", "full width12");
        check("ﬁnancial ﬂow", "financial flow");
        check("Żółć naïve Éire", "zolc naive eire");
        check("Þórður ħ ŧ", "thordur h t");
        check("“don’t” – ‘so’ «x»…", "\"don't\" - 'so' \"x\"...");
        check("no\u{a0}break", "no break");
        check("Ελλάς ΣΟΦΟΣ", "ελλασ σοφοσ");
        check("Ёлка Чайковский", "елка чаиковскии");
        check("Київ", "київ".replace('ї', "і").as_str());
        check("한국은행", "한국은행");
        check("\u{1112}\u{1161}\u{11ab}국", "한국");
        check("日本の ガ ｶﾞ か\u{3099}", "日本の ガ ガ が");
        check("हिन्दी", "हिन्दी");
        check("ไทยที่", "ไทยที่");
        check("כָּתַב", "כתב");
        check("مُحَمَّد", "محمد");
        check("co\u{ad}op 葛\u{e0100}", "coop 葛");
        check("℡ ㎏ ½ x²", "tel kg 1⁄2 x2");
        check("㈎ ㌔", "(가) キロ");
        check("Nguyễn Văn Ước", "nguyen van uoc");
        check("", "");
    }

    #[test]
    fn umlauts_written_out() {
        let cases: [(&str, Option<&str>); 6] = [
            ("Müller", Some("mueller")),
            ("Mu\u{308}ller", Some("mueller")),
            ("Ågård", Some("aagaard")),
            ("Sørensen", Some("soerensen")),
            ("Étienne", None),
            ("Muller", None),
        ];
        for (word, expected) in cases {
            let mut out = String::new();
            assert_eq!(fold_expanded(word, &mut out).then_some(out.as_str()), expected, "{word}");
        }
    }

    #[test]
    fn umlauts_drawn_together() {
        let cases: [(&str, Option<&str>); 12] = [
            ("mueller", Some("muller")),
            ("goethe", Some("gothe")),
            ("boehm", Some("bohm")),
            ("schaeffer", Some("schaffer")),
            ("michael", None),
            ("samuel", None),
            ("bauer", None),
            ("queens", None),
            ("monroe", None),
            ("sue", None),
            ("e", None),
            ("muller", None),
        ];
        for (word, expected) in cases {
            let mut out = String::new();
            assert_eq!(fold_collapsed(word, &mut out).then_some(out.as_str()), expected, "{word}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_does_not_matter(text in "[a-zA-Zäöüéñçåøœ ]{0,40}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
