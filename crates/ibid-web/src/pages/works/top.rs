//! The head of a work's page: where it stands, what it is called, who made it, what it says.

use ibid_core::Kind;
use ibid_core::record::{Access, Work};
use maud::{Markup, html};

use super::{WorkPage, lines, people};
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout;
use crate::urls::{self, Face, Facet, Search};
use crate::view::line;
use crate::view::plain::Plain;
use crate::view::tongue::Tongue;

/// Bytes from which on a title is set smaller.
const LONG_TITLE: usize = 150;

/// Bytes of an abstract that are shown at once; the rest folds away.
const SUMMARY_SHOWN: usize = 6_000;

pub(super) fn view(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let tongue = Tongue::of(t.lang, &work.title, work.language.as_deref());
    let long = (work.title.len() > LONG_TITLE).then_some("long");
    html! {
        (crumbs(t, page))
        @if page.is_withdrawn() { (withdrawn(t, page)) }
        h1 class=[long] lang=[tongue.lang] dir=[tongue.dir] { @if work.title.is_empty() { (work.handle) } @else { (Plain(&work.title)) } }
        @for title in &work.other_titles { (other_title(t, page, title)) }
        (people::view(t, t.work.authors, &work.authors, work.language.as_deref()))
        @if !work.editors.is_empty() {
            p.s.soft.by { (t.work.edited_by) }
            (people::view(t, t.work.editors, &work.editors, work.language.as_deref()))
        }
        (facts(t, page))
        @if let Some(talk) = &work.talk { (super::talk::when_and_where(t, talk)) }
        (summary(t, work))
        (actions(t, page))
    }
}

fn crumbs(t: &Messages, page: &WorkPage) -> Markup {
    let handle = &page.work.handle;
    let mut steps = vec![(urls::archive(handle.archive()), html! { (t.said(page.archive_name(), None)) })];
    // Some handles name no series at all.
    if !handle.series().is_empty() {
        steps.push((urls::series(handle), html! { (t.said(page.series_name(), None)) }));
    }
    layout::crumbs(t, &steps)
}

fn withdrawn(t: &Messages, page: &WorkPage) -> Markup {
    let history = html! { a href=(page.paths.face(Face::History)) { (t.work.see_history) } "." };
    let text = fill(t.work.withdrawn_text, &[("date", &t.day(page.stored.at)), ("history", &history)]);
    html! {
        div.box.note.gone role="note" { p { b { (t.work.withdrawn) } " " (text) } }
    }
}

/// A further title with what it is to the first one, where the record says so.
fn other_title(t: &Messages, page: &WorkPage, title: &str) -> Markup {
    let tongue = Tongue::of(t.lang, title, None);
    let role = match lines::title_field(&page.stored.text, title) {
        Some(name) => Some(role(t, &name)),
        None => tongue.lang.map(|lang| t.language(lang)).filter(|name| !name.starts_with("und")),
    };
    html! {
        p.alt { bdi lang=[tongue.lang] dir=[tongue.dir] { (Plain(title)) } @if let Some(role) = role { " " span.role { (role) } } }
    }
}

/// What the field's name says: `x-title-original`, `x-title-transliterated`, `x-title-english`.
fn role(t: &Messages, name: &str) -> Text {
    let ending = name.trim_start_matches("x-title").trim_start_matches('-');
    match ending {
        "original" | "native" => t.work.original_title,
        _ if ending.starts_with("translit") || ending.starts_with("roman") => t.work.transliterated_title,
        _ => t.work.translated_title,
    }
}

/// Year, series and number, kind, language, access: one line.
fn facts(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let name = if work.journal.is_empty() { page.series_name() } else { &work.journal };
    html! {
        ul.dots.facts {
            @if let Some(year) = work.year().filter(|_| work.kind != Kind::Talk) { li { (year) } }
            li { (t.said(name, None)) (line::place(t, work)) }
            li { (t.kind(work.kind)) }
            @if let Some(code) = &work.language { li { a href=(Search::of(Facet::Lang, code)) lang=[(t.lang != Lang::En).then_some(code)] { (t.language(code)) } } }
            @if !(work.kind == Kind::Talk && work.access() == Access::None) { li { (t.access(work.access())) } }
        }
    }
}

fn summary(t: &Messages, work: &Work) -> Markup {
    let (shown, folded) = split(&work.summary);
    let paragraph = |text: &str| {
        let tongue = Tongue::of(t.lang, text, work.language.as_deref());
        html! { p.read lang=[tongue.lang] dir=[tongue.dir] { (Plain(text)) } }
    };
    html! {
        @if work.summary.is_empty() {
            p.soft { (t.work.no_abstract) }
        } @else {
            h2.vh { (t.work.summary) }
            @for text in shown { (paragraph(text)) }
            @if !folded.is_empty() {
                details { summary { (t.work.rest_of_summary) } @for text in folded { (paragraph(text)) } }
            }
        }
    }
}

/// Paragraphs to show and paragraphs to fold away; a very long one is cut between two words.
fn split(paragraphs: &[String]) -> (Vec<&str>, Vec<&str>) {
    let (mut shown, mut folded) = (Vec::with_capacity(paragraphs.len()), Vec::new());
    let mut left = SUMMARY_SHOWN;
    for text in paragraphs {
        if text.len() <= left {
            left -= text.len();
            shown.push(text.as_str());
            continue;
        }
        let end = text.floor_char_boundary(left);
        let cut =
            text[..end].rfind(char::is_whitespace).unwrap_or(if left == SUMMARY_SHOWN { end } else { 0 });
        let (first, rest) = text.split_at(cut);
        shown.extend(Some(first).filter(|it| !it.is_empty()));
        folded.push(rest.trim_start());
        left = 0;
    }
    (shown, folded)
}

/// Each a real link: to the text, or to the part of the page that does it.
fn actions(t: &Messages, page: &WorkPage) -> Markup {
    let file = page.work.files.iter().enumerate().find(|(_, file)| urls::is_linkable(&file.url));
    html! {
        ul.acts {
            @if let Some((at, file)) = file {
                li { a.btn.one href=(page.file_address(at)) rel="nofollow noopener ugc" {
                    @if file.format.starts_with("audio/") || file.format.starts_with("video/") { (t.work.play) }
                    @else { (fill(t.work.read, &[("format", &t.format(&file.format))])) }
                } }
            }
            li { a.btn href="#cite" { (t.work.cite) } }
            li { a.btn href=(page.paths.face(Face::History)) { (t.history.title) } }
            li { a.btn href="#corrections" { (t.work.correct) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_abstracts_are_parted_between_words() {
        let long = "word ".repeat(3_000);
        let texts = ["short".to_owned(), long.clone(), "more".to_owned()];
        let (shown, folded) = split(&texts);
        assert_eq!((shown.len(), folded.len()), (2, 2));
        assert!(shown[1].ends_with("word") && folded[0].starts_with("word"), "{shown:?}");
        assert_eq!(shown[1].len() + folded[0].len() + 1, long.len());
        let whole = ["é".repeat(10_000)];
        let (shown, folded) = split(&whole);
        assert_eq!(shown[0].len() + folded[0].len(), 20_000);
        let (shown, folded) = split(&texts[..1]);
        assert_eq!((shown, folded.len()), (vec!["short"], 0));
    }
}
