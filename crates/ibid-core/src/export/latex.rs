//! Texts of records as values of BibTeX fields: what LaTeX would act on made harmless, names as BibTeX
//! parts them, capitals that must stay held by braces.
//!
//! For both dialects. Only ever what old programs read as well: classic BibTeX counts braces without
//! looking at backslashes and cuts an initial after one byte, so [`Letters::Ascii`] writes accents as
//! commands.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use super::{Source, line};
use crate::name::Name;

/// How letters with accents are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// As commands, for classic BibTeX: `{\'e}`. Other scripts stay as they are.
    Ascii,
    Unicode,
}

/// A BibTeX entry in the making, one field a line.
pub(super) struct Entry {
    out: String,
    letters: Letters,
}

impl Entry {
    pub(super) fn new(kind: &str, key: &str, letters: Letters) -> Entry {
        Entry { out: format!("@{kind}{{{key},\n"), letters }
    }

    /// A field of text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value, self.letters));
    }

    /// A title: its capitals stay capitals where a style would set it in small letters.
    pub(super) fn title(&mut self, value: &str, language: Option<&str>) {
        self.raw("title", &protected(value, language, self.letters));
    }

    pub(super) fn people(&mut self, name: &str, names: &[Name]) {
        let names: Vec<_> = names.iter().map(|name| person(name, self.letters)).collect();
        self.raw(name, &names.join(" and "));
    }

    fn pages(&mut self, source: &Source<'_>) {
        let value = match source.pages() {
            (first, "") => escaped(first, self.letters),
            (first, last) => escaped(first, self.letters) + "--" + &escaped(last, self.letters),
        };
        self.raw("pages", &value);
    }

    /// A field whose value needs no escape or has had it.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() && !name.is_empty() {
            let _ = writeln!(self.out, "  {name} = {{{value}}},");
        }
    }

    /// A field whose value is the name of a macro.
    pub(super) fn word(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let _ = writeln!(self.out, "  {name} = {value},");
        }
    }

    /// What both dialects say alike, from the pages on; `language` is what they call its field.
    pub(super) fn end(mut self, source: &Source<'_>, language: &str) -> String {
        let work = source.work;
        self.pages(source);
        self.text("chapter", &work.chapter);
        self.text("edition", &work.edition);
        self.text("version", &work.version);
        self.raw("doi", &address(&work.doi));
        self.text("isbn", &work.isbn);
        self.text("issn", source.issn);
        self.raw("url", &address(source.url()));
        let name = work.language.as_deref().and_then(crate::language::name).unwrap_or("");
        self.text(language, &name.to_lowercase());
        self.text("keywords", &work.keywords.join(", "));
        self.text("abstract", &source.summary());
        self.text("handle", work.handle.as_str());
        self.out.push_str("}\n");
        self.out
    }
}

/// A name as BibTeX parts it, the suffix in the middle: "King, Jr., Martin Luther". One without parts is
/// held by braces, as is a part with a comma or an "and" of its own, and a family name in small letters,
/// which would be taken for a particle.
fn person(name: &Name, letters: Letters) -> String {
    if name.whole || name.given.is_empty() {
        let text = escaped(&name.straight(), letters);
        // "others" ends a list of names, for biber even in braces.
        let begin = if text.eq_ignore_ascii_case("others") { "{{}" } else { "{" };
        return format!("{begin}{text}}}");
    }
    let part = |text: &str, held: bool| {
        let and = text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
        let held = held || and || text.contains(',');
        let text = escaped(text, letters);
        if held { format!("{{{text}}}") } else { text }
    };
    let small = name.family.starts_with(char::is_lowercase);
    let family = [part(&name.particle, false), part(&name.family, small)];
    let family = family.iter().map(String::as_str).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let parts = [family, part(&name.suffix, false), part(&name.given, false)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// One line with everything LaTeX would act on made harmless.
pub(super) fn escaped(text: &str, letters: Letters) -> String {
    let text = line(text);
    let text = if text.is_ascii() { text } else { text.nfc().collect() };
    let braces = if balanced(&text) { ["\\{", "\\}"] } else { ["\\textbraceleft{}", "\\textbraceright{}"] };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '{' => out.push_str(braces[0]),
            '}' => out.push_str(braces[1]),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            c if c.is_ascii() || letters == Letters::Unicode => out.push(c),
            c => accented(c, &mut out),
        }
    }
    out
}

fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    let step = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth >= 0
    };
    text.chars().all(step) && depth == 0
}

/// A letter with one accent as a command in braces; anything else as it is.
fn accented(c: char, out: &mut String) {
    let word = match c {
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'ı' => "i",
        _ => "",
    };
    if !word.is_empty() {
        out.extend(["{\\", word, "}"]);
        return;
    }
    let mut parts = [c].into_iter().nfd();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(base), Some(mark), None) if base.is_ascii_alphabetic() && command(mark).is_some() => {
            let command = command(mark).unwrap_or(' ');
            let blank = if command.is_alphabetic() { " " } else { "" };
            let _ = write!(out, "{{\\{command}{blank}{base}}}");
        }
        _ => out.push(c),
    }
}

/// The command that puts a combining mark on a letter, where most readers know it.
fn command(mark: char) -> Option<char> {
    Some(match mark {
        '\u{300}' => '`',
        '\u{301}' => '\'',
        '\u{302}' => '^',
        '\u{303}' => '~',
        '\u{304}' => '=',
        '\u{306}' => 'u',
        '\u{307}' => '.',
        '\u{308}' => '"',
        '\u{30a}' => 'r',
        '\u{30b}' => 'H',
        '\u{30c}' => 'v',
        '\u{327}' => 'c',
        '\u{328}' => 'k',
        _ => return None,
    })
}

/// A title escaped, with braces around words whose capitals are meant. Which those are depends on how it
/// is written: among small words every capital is, in a title with capitals throughout only those
/// within a word (GDP), in one all of capitals none.
fn protected(title: &str, language: Option<&str>, letters: Letters) -> String {
    let title = line(title);
    let shouted = !title.chars().any(char::is_lowercase);
    if shouted || !title.chars().any(char::is_uppercase) || !balanced(&title) {
        return escaped(&title, letters);
    }
    let headline = language.is_none_or(|it| it == "en") && is_headline(&title);
    let mut out = String::with_capacity(title.len() + 16);
    for (at, word) in title.split(' ').enumerate() {
        let meant = word.split(['-', '‐', '–']).enumerate().any(|(place, part)| {
            let mut capitals = part.chars().filter(|c| c.is_alphanumeric()).map(char::is_uppercase);
            let first = capitals.next().unwrap_or(false);
            capitals.any(|it| it) || (first && !headline && at + place > 0)
        });
        let word = escaped(word, letters);
        out.push_str(if at > 0 { " " } else { "" });
        match meant && !word.contains(['{', '}', '\\']) {
            true => out.extend(["{", &word, "}"]),
            false => out.push_str(&word),
        }
    }
    out
}

/// Whether most of the longer words begin with a capital.
fn is_headline(title: &str) -> bool {
    let words = title.split(|c: char| !c.is_alphanumeric()).skip(1);
    let long = words.filter(|word| word.chars().count() > 3);
    let (mut capital, mut small) = (0, 0);
    for word in long {
        let first = word.chars().next().unwrap_or(' ');
        capital += usize::from(first.is_uppercase());
        small += usize::from(first.is_alphabetic() && !word.contains(char::is_uppercase));
    }
    capital > small
}

/// Addresses are printed as they are, but for what would end the field.
fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Agent;

    #[test]
    fn specials() {
        let check = |text, expected: &str| assert_eq!(escaped(text, Letters::Unicode), expected);
        check("5% & $3 #1 a_b", "5\\% \\& \\$3 \\#1 a\\_b");
        check("{a} }b{", "\\textbraceleft{}a\\textbraceright{} \\textbraceright{}b\\textbraceleft{}");
        check("{a{b}}", "\\{a\\{b\\}\\}");
        check(
            "a\\b ~^ <|>",
            "a\\textbackslash{}b \\textasciitilde{}\\textasciicircum{} \\textless{}\\textbar{}\\textgreater{}",
        );
        check("1950--1961\n\t ``so'' \"it\" is", "1950--1961 ``so'' \"it\" is");
        check("Élie 김 \u{202e} x", "Élie 김 x");
    }

    #[test]
    fn accents_as_commands() {
        let check = |text, expected: &str| assert_eq!(escaped(text, Letters::Ascii), expected);
        check("Élie Müller", "{\\'E}lie M{\\\"u}ller");
        check("ï í ĵ į", "{\\\"i} {\\'i} {\\^j} {\\k i}");
        check("šçąőğāżåñòȯ", "{\\v s}{\\c c}{\\k a}{\\H o}{\\u g}{\\=a}{\\.z}{\\r a}{\\~n}{\\`o}{\\.o}");
        check("ß Æø Łı œ", "{\\ss} {\\AE}{\\o} {\\L}{\\i} {\\oe}");
        check("e\u{301}", "{\\'e}");
        check("ế ạ đ 김 – “x”", "ế ạ đ 김 – “x”");
    }

    #[test]
    fn names() {
        let check = |name: &str, expected: &str| {
            let name = Name::of(&Agent { name: name.to_owned(), ..Agent::default() });
            assert_eq!(person(&name, Letters::Unicode), expected);
        };
        check("Mitsuhiko Kimura", "Kimura, Mitsuhiko");
        check("Jan van der Berg", "van der Berg, Jan");
        check("Martin Luther King, Jr.", "King, Jr., Martin Luther");
        check("García Márquez, Gabriel", "García Márquez, Gabriel");
        check("Bank of Japan, Tokyo", "{Bank of Japan, Tokyo}");
        check("Ministry of Trade and Industry", "{Ministry of Trade and Industry}");
        check("Plato", "{Plato}");
        check("bell hooks", "{hooks}, bell");
        check("others", "{{}others}");
        check("김철수", "김, 철수");
        check("Rock and Roll, Jane", "{Rock and Roll}, Jane");
        check("}{, A.", "\\textbraceright{}\\textbraceleft{}, A.");
    }

    #[test]
    fn a_family_name_with_a_comma_is_one() {
        let agent = Agent { first: "A, B".into(), last: "Smith, Jones".into(), ..Agent::default() };
        assert_eq!(person(&Name::of(&agent), Letters::Unicode), "{Smith, Jones}, {A, B}");
    }

    #[test]
    fn capitals_that_are_meant() {
        let check = |title, language, expected: &str| {
            assert_eq!(protected(title, language, Letters::Unicode), expected);
        };
        check("The origins of markets in North Korea", None, "The origins of markets in {North} {Korea}");
        check("The Origins of Markets in North Korea", None, "The Origins of Markets in North Korea");
        check("Measuring GDP: The eBay Approach", Some("en"), "Measuring {GDP:} The {eBay} Approach");
        check(
            "Die Ursachen der Teuerung in Preußen",
            Some("de"),
            "Die {Ursachen} der {Teuerung} in {Preußen}",
        );
        check("THE ROLE OF GDP", None, "THE ROLE OF GDP");
        check(
            "Trade without Treaties: Commerce between Estranged Neighbours, 1952-1965",
            None,
            "Trade without Treaties: Commerce between Estranged Neighbours, 1952-1965",
        );
        check(
            "Thirty-Four Markets: A Walk with a Measure",
            None,
            "Thirty-Four Markets: A Walk with a Measure",
        );
        check(
            "Ultra-Orthodox families and non-EU trade",
            None,
            "{Ultra-Orthodox} families and {non-EU} trade",
        );
        check("R&D in Japan and {IT} there", None, "R\\&D in {Japan} and \\{IT\\} there");
        check("Un}balanced Japan there", None, "Un\\textbraceright{}balanced Japan there");
        check("물가", None, "물가");
    }
}
