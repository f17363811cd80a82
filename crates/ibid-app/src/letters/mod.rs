//! What letters say, in five languages: one file a language, every sentence a field, so that the compiler
//! asks each language for each of them.
//!
//! Deliberately not here: to whom a letter goes, and how (`mail/`).

pub mod claims;
mod en;
mod ja;
mod ko;
mod ru;
mod zh;

/// A letter, ready but for its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    /// Plain text, lines ending with `\n`.
    pub text: String,
}

/// A sentence. Places `{like this}` are filled by [`fill`].
pub type Text = &'static str;

/// Everything letters say in one language.
#[derive(Debug)]
pub struct Words {
    /// The tag of the language.
    pub tag: Text,
    /// Under letters that can be left: `{link}`.
    pub leave: Text,
    /// `{site}`.
    pub sign_in_subject: Text,
    /// `{site}`, `{link}`, `{minutes}`.
    pub sign_in: Text,
    /// `{site}`.
    pub role_subject: Text,
    /// `{site}`, `{role}`, `{link}`.
    pub role: Text,
    /// `{site}`.
    pub locked_subject: Text,
    /// `{site}`.
    pub locked: Text,
    /// `{name}`, `{site}`.
    pub help_subject: Text,
    /// `{site}`, `{name}`, `{link}`, `{days}`.
    pub help: Text,
    /// `{site}`.
    pub helping_subject: Text,
    /// `{site}`, `{address}`, `{link}`.
    pub helping: Text,
    /// `{archive}`, `{site}`.
    pub maintain_subject: Text,
    /// `{site}`, `{archive}`, `{address}`, `{link}`, `{hours}`.
    pub maintain: Text,
    /// `{site}`.
    pub passkey_subject: Text,
    /// `{site}`, `{name}`, `{link}`.
    pub passkey: Text,
    /// `{site}`.
    pub orcid_subject: Text,
    /// `{site}`, `{orcid}`, `{link}`.
    pub orcid: Text,
    /// `{site}`.
    pub address_subject: Text,
    /// `{site}`, `{link}`, `{hours}`.
    pub address: Text,
    /// `{site}`. To an address that has an account, which somebody wants for another.
    pub address_taken: Text,
    /// `{site}`.
    pub address_changed_subject: Text,
    /// `{site}`, `{link}`, `{days}`. To the old address.
    pub address_changed: Text,
    /// `{site}`.
    pub leaving_subject: Text,
    /// `{site}`, `{date}`, `{link}`.
    pub leaving: Text,
    /// `{site}`.
    pub erased_subject: Text,
    /// `{site}`. The last letter.
    pub erased: Text,
}

const ALL: [&Words; 5] = [&en::WORDS, &ko::WORDS, &ja::WORDS, &ru::WORDS, &zh::WORDS];

/// The words of a language by its tag, with a region or without; English for any other.
pub fn of(tag: &str) -> &'static Words {
    let main = tag.split(['-', '_']).next().unwrap_or("");
    ALL.into_iter().find(|it| it.tag.eq_ignore_ascii_case(main)).unwrap_or(&en::WORDS)
}

/// A sentence with its places filled.
pub fn fill(text: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(with.iter().find(|(place, _)| *place == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A letter of two sentences, both filled alike. A subject is one line; a paragraph whose place stays empty
/// leaves no gap.
pub fn letter(subject: Text, text: Text, with: &[(&str, &str)]) -> Letter {
    let subject = fill(subject, with).replace(['\r', '\n'], " ");
    let empty = |paragraph: &&str| !(paragraph.starts_with('{') && fill(paragraph, with).trim().is_empty());
    let paragraphs: Vec<&str> = text.split("\n\n").filter(empty).collect();
    Letter { subject, text: fill(&paragraphs.join("\n\n"), with) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_by_their_tags() {
        for (tag, expected) in [("ko", "ko"), ("zh-Hant", "zh"), ("RU", "ru"), ("fr", "en"), ("", "en")] {
            assert_eq!(of(tag).tag, expected, "{tag}");
        }
    }

    /// What is filled in is never read as a place again.
    #[test]
    fn places_are_filled_once() {
        let with = [("a", "{b}"), ("b", "x")];
        for (text, expected) in [("{a}{b}", "{b}x"), ("a {c} b", "a  b"), ("open {a", "open {b}"), ("", "")] {
            assert_eq!(fill(text, &with), expected, "{text}");
        }
    }

    #[test]
    fn empty_paragraphs_leave_no_gap() {
        let check = |why: &str, expected: &str| {
            let letter =
                letter("{why}", "One:\n\n    {title}\n\n{why}\n\nMore.\n", &[("title", ""), ("why", why)]);
            assert_eq!(letter.text, expected, "{why}");
        };
        check("So it is", "One:\n\n    \n\nSo it is\n\nMore.\n");
        check("", "One:\n\n    \n\nMore.\n");
    }

    #[test]
    fn every_language_fills_the_places_of_english() {
        let places = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|it| it.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        let fields = |words: &Words| format!("{words:?}");
        for words in ALL {
            assert_eq!(places(&fields(words)), places(&fields(&en::WORDS)), "{}", words.tag);
        }
    }

    #[test]
    fn a_subject_stays_one_line() {
        let letter = letter("To {name}", "{name}", &[("name", "x\r\nBcc: all@example.org")]);
        assert_eq!(letter.subject, "To x  Bcc: all@example.org");
    }
}
