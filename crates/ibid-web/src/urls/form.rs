//! The boxes of the advanced form, as the search language has them. The form needs no script: what it
//! sends is read here, and the search answers at its short address.

/// Names of the boxes of the form.
pub(crate) const WORDS: &str = "words";
pub(crate) const PHRASE: &str = "phrase";
pub(crate) const ANY: &str = "any";
pub(crate) const NONE: &str = "none";
/// Boxes for words in one part: name and field alike.
pub(crate) const FIELDS: [&str; 4] = ["title", "author", "keyword", "abstract"];

/// Whether a query string comes from the form, or holds a query as JSON.
pub(crate) fn is_filled_in(query: &str) -> bool {
    let ours =
        |name: &str| name == "query" || [WORDS, PHRASE, ANY, NONE].contains(&name) || FIELDS.contains(&name);
    query.split('&').any(|pair| ours(pair.split('=').next().unwrap_or("")))
}

/// What stands in a box, as a piece of a query; `None` when the name is no box's.
pub(super) fn part(name: &str, value: &str) -> Option<String> {
    let clean: String = value.chars().map(|c| if matches!(c, '"' | '(' | ')') { ' ' } else { c }).collect();
    let words: Vec<&str> =
        clean.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    if words.is_empty() {
        let known = [WORDS, PHRASE, ANY, NONE].contains(&name) || FIELDS.contains(&name);
        return known.then(String::new);
    }
    Some(match name {
        WORDS => value.to_owned(),
        PHRASE => format!("\"{}\"", words.join(" ")),
        ANY if words.len() == 1 => words[0].to_owned(),
        ANY => format!("({})", words.join(" OR ")),
        // Whoever writes the sign here too means the same.
        NONE => words
            .iter()
            .map(|word| format!("-{}", word.trim_start_matches(['-', '+'])))
            .collect::<Vec<_>>()
            .join(" "),
        field if FIELDS.contains(&field) => format!("{field}:({})", words.join(" ")),
        _ => return None,
    })
}
