//! A pasted BibTeX file as references, one a line: what looks works up reads those.
//!
//! Deliberately not here: the rest of BibTeX. Of an entry no more is read than what finds a work.

/// The text, with every BibTeX entry in it as one reference on one line.
pub(super) fn as_references(text: &str) -> String {
    // `@article{`, wherever it stands; no address of anybody's looks like that.
    let begins_entry = |rest: &str| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        after.len() < rest.len() && after.trim_start().starts_with('{')
    };
    if !text.split('@').skip(1).any(begins_entry) {
        return text.to_owned();
    }
    let entries = entries(text).into_iter().filter_map(reference);
    entries.collect::<Vec<_>>().join("\n\n")
}

/// What stands between the outermost braces of each entry.
fn entries(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut depth, mut start, mut at_sign) = (0usize, 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '@' if depth == 0 => at_sign = true,
            '{' => {
                if depth == 0 && at_sign {
                    start = at + 1;
                }
                depth += 1;
            }
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 && at_sign {
                    out.push(&text[start..at]);
                    at_sign = false;
                }
            }
            _ => {}
        }
    }
    out
}

fn reference(entry: &str) -> Option<String> {
    let fields = fields(entry);
    let get = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let handle = fields.iter().map(|(_, value)| value).find(|it| it.starts_with("RePEc:"));
    if let Some(handle) = handle {
        return Some(handle.clone());
    }
    if let Some(doi) = get("doi") {
        return Some(doi.to_owned());
    }
    let title = get("title")?;
    let parts = [get("author"), get("year"), Some(title), get("journal").or(get("booktitle"))];
    let parts: Vec<String> = parts.into_iter().flatten().map(|it| it.replace(" and ", ", ")).collect();
    Some(parts.join(". "))
}

/// Names in lower case and values without braces and quotes, on one line.
fn fields(entry: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = entry.split_once(',').map_or("", |it| it.1);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (mut depth, mut quoted) = (0i32, false);
        let end = after.char_indices().find(|&(at, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                '"' if depth == 0 && (at == 0 || quoted) => quoted = !quoted,
                _ => {}
            }
            c == ',' && depth == 0 && !quoted
        });
        let (value, left) = end.map_or((after, ""), |(at, _)| (&after[..at], &after[at + 1..]));
        let plain: String = value.chars().filter(|c| !matches!(c, '{' | '}' | '"' | '\\')).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push((name.trim().to_ascii_lowercase(), plain));
        rest = left;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_become_references() {
        let check = |text: &str, expected: &str| assert_eq!(as_references(text), expected, "{text}");
        check("Kimura, M. (1990). Planning aid.\n10.1/x", "Kimura, M. (1990). Planning aid.\n10.1/x");
        check(
            "@article{kim90,\n author = {Kimura, M. and Lee, Keun},\n title = \"{Planning}, aid\",\n \
             year = 1990, journal={HJE}\n}\n\n@book{x, doi = {10.1/x}, title={A}}",
            "Kimura, M., Lee, Keun. 1990. Planning, aid. HJE\n\n10.1/x",
        );
        check("@misc{a, note={x}, number = {RePEc:hst:ghsdps:gd11-190}}", "RePEc:hst:ghsdps:gd11-190");
        check("@comment{nothing}\n@article{b, title={Open", "");
        check("}}@article{b, title={A = b}}", "A = b");
    }
}
