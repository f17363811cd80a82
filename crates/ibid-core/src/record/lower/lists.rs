//! Values that hold several things: JEL codes, keywords, paragraphs under a heading.

use std::collections::HashSet;

use crate::jel::Code;

/// The known codes in a value: parted by anything the field's users part them with, a fourth digit that
/// is zero cut off (`C700`). `040` is not guessed to be `O40`.
pub(super) fn jel(text: &str) -> impl Iterator<Item = Code> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '/' | '(' | ')'))
        .filter_map(|word| {
            let word = if word.len() == 4 { word.strip_suffix('0').unwrap_or(word) } else { word };
            // A lone small letter is a word of some sentence.
            let lone = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_lowercase());
            Code::parse(word).filter(|code| !lone && code.is_known())
        })
}

/// Splits at semicolons where there are any, else at commas outside brackets, and appends the pieces. A
/// line of JEL codes that ran into the keywords is cut off.
pub(super) fn keywords(list: &mut Vec<String>, text: &str) {
    let text = before_jel(text);
    let semicolons = text.contains(';');
    let mut depth = 0;
    let parts = text.split(|c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if semicolons { c == ';' } else { c == ',' && depth <= 0 }
    });
    list.extend(parts.map(word).filter(|part| !part.is_empty()).map(str::to_owned));
}

/// Keeps the first of those that differ in capitals only.
pub(super) fn unique(list: &mut Vec<String>) {
    if list.len() > SHORT {
        let mut seen = HashSet::new();
        list.retain(|it| seen.insert(it.to_lowercase()));
        return;
    }
    let mut kept = 0;
    for at in 0..list.len() {
        if !list[..kept].iter().any(|it| same(it, &list[at])) {
            list.swap(kept, at);
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// Up to here looking at each is cheaper than a set.
const SHORT: usize = 24;

/// A keyword without blanks around it and without the full stop that ends a list.
fn word(part: &str) -> &str {
    let part = part.trim();
    match part.strip_suffix('.') {
        Some(short) if !short.contains('.') => short.trim_end(),
        _ => part,
    }
}

fn before_jel(text: &str) -> &str {
    let at = text.find("JEL").filter(|&at| {
        let rest = text[at + 3..].trim_start_matches([' ', '-']);
        ["classification", "code"]
            .iter()
            .any(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    });
    at.map_or(text, |at| text[..at].trim_end())
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!one.is_ascii()
            && one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase)))
}

/// Drops the heading "Abstract" from the front of an abstract: alone, with a mark behind it, or before a
/// capital. "Abstract art …" stays.
pub(super) fn without_heading(paragraphs: &mut Vec<String>) {
    let Some(first) = paragraphs.first_mut() else {
        return;
    };
    let Some(rest) =
        first.get(..8).filter(|start| start.eq_ignore_ascii_case("abstract")).map(|_| &first[8..])
    else {
        return;
    };
    let body = rest.trim_start_matches([' ', '.', ':', '-', '–', '—']);
    let marked = rest.trim_start().starts_with(['.', ':', '-', '–', '—']);
    if body.is_empty() {
        paragraphs.remove(0);
    } else if marked || (rest.starts_with(' ') && body.starts_with(char::is_uppercase)) {
        *first = body.to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_keywords(text: &str, want: &[&str]) {
        let mut list = Vec::new();
        keywords(&mut list, text);
        unique(&mut list);
        assert_eq!(list, want, "{text:?}");
    }

    #[test]
    fn keyword_lists() {
        for (text, want) in [
            ("growth, trade , aid", &["growth", "trade", "aid"][..]),
            ("growth; trade, foreign; aid", &["growth", "trade, foreign", "aid"]),
            ("growth; Growth;  GROWTH ; Été; ÉTÉ", &["growth", "Été"]),
            ("monetary policy", &["monetary policy"]),
            ("growth (real, nominal), trade", &["growth (real, nominal)", "trade"]),
            ("trade, U.S., aid.", &["trade", "U.S.", "aid"]),
            (", ,growth,,", &["growth"]),
            ("law, crime JEL classifications: D23, D86", &["law", "crime"]),
            ("JEL lists, trade", &["JEL lists", "trade"]),
            ("", &[]),
        ] {
            check_keywords(text, want);
        }
        let many: Vec<String> = (0..200).map(|n| format!("word {}", n % 100)).collect();
        let mut list = Vec::new();
        keywords(&mut list, &many.join(", "));
        unique(&mut list);
        assert_eq!(list.len(), 100);
    }

    #[test]
    fn codes() {
        for (text, want) in [
            ("E32, E71", "E32 E71"),
            ("E32,E71", "E32 E71"),
            ("E32; E71.", "E32 E71"),
            ("E32:E71 G41", "E32 E71 G41"),
            ("I21, I24 and Q54", "I21 I24 Q54"),
            ("C700", "C70"),
            ("e32", "E32"),
            ("E", "E"),
            ("a tale", ""),
            ("040, 011", ""),
            ("V31, K99", ""),
            ("Crisis Management", ""),
            ("", ""),
        ] {
            let got: Vec<String> = jel(text).map(|code| code.to_string()).collect();
            assert_eq!(got.join(" "), want, "{text:?}");
        }
    }

    #[test]
    fn headings() {
        for (text, want) in [
            ("Abstract There have been many attempts", "There have been many attempts"),
            ("Abstract. Every generation", "Every generation"),
            ("ABSTRACT: we ask", "we ask"),
            ("Abstract – we ask", "we ask"),
            ("Abstract", ""),
            ("Abstract art sells", "Abstract art sells"),
            ("Abstractions", "Abstractions"),
            ("We ask", "We ask"),
            ("Ab", "Ab"),
        ] {
            let mut list = vec![text.to_owned()];
            without_heading(&mut list);
            assert_eq!(list.join("|"), want, "{text:?}");
        }
        without_heading(&mut Vec::new());
    }
}
