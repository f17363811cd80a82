//! Languages by code and name, and the script a text is written in.
//!
//! Enough to label a record and to set `lang` and `dir` right. Deliberately not here: guessing which
//! language a Latin text is in.

use crate::language_table::LANGUAGES;

/// The English name of an ISO 639-1 code in lower case: `ko` → "Korean".
pub fn name(code: &str) -> Option<&'static str> {
    find(code).map(|(_, english, _)| english)
}

/// What speakers call the language, the English name where we do not know: `ko` → "한국어".
pub fn own_name(code: &str) -> Option<&'static str> {
    find(code).map(|(_, english, own)| if own.is_empty() { english } else { own })
}

/// The code meant by what people write in a language field: `EN`, `en-US`, `eng`, `English`, `한국어`.
pub fn code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let word = text.split(['-', '_']).next().unwrap_or("").trim();
    match word.len() {
        2 if word.is_ascii() => {
            let folded = word.to_ascii_lowercase();
            find(&folded).map(|(code, ..)| code)
        }
        3 if word.is_ascii() => {
            THREE_LETTERS.iter().find(|(long, _)| word.eq_ignore_ascii_case(long)).map(|&(_, short)| short)
        }
        _ => {
            let same = |name: &str| !name.is_empty() && name.to_lowercase() == text.to_lowercase();
            LANGUAGES.iter().find(|(_, english, own)| same(english) || same(own)).map(|&(code, ..)| code)
        }
    }
}

/// The code of three letters libraries have for one of two (ISO 639-2, the bibliographic sort): `de` →
/// "ger". `None` for languages economists seldom publish in.
pub fn bibliographic(code: &str) -> Option<&'static str> {
    THREE_LETTERS.iter().find(|(_, short)| *short == code).map(|&(long, _)| long)
}

/// Whether the language is written from right to left. Takes a code or a tag: `ar`, `ar-EG`.
pub fn is_rtl(code: &str) -> bool {
    let code = code.split('-').next().unwrap_or("");
    matches!(code, "ar" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi")
}

fn find(code: &str) -> Option<(&'static str, &'static str, &'static str)> {
    LANGUAGES.binary_search_by(|(known, ..)| (*known).cmp(code)).ok().map(|at| LANGUAGES[at])
}

/// ISO 639-2 codes, both sorts and the bibliographic one first, of the languages economists publish in most.
const THREE_LETTERS: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("cze", "cs"),
    ("ces", "cs"),
    ("dut", "nl"),
    ("nld", "nl"),
    ("eng", "en"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("ger", "de"),
    ("deu", "de"),
    ("gre", "el"),
    ("ell", "el"),
    ("hun", "hu"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("pol", "pl"),
    ("por", "pt"),
    ("rum", "ro"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("spa", "es"),
    ("esp", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("ukr", "uk"),
];

/// A writing system, as coarse as `lang` and fonts need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Hebrew,
    Arabic,
    Devanagari,
    /// The other scripts of India, Sri Lanka and their neighbours, Tibetan included.
    Indic,
    Thai,
    /// Lao, Khmer, Burmese.
    SoutheastAsian,
    Ethiopic,
    Han,
    /// Hiragana and katakana, and Han among them.
    Kana,
    /// Hangul, and Han among it.
    Hangul,
    /// Letters of any other script.
    Other,
    /// No letters at all: digits, signs, nothing.
    Common,
}

impl Script {
    pub fn is_rtl(self) -> bool {
        matches!(self, Script::Hebrew | Script::Arabic)
    }

    /// A BCP 47 tag for text known only by its script: `ja` and `ko` where the script settles the
    /// language, else an undetermined language in that script. `None` when it says nothing.
    pub fn tag(self) -> Option<&'static str> {
        Some(match self {
            Script::Latin => "und-Latn",
            Script::Greek => "el",
            Script::Cyrillic => "und-Cyrl",
            Script::Armenian => "hy",
            Script::Georgian => "ka",
            Script::Hebrew => "he",
            Script::Arabic => "und-Arab",
            Script::Devanagari => "und-Deva",
            Script::Thai => "th",
            Script::Ethiopic => "und-Ethi",
            Script::Han => "und-Hani",
            Script::Kana => "ja",
            Script::Hangul => "ko",
            Script::Indic | Script::SoutheastAsian | Script::Other | Script::Common => return None,
        })
    }

    /// Whether text in this language would normally be in this script.
    pub fn fits(self, language: &str) -> bool {
        match language {
            "ja" => matches!(self, Script::Kana | Script::Han | Script::Common),
            "zh" => matches!(self, Script::Han | Script::Common),
            "ko" => matches!(self, Script::Hangul | Script::Han | Script::Common),
            "el" => matches!(self, Script::Greek | Script::Common),
            "ar" | "fa" | "ps" | "sd" | "ug" | "ur" => {
                matches!(self, Script::Arabic | Script::Common)
            }
            "he" | "yi" => matches!(self, Script::Hebrew | Script::Common),
            "ba" | "be" | "bg" | "ce" | "cv" | "kk" | "ky" | "mk" | "mn" | "ru" | "tg" | "tt" | "uk" => {
                matches!(self, Script::Cyrillic | Script::Common)
            }
            "sr" | "bs" | "az" | "uz" => {
                matches!(self, Script::Cyrillic | Script::Latin | Script::Common)
            }
            "hi" | "mr" | "ne" | "sa" => matches!(self, Script::Devanagari | Script::Common),
            "as" | "bn" | "bo" | "dz" | "gu" | "kn" | "ml" | "or" | "pa" | "si" | "ta" | "te" => {
                matches!(self, Script::Indic | Script::Common)
            }
            "th" => matches!(self, Script::Thai | Script::Common),
            "km" | "lo" | "my" => matches!(self, Script::SoutheastAsian | Script::Common),
            "hy" => matches!(self, Script::Armenian | Script::Common),
            "ka" => matches!(self, Script::Georgian | Script::Common),
            "am" | "ti" => matches!(self, Script::Ethiopic | Script::Common),
            _ => matches!(self, Script::Latin | Script::Common),
        }
    }
}

/// The script most letters of a text are in. Text with any kana is [`Script::Kana`] and with any Hangul
/// [`Script::Hangul`] when most of it is East Asian, however much Han there is.
pub fn script(text: &str) -> Script {
    if text.is_ascii() {
        let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
        return if letters { Script::Latin } else { Script::Common };
    }
    let mut counts = [0u32; Script::Common as usize];
    for found in text.chars().map(script_of).filter(|&found| found != Script::Common) {
        // A character of these says as much as about three letters.
        let dense = matches!(found, Script::Han | Script::Kana | Script::Hangul);
        counts[found as usize] += if dense { 3 } else { 1 };
    }
    let [han, kana, hangul] = [Script::Han, Script::Kana, Script::Hangul].map(|it| counts[it as usize]);
    if kana + hangul > 0 {
        counts[Script::Han as usize] = 0;
        let owner = if kana >= hangul { Script::Kana } else { Script::Hangul };
        counts[owner as usize] += han;
    }
    let most = counts.iter().copied().max().filter(|&most| most > 0);
    let at = most.and_then(|most| counts.iter().position(|&count| count == most));
    at.map_or(Script::Common, |at| ALL[at])
}

/// In the order of the enumeration.
const ALL: [Script; Script::Common as usize] = [
    Script::Latin,
    Script::Greek,
    Script::Cyrillic,
    Script::Armenian,
    Script::Georgian,
    Script::Hebrew,
    Script::Arabic,
    Script::Devanagari,
    Script::Indic,
    Script::Thai,
    Script::SoutheastAsian,
    Script::Ethiopic,
    Script::Han,
    Script::Kana,
    Script::Hangul,
    Script::Other,
];

fn script_of(c: char) -> Script {
    match c as u32 {
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x24f | 0x250..=0x2af => Script::Latin,
        0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xfb00..=0xfb06 => Script::Latin,
        0xff21..=0xff3a | 0xff41..=0xff5a => Script::Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Script::Cyrillic,
        0x530..=0x58f => Script::Armenian,
        0x10a0..=0x10ff | 0x1c90..=0x1cbf | 0x2d00..=0x2d2f => Script::Georgian,
        0x590..=0x5ff | 0xfb1d..=0xfb4f => Script::Hebrew,
        0x600..=0x6ff | 0x750..=0x77f | 0x870..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfefc => Script::Arabic,
        0x900..=0x97f | 0xa8e0..=0xa8ff => Script::Devanagari,
        0x980..=0xdff | 0xf00..=0xfff => Script::Indic,
        0xe00..=0xe7f => Script::Thai,
        0xe80..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff => Script::SoutheastAsian,
        0x1200..=0x139f | 0x2d80..=0x2ddf => Script::Ethiopic,
        0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Script::Hangul,
        0x3041..=0x3096 | 0x309d..=0x309f | 0x30a1..=0x30fa | 0x30fd..=0x30ff => Script::Kana,
        0x31f0..=0x31ff | 0xff66..=0xff6f | 0xff71..=0xff9d => Script::Kana,
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff => Script::Han,
        0xf900..=0xfaff | 0x20000..=0x3ffff => Script::Han,
        _ if c.is_alphabetic() => Script::Other,
        _ => Script::Common,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Script) {
        assert_eq!(script(text), want, "{text:?}");
    }

    #[test]
    fn scripts() {
        for (text, want) in [
            ("", Script::Common),
            ("1955-1960 (!)", Script::Common),
            ("Exchange rates", Script::Latin),
            ("Đổi mới và tăng trưởng", Script::Latin),
            ("ＦＤＩ", Script::Latin),
            ("Газеты корейцев русского Дальнего Востока", Script::Cyrillic),
            ("Ελληνικά", Script::Greek),
            ("植民地期朝鮮の農業", Script::Kana),
            ("中国经济增长", Script::Han),
            ("북한 경제", Script::Hangul),
            ("北韓 經濟의 成長", Script::Hangul),
            ("GDP 통계", Script::Hangul),
            ("OLS and GMM の", Script::Latin),
            ("اقتصاد", Script::Arabic),
            ("כלכלה", Script::Hebrew),
            ("अर्थशास्त्र", Script::Devanagari),
            ("பொருளியல்", Script::Indic),
            ("เศรษฐศาสตร์", Script::Thai),
            ("የኢኮኖሚ", Script::Ethiopic),
            ("ᏣᎳᎩ", Script::Other),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn directions_and_tags() {
        assert!(script("اقتصاد").is_rtl() && script("כלכלה").is_rtl());
        assert!(!script("Economics").is_rtl());
        for (code, want) in [("ar", true), ("fa-IR", true), ("he", true), ("en", false), ("", false)] {
            assert_eq!(is_rtl(code), want, "{code}");
        }
        assert_eq!(script("植民地期の").tag(), Some("ja"));
        assert_eq!(script("12").tag(), None);
    }

    #[test]
    fn scripts_fit_languages() {
        for (text, language, fits) in [
            ("植民地期の", "ja", true),
            ("植民", "ja", true),
            ("Colonial", "ja", false),
            ("Colonial", "en", true),
            ("Русский", "en", false),
            ("Русский", "ru", true),
            ("1950", "ko", true),
            ("북한", "ko", true),
        ] {
            assert_eq!(script(text).fits(language), fits, "{text} {language}");
        }
    }

    #[test]
    fn codes() {
        for (text, want) in [
            ("en", Some("en")),
            ("EN", Some("en")),
            (" en-US ", Some("en")),
            ("pt_BR", Some("pt")),
            ("eng", Some("en")),
            ("English", Some("en")),
            ("ENGLISH", Some("en")),
            ("español", Some("es")),
            ("한국어", Some("ko")),
            ("xx", None),
            ("Klingon", None),
            ("None", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(code(text), want, "{text:?}");
        }
    }

    #[test]
    fn names() {
        for (code, english, own) in
            [("ko", "Korean", "한국어"), ("aa", "Afar", "Afar"), ("en", "English", "English")]
        {
            assert_eq!((name(code), own_name(code)), (Some(english), Some(own)), "{code}");
        }
        assert_eq!(name("KO"), None);
    }

    #[test]
    fn the_table_is_sorted_and_clean() {
        assert!(LANGUAGES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(LANGUAGES.len() >= 183);
        for (code, english, _) in LANGUAGES {
            assert!(code.len() == 2 && !english.is_empty(), "{code}");
        }
        assert!(THREE_LETTERS.iter().all(|(_, short)| find(short).is_some()));
        for (at, script) in ALL.iter().enumerate() {
            assert_eq!(*script as usize, at);
        }
    }
}
