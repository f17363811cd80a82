//! A work in plain words: citation, abstract, subjects, where it is.

use super::{Source, citation, line};

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    let mut out = citation::suggested(source) + "\n";
    for paragraph in work.other_titles.iter().take(1).chain(&work.summary) {
        out.push_str(&format!("\n{}\n", line(paragraph)));
    }
    let codes: Vec<String> = work.jel.iter().map(ToString::to_string).collect();
    let doi = if work.doi.is_empty() { String::new() } else { format!("https://doi.org/{}", work.doi) };
    let facts = [
        ("Keywords", work.keywords.join("; ")),
        ("JEL", codes.join(" ")),
        ("Handle", work.handle.to_string()),
        ("DOI", doi),
        ("URL", source.url().to_owned()),
    ];
    out.push('\n');
    for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        out.push_str(&format!("{label}: {}\n", line(value)));
    }
    out
}
