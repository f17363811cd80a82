//! A work in a feed: plain texts and absolute addresses, escaped by whoever writes them.

use ibid_core::date::Date;
use ibid_core::handle::is_short_id;
use ibid_core::jel::Code;
use ibid_core::record::{Agent, Talk, Work};
use ibid_store::Stored;

use crate::Site;
use crate::i18n::Messages;
use crate::layout::absolute;
use crate::urls;

/// Characters of an abstract; who wants more opens the work.
const LONGEST: usize = 4_000;
/// People named.
const MOST_PEOPLE: usize = 100;

pub(super) struct Item {
    /// The address that the handle resolves at: it stays when the page's own moves.
    pub(super) id: String,
    pub(super) link: String,
    pub(super) handle: String,
    pub(super) kind: &'static str,
    pub(super) title: String,
    /// Paragraphs.
    pub(super) summary: Vec<String>,
    pub(super) authors: Vec<Person>,
    pub(super) editors: Vec<Person>,
    /// When it came into the catalogue, and when it last changed there.
    pub(super) published: i64,
    pub(super) updated: i64,
    pub(super) jel: Vec<Code>,
    pub(super) keywords: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) year: Option<i16>,
    pub(super) doi: String,
    pub(super) series: String,
    pub(super) event: Option<Event>,
}

pub(super) struct Person {
    pub(super) name: String,
    /// The page of who is registered.
    pub(super) page: Option<String>,
}

/// When and where a talk is.
pub(super) struct Event {
    date: Date,
    time: String,
    /// As ISO 8601 has it.
    pub(super) start: String,
    pub(super) zone: String,
    pub(super) place: String,
}

impl Item {
    /// `note` is what the list says of the work; may be empty.
    pub(super) fn of(
        site: &Site,
        t: &Messages,
        stored: &Stored,
        work: &Work,
        series: &str,
        note: &str,
    ) -> Item {
        let event = work.talk.as_deref().and_then(Event::of);
        let named = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
        let people = |agents: &[Agent]| agents.iter().filter_map(|it| Person::of(site, it)).collect();
        let said = event.as_ref().map(|event| event.said(t));
        let summary =
            said.as_deref().into_iter().chain([note]).chain(work.summary.iter().map(String::as_str));
        Item {
            id: absolute(site, &urls::resolver(&work.handle)),
            link: absolute(site, &urls::page(work.kind, &work.handle)),
            handle: work.handle.to_string(),
            kind: work.kind.word(),
            title: line(named),
            summary: cut(summary.map(line).filter(|it| !it.is_empty())),
            authors: people(&work.authors),
            editors: people(&work.editors),
            published: stored.since,
            updated: stored.at,
            jel: work.jel.clone(),
            keywords: work.keywords.iter().map(|it| line(it)).filter(|it| !it.is_empty()).collect(),
            language: work.language.clone().filter(|it| it.bytes().all(|b| b.is_ascii_lowercase())),
            year: work.year(),
            doi: work.doi.clone(),
            series: line(series),
            event,
        }
    }
}

impl Person {
    fn of(site: &Site, agent: &Agent) -> Option<Person> {
        let id = agent.person.trim().to_ascii_lowercase();
        let page = is_short_id(&id).then(|| absolute(site, &urls::person(&id)));
        let name = line(&agent.name);
        (!name.is_empty()).then_some(Person { name, page })
    }
}

impl Person {
    /// No list of authors is worth more than this.
    pub(super) fn shown(people: &[Person]) -> impl Iterator<Item = &Person> {
        people.iter().take(MOST_PEOPLE)
    }
}

impl Event {
    fn of(talk: &Talk) -> Option<Event> {
        let place = talk.venue.as_ref().map_or(String::new(), |venue| {
            let parts = [venue.name.as_str(), venue.location.as_str()];
            parts.into_iter().map(line).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
        });
        let (date, start) = (talk.date?, talk.begins()?);
        Some(Event { date, time: line(&talk.time), start, zone: line(&talk.zone), place })
    }

    /// "11 March 2014, 19:30, Seoul".
    fn said(&self, t: &Messages) -> String {
        let date = t.written(self.date);
        let parts = [date.as_str(), self.time.as_str(), self.place.as_str()];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// One line: blanks and control characters run together, marks that turn the direction of whatever
/// follows left out.
pub(super) fn line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || turns(c));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Paragraphs up to a length that a feed is for.
fn cut(paragraphs: impl Iterator<Item = String>) -> Vec<String> {
    let mut left = LONGEST;
    let mut out = Vec::new();
    for mut paragraph in paragraphs {
        if left == 0 {
            break;
        }
        let length = paragraph.chars().count();
        if length > left {
            let end = paragraph.char_indices().nth(left).map_or(paragraph.len(), |(at, _)| at);
            paragraph.truncate(end);
            paragraph.push('…');
        }
        left = left.saturating_sub(length);
        out.push(paragraph);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_no_surprises() {
        assert_eq!(line(" a\n\tb\u{202e}c\u{0} "), "a b c");
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        let cut = cut(["é".repeat(3_999), "漢字".to_owned(), "more".to_owned()].into_iter());
        assert_eq!(cut[1..], ["漢…"]);
    }
}
