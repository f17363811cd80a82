//! What a LaTeX document cites: the keys of its citations, out of the source or out of what LaTeX wrote
//! beside it (`.aux`, `.bcf`).
//!
//! Not here: which record a key means, and reading files that a document includes; the `.aux` of the
//! whole names what is cited in all of them.

use std::collections::HashSet;

/// Keys in order of appearance, each once. `\nocite{*}` names none.
pub fn cited(text: &str) -> Vec<String> {
    let mut keys = Keys::default();
    for line in text.lines() {
        let mut rest = without_comment(line);
        while let Some((_, from)) = rest.split_once("<bcf:citekey").and_then(|(_, it)| it.split_once('>')) {
            let (key, after) = from.split_once('<').unwrap_or((from, ""));
            keys.add(key);
            rest = after;
        }
    }
    let text: Vec<&str> = text.lines().map(without_comment).collect();
    let text = text.join("\n");
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\\') {
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '@').unwrap_or(rest.len());
        let (command, after) = rest.split_at(end);
        rest = after;
        let lower = command.to_ascii_lowercase();
        // `\abx@aux@cite{0}{key}` is biblatex's note to itself, `\citation{key}` that of LaTeX.
        let noted = lower.starts_with("abx@aux@") && lower.ends_with("cite");
        let cites = lower == "citation" || (lower.contains("cite") && !lower.contains('@'));
        if !cites && !noted {
            continue;
        }
        let mut groups = Vec::new();
        while let Some((group, after)) = next_group(rest) {
            groups.extend(group);
            rest = after;
            // Only `\cites` and its sisters take more than one.
            if !noted && !lower.ends_with("cites") && !groups.is_empty() {
                break;
            }
        }
        let groups = if noted { &groups[groups.len().saturating_sub(1)..] } else { &groups[..] };
        groups.iter().flat_map(|group| group.split(',')).for_each(|key| keys.add(key));
    }
    keys.found
}

/// The argument that comes next: a group in braces, or an optional one, which says nothing; and what
/// stands behind it.
fn next_group(text: &str) -> Option<(Option<&str>, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let close = match text.chars().next()? {
        '{' => '}',
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let (inside, after) = text[1..].split_once(close)?;
    Some(((close == '}').then_some(inside), after))
}

/// A line up to its first percent sign that is one.
fn without_comment(line: &str) -> &str {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '%' if !escaped => return &line[..at],
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    line
}

#[derive(Default)]
struct Keys {
    found: Vec<String>,
    seen: HashSet<String>,
}

impl Keys {
    fn add(&mut self, key: &str) {
        let key = key.trim();
        if !key.is_empty() && key != "*" && self.seen.insert(key.to_owned()) {
            self.found.push(key.to_owned());
        }
    }
}

/// Whether BibTeX and biber take this for the key of an entry.
pub fn may_be_key(text: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "{}(),\"'#%=~\\".contains(c);
    !text.is_empty() && !text.contains(forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_of_documents() {
        let check = |text: &str, expected: &[&str]| assert_eq!(cited(text), expected, "{text}");
        check(
            "See \\cite{kimura2011toward} and \\citep[p.~3]{a, b,\n c}.",
            &["kimura2011toward", "a", "b", "c"],
        );
        check("\\textcite{a}\\parencite*[see][3]{b}\\Autocite{c}\\footcite{a}", &["a", "b", "c"]);
        check("\\cites[1]{a}[2]{b}(x){c} {not}", &["a", "b", "c", "not"]);
        check("\\cite{a} {b}", &["a"]);
        check("\\nocite{*}\\nocite{RePEc:hst:ghsdps:gd11-190}", &["RePEc:hst:ghsdps:gd11-190"]);
        check("% \\cite{no}\n50\\% \\cite{10.1000/a_b} % \\cite{no}", &["10.1000/a_b"]);
        check("\\\\% \\cite{no}", &[]);
        check("\\citation{a,b}\n\\citation{a}\n\\bibcite{x}{1}", &["a", "b", "x"]);
        check("\\abx@aux@cite{0}{a}\n\\abx@aux@segm{0}{0}{a}\n\\abx@aux@cite{b}", &["a", "b"]);
        check(
            "<bcf:citekey order=\"1\">a</bcf:citekey><bcf:citekey order=\"2\">b</bcf:citekey>",
            &["a", "b"],
        );
        check("\\cite{unclosed", &[]);
        check("\\cite", &[]);
        check("\\section{Cite}{x}", &[]);
    }

    #[test]
    fn what_may_be_a_key() {
        for (text, may) in [
            ("kimura2011", true),
            ("RePEc:a:b:c", true),
            ("10.1/x<1>", true),
            ("a b", false),
            ("{", false),
            ("", false),
        ] {
            assert_eq!(may_be_key(text), may, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(\\\\cite|\\\\abx@aux@cite|[{}\\[\\]%,é \\\\\n]|[a-z]){0,40}") {
            prop_assert!(cited(&text).iter().all(|key| !key.is_empty()));
        }
    }
}
