//! What is said when nothing was found: what was understood, the nearest spellings, looser searches.

use maud::{Markup, html};

use super::Answered;
use crate::i18n::{Messages, Text, fill};
use crate::urls::{self, Search};

pub(super) fn view(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    let understood = answered.page.query.to_text();
    html! {
        h2 { (t.search.nothing) }
        @if !understood.is_empty() { p { (fill(t.search.looked_for, &[("query", &html! { code { (understood) } })])) } }
        @for spelling in answered.page.spellings.iter().filter(|it| !it.nearest.is_empty()) {
            @let near = html! { @for (at, word) in spelling.nearest.iter().enumerate() {
                @if at > 0 { ", " }
                a href=(asked.with_text(&replaced(&asked.text, &spelling.word, word))) { (word) }
            } };
            p { (fill(t.search.did_you_mean, &[("word", &spelling.word), ("words", &near)])) }
        }
        @let looser = looser(t, asked);
        @if !looser.is_empty() {
            h3 { (t.search.looser) }
            ul { @for (label, search) in &looser { li { a href=(search) { (label) } } } }
        }
        p { a href=(urls::SEARCH_HELP) { (t.search.help) } }
    }
}

/// The text with one word exchanged, wherever it stands as a word of its own.
fn replaced(text: &str, word: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let alone = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if alone { by } else { word });
        rest = after;
        if word.is_empty() {
            break;
        }
    }
    out + rest
}

/// The message as plain text; whoever shows it escapes it.
fn filled(text: Text, words: &str) -> String {
    text.replace("{words}", words)
}

fn looser(t: &Messages, asked: &Search) -> Vec<(String, Search)> {
    let mut out = Vec::new();
    if asked.is_narrowed() && !asked.text.is_empty() {
        out.push((t.search.whole_catalogue.to_owned(), asked.widened()));
    }
    let plain: Vec<&str> =
        asked.text.split_whitespace().map(|word| word.trim_matches(['"', '(', ')'])).collect();
    let words: Vec<&str> = plain
        .into_iter()
        .filter(|word| !word.is_empty() && *word != "OR" && !word.starts_with('-'))
        .collect();
    if asked.text.contains('"') {
        let text = words.join(" ");
        out.push((filled(t.search.words_apart, &text), asked.with_text(&text)));
    }
    if words.len() > 1 {
        let text = words.join(" OR ");
        out.push((filled(t.search.any_word, &text), asked.with_text(&text)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn one_word_is_exchanged() {
        let check = |text, word, by, expected: &str| assert_eq!(replaced(text, word, by), expected);
        check("monetray policy", "monetray", "monetary", "monetary policy");
        check("title:monetray", "monetray", "monetary", "title:monetary");
        check("art artist art", "art", "arts", "arts artist arts");
        check("x", "", "y", "x");
    }

    #[test]
    fn looser_searches_are_looser() {
        let labels = |query: &str| -> Vec<String> {
            let asked = Search::parse(query).unwrap_or_else(|why| panic!("{why:?}"));
            looser(Lang::En.messages(), &asked).into_iter().map(|(_, search)| search.to_string()).collect()
        };
        assert_eq!(labels("q=a+b&kind=talk"), ["/search?q=a+b", "/search?q=a+OR+b&kind=talk"]);
        assert_eq!(labels("q=%22a+b%22"), ["/search?q=a+b", "/search?q=a+OR+b"]);
        assert!(labels("q=word").is_empty() && labels("").is_empty());
    }
}
